using System.Collections;

namespace TorchSharp.Utils;

// The elements of a tensor in CPU memory, in row-major order whatever its strides are.
public sealed unsafe class TensorAccessor<T> : IEnumerable<T>, IDisposable where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly long[] shape, strides;
    private readonly bool contiguous;

    internal TensorAccessor(torch.Tensor tensor) =>
        (this.tensor, shape, strides, contiguous, Count) = (tensor, tensor.shape, tensor.stride(), tensor.is_contiguous(), tensor.numel());

    public long Count { get; }
    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => *At(Offset(indices));
        set => *At(Offset(indices)) = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        array = array[arrayIndex..];
        var count = (int)Math.Min(array.Length, Count - tensorIndex);
        if (contiguous) new ReadOnlySpan<T>(At(tensorIndex), count).CopyTo(array);
        else for (var k = 0; k < count; k++) array[k] = *At(Strided(tensorIndex + k));
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        array = array[arrayIndex..];
        var count = (int)Math.Min(array.Length, Count - tensorIndex);
        if (contiguous) array[..count].CopyTo(new Span<T>(At(tensorIndex), count));
        else for (var k = 0; k < count; k++) *At(Strided(tensorIndex + k)) = array[k];
        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator() { for (var k = 0L; k < Count; k++) yield return Get(k); }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() { }

    private T Get(long index) => *At(contiguous ? index : Strided(index));

    private T* At(long offset) => (T*)tensor.Data + offset;

    private long Offset(long[] indices)
    {
        if (indices.Length == 1 && shape.Length != 1)
        {
            if ((ulong)indices[0] >= (ulong)Count) throw new IndexOutOfRangeException();
            return Strided(indices[0]);
        }
        if (indices.Length != shape.Length) throw new ArgumentException($"The tensor has {shape.Length} dimensions; {indices.Length} indices were given.", nameof(indices));
        var offset = 0L;
        for (var d = 0; d < shape.Length; d++)
        {
            if ((ulong)indices[d] >= (ulong)shape[d]) throw new IndexOutOfRangeException();
            offset += indices[d] * strides[d];
        }
        return offset;
    }

    private long Strided(long index)
    {
        var offset = 0L;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            offset += index % shape[d] * strides[d];
            index /= shape[d];
        }
        return offset;
    }
}
