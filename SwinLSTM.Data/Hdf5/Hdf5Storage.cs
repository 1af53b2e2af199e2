namespace SwinLSTM.Data;

/// <summary>Where the values of a dataset are, and how blocks of them are fetched. Readers on any thread; values keep the byte order of the file.</summary>
internal abstract class Hdf5Storage(Hdf5Number number, long[] shape)
{
    public Hdf5Number Number { get; } = number;

    protected long[] Shape { get; } = shape;

    /// <summary>Reads a block that lies within the shape; a span of exactly its bytes.</summary>
    public abstract void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, Span<byte> stored);

    /// <summary>Whether the file is large enough to hold so many values, packed as well as the filters can.</summary>
    public abstract bool CanHold(long count);
}
