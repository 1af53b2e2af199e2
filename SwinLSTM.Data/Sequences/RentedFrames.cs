using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>A buffer of values from the shared pool, of any content, until it is disposed.</summary>
internal readonly ref struct RentedFrames
{
    private readonly float[] array;

    public RentedFrames(int values)
    {
        array = ArrayPool<float>.Shared.Rent(values);
        Span = array.AsSpan(0, values);
    }

    public Span<float> Span { get; }

    public void Dispose() => ArrayPool<float>.Shared.Return(array);
}
