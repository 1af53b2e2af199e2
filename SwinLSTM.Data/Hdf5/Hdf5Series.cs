using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>One sequence of a dataset as frames.</summary>
internal sealed class Hdf5Series(Hdf5Dataset dataset, FrameAxes axes, int sequence, FrameShape frame, double? missing) : IFrameSeries
{
    public long Length => dataset.Shape[axes.T];

    public FrameShape Frame => frame;

    public string Name => sequence < 0 ? $"{dataset.Name} of {dataset.File.Path}" : $"{dataset.Name}[{sequence}] of {dataset.File.Path}";

    public void Read(FrameRange range, Span<float> frames)
    {
        this.Check(range, frames);
        var rank = dataset.Shape.Count;
        Span<long> start = stackalloc long[rank], count = stackalloc long[rank], stride = stackalloc long[rank];
        for (var i = 0; i < rank; i++)
            (start[i], count[i], stride[i]) = (0, dataset.Shape[i], 1);
        if (axes.N >= 0)
            (start[axes.N], count[axes.N]) = (sequence, 1);
        (start[axes.T], count[axes.T], stride[axes.T]) = (range.First, range.Count, range.Step);

        var number = dataset.Number;
        var length = frames.Length * number.Bytes;
        var (stored, turned) = (ArrayPool<byte>.Shared.Rent(length), ArrayPool<byte>.Shared.Rent(length));
        try
        {
            dataset.ReadStored(start, count, stride, stored.AsSpan(0, length));
            var values = stored;
            if (!axes.InOrder)
            {
                axes.ToFrames(stored.AsSpan(0, length), count, turned.AsSpan(0, length), number.Bytes);
                values = turned;
            }
            var kind = number.Kind switch { Hdf5Kind.Unsigned => 'u', Hdf5Kind.Signed => 'i', _ => 'f' };
            new StoredNumber(kind, number.Bytes, number.BigEndian == BitConverter.IsLittleEndian).ToFloats(values.AsSpan(0, length), frames);
            if (missing is { } gap)
                frames.Replace((float)gap / (number is { Kind: Hdf5Kind.Unsigned, Bytes: 1 } ? 255 : 1), float.NaN);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
            ArrayPool<byte>.Shared.Return(turned);
        }
    }
}
