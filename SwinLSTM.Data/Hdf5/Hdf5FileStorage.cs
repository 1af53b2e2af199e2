using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>Values in one piece of the file, row by row: read without libhdf5, so threads do not wait for each other.</summary>
internal sealed class Hdf5FileStorage(Hdf5Number number, long[] shape, Hdf5Bytes file, long at) : Hdf5Storage(number, shape)
{
    private const int AtOnce = 16 << 20;
    private const int SmallPiece = 64 << 10;
    private const int MostWaste = 4;

    public override void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, Span<byte> stored)
    {
        // The axes from `axis` on are read as one piece, from their first to their last value; those before it one by one.
        var axis = Shape.Length;
        long inner = Number.Bytes, span = inner, wanted = inner;
        var dense = true;
        for (var next = axis - 1; next >= 0; next--)
        {
            var wider = ((count[next] - 1) * stride[next] * inner) + span;
            var more = wanted * count[next];
            var stillDense = dense && (count[next] == 1 || (stride[next] == 1 && span == inner));
            if (!stillDense && wider > (more >= wider / MostWaste ? AtOnce : SmallPiece))
                break;
            (dense, span, wanted, inner, axis) = (stillDense, wider, more, inner * Shape[next], next);
        }
        Pieces(0, axis, at, start, count, stride, dense, checked((int)span), stored);
    }

    public override bool CanHold(long count) => true; // its place within the file was checked

    private void Pieces(int level, int axis, long from, ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, bool dense, int span, Span<byte> stored)
    {
        if (level < axis)
        {
            var inner = Number.Bytes * Hdf5Api.CountOf(Shape.AsSpan(level + 1));
            var piece = stored.Length / (int)count[level];
            for (var i = 0; i < count[level]; i++)
                Pieces(level + 1, axis, from + ((start[level] + (i * stride[level])) * inner), start, count, stride, dense, span, stored.Slice(i * piece, piece));
            return;
        }
        for (var i = axis; i < Shape.Length; i++)
            from += start[i] * Number.Bytes * Hdf5Api.CountOf(Shape.AsSpan(i + 1));
        if (dense)
        {
            file.Read(from, stored);
            return;
        }
        var raw = ArrayPool<byte>.Shared.Rent(span);
        try
        {
            file.Read(from, raw.AsSpan(0, span));
            var block = new Hdf5Block(Number.Bytes, count[axis..]);
            block.FromRows(raw.AsSpan(0, span), Shape.AsSpan(axis), default, stride[axis..]);
            block.CopyTo(stored, count[axis..], default);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
        }
    }
}
