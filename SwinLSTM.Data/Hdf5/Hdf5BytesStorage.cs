namespace SwinLSTM.Data;

/// <summary>Values in memory, or one value for all where none were ever written.</summary>
internal sealed class Hdf5BytesStorage(Hdf5Number number, long[] shape, byte[]? values, byte[] fill) : Hdf5Storage(number, shape)
{
    public override void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, Span<byte> stored)
    {
        var block = new Hdf5Block(Number.Bytes, count);
        if (values is null)
            block.From(fill, 0, 0);
        else
            block.FromRows(values, Shape, start, stride);
        block.CopyTo(stored, count, default);
    }

    public override bool CanHold(long count) => count <= 1 << 20 || values is not null;
}
