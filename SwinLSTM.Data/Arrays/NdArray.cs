using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>
/// An array of numbers with a shape, in memory or in a file, from which frames are read in any layout. Any number of threads may read it.
/// </summary>
public sealed partial class NdArray : IDisposable
{
    private const string InMemory = "an array in memory";
    private const int ChunkBytes = 1 << 28;
    private readonly ArrayBytes bytes;
    private readonly long[] shape;
    private readonly bool owner;
    private readonly long offset;

    /// <param name="name">What messages call it.</param>
    /// <param name="stored">The type of its values.</param>
    /// <param name="axes">Its axes, whose values all lie within the bytes.</param>
    /// <param name="bytes">Where its values are.</param>
    /// <param name="owner">Whether the bytes go with it.</param>
    /// <param name="offset">Where the first value is.</param>
    internal NdArray(string name, ArrayElement stored, Axis[] axes, ArrayBytes bytes, bool owner = true, long offset = 0)
    {
        (Name, Stored, Axes, this.bytes, this.owner, this.offset) = (name, stored, axes, bytes, owner, offset);
        shape = [.. axes.Select(axis => axis.Length)];
        var last = offset + axes.Sum(axis => (axis.Length - 1) * axis.Stride) + stored.Bytes;
        if (Count > 0 && last > bytes.Length)
            throw new InvalidOperationException($"{name} reaches to byte {last} of {bytes.Length}.");
    }

    /// <summary>How many values there are along each axis; empty for a single value.</summary>
    public ReadOnlySpan<long> Shape => shape;

    /// <summary>What messages call it: its file, and its name there.</summary>
    public string Name { get; }

    /// <summary>The type of its values in frames and tensors: its own; the next larger one with a sign for unsigned ones of 16 and 32 bits; Int64 for those of 64; Int8 for true (1) and false (0).</summary>
    public ScalarType Element => Stored.Frame;

    /// <summary>How many values there are.</summary>
    public long Count => ArrayShape.Count(shape)!.Value;

    internal ArrayElement Stored { get; }

    internal Axis[] Axes { get; }

    /// <summary>Wraps values without copying them, the last axis fastest.</summary>
    /// <typeparam name="T">A number, or bool.</typeparam>
    /// <param name="values">The values; do not change them while they are read.</param>
    /// <param name="shape">How many there are along each axis.</param>
    /// <returns>The values with their shape.</returns>
    /// <exception cref="ArgumentException">Shape and values do not agree, or the type is no number.</exception>
    public static NdArray Of<T>(ReadOnlyMemory<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var element = ArrayElement.Of<T>();
        if (ArrayShape.Count(shape) != values.Length)
            throw new ArgumentException($"The shape {ArrayShape.Text(shape)} does not hold the {values.Length} values that were given.", nameof(shape));
        return new(InMemory, element, ArrayShape.Contiguous(shape, element.Bytes), new ManagedPart<T>(values));
    }

    /// <inheritdoc cref="Of{T}(ReadOnlyMemory{T}, ReadOnlySpan{long})"/>
    public static NdArray Of<T>(T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged => Of((ReadOnlyMemory<T>)values, shape);

    /// <summary>Copies an array of any number of axes, such as <c>float[,,]</c>.</summary>
    /// <param name="values">The values, which may change afterwards.</param>
    /// <returns>The values with the array's own shape.</returns>
    /// <exception cref="ArgumentException">Its elements are no numbers.</exception>
    public static NdArray Of(Array values)
    {
        var element = ArrayElement.Of(values.GetType().GetElementType()!) ??
            throw new ArgumentException($"Arrays hold numbers or bool; {values.GetType().Name} was given. Convert its values, or give an array of several axes, such as float[,,].", nameof(values));
        var shape = Enumerable.Range(0, values.Rank).Select(values.GetLongLength).ToArray();
        var copy = new NativePart(InMemory, values.LongLength * element.Bytes);
        for (var (done, part) = (0L, 0); done < copy.Length; done += part)
        {
            part = (int)Math.Min(ChunkBytes, copy.Length - done);
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), (nint)done), part).CopyTo(copy.Part(done, part));
        }
        return new(InMemory, element, ArrayShape.Contiguous(shape, element.Bytes), copy);
    }

    /// <summary>Copies a tensor of any device, detached from its gradients: what happens to it afterwards, disposing included, changes no sample.</summary>
    /// <param name="values">Bool, Byte, Int8, Int16, Int32, Int64, Float16, Float32 or Float64.</param>
    /// <returns>The values with the tensor's shape.</returns>
    /// <exception cref="ArgumentException">It has values of another type.</exception>
    public static NdArray Of(Tensor values)
    {
        var element = ArrayElement.Of(values.dtype) ??
            throw new ArgumentException($"Frames hold Bool, Byte, Int8, Int16, Int32, Int64, Float16, Float32 or Float64 values; the tensor has {values.dtype}. Convert it with to(ScalarType.Float32).", nameof(values));
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var there = values.detach().to(CPU).contiguous().reshape(-1); // [values]
        var copy = new NativePart("a tensor", there.numel() * element.Bytes);
        var most = ChunkBytes / element.Bytes;
        for (var done = 0L; done < there.numel(); done += most)
        {
            var part = there.narrow(0, done, Math.Min(most, there.numel() - done)); // [part]
            part.bytes.CopyTo(copy.Part(done * element.Bytes, (int)part.numel() * element.Bytes));
        }
        return new("a tensor", element, ArrayShape.Contiguous(values.shape, element.Bytes), copy);
    }

    /// <summary>Closes the file that it was opened from, or frees the copy that it holds; an array of an <see cref="NpzFile"/> goes with that.</summary>
    public void Dispose()
    {
        if (owner)
            bytes.Dispose();
    }

    /// <summary>Copies values out, converted to the type of frames.</summary>
    /// <param name="start">Bytes from the beginning to the first value.</param>
    /// <param name="axes">Axes of values, in the order of the destination; all of them lie within the array.</param>
    /// <param name="destination">Receives the values.</param>
    internal unsafe void Read(long start, ReadOnlySpan<Axis> axes, Span<byte> destination)
    {
        using (var held = bytes.Hold())
            StridedCopy.Copy(held.Start + offset + start, axes, Stored.Bytes, Stored.StoredPart(destination));
        if (!Stored.Convert(destination))
            throw new InvalidDataException($"{Name} has a value above {long.MaxValue}, which no Int64 holds. Save it as float64.");
    }
}
