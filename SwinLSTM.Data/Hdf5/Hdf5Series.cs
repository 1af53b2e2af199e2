using System.Buffers;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>One sequence of a dataset as frames.</summary>
internal sealed class Hdf5Series(Hdf5Dataset dataset, FrameAxes axes, int sequence, FrameFormat format, double? missing) : IFrameSeries
{
    public long Length => dataset.Shape[axes.T];

    public FrameFormat Format => format;

    public string Name => sequence < 0 ? $"{dataset.Name} of {dataset.File.Path}" : $"{dataset.Name}[{sequence}] of {dataset.File.Path}";

    public void Read(FrameRange range, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(range, values, valid);
        var rank = dataset.Shape.Count;
        Span<long> start = stackalloc long[rank], count = stackalloc long[rank], stride = stackalloc long[rank];
        for (var i = 0; i < rank; i++)
            (start[i], count[i], stride[i]) = (0, dataset.Shape[i], 1);
        if (axes.N >= 0)
            (start[axes.N], count[axes.N]) = (sequence, 1);
        (start[axes.T], count[axes.T], stride[axes.T]) = (range.First, range.Count, range.Step);

        var number = dataset.Number;
        if (axes.InOrder && number.Bytes == format.ElementBytes)
        {
            dataset.ReadStored(start, count, stride, values);
            Hdf5Conversion.ToMachineOrder(values, number);
        }
        else
        {
            Turned(start, count, stride, values);
        }
        if (!valid.IsEmpty)
            MissingValues.Mark(values, valid, format.Element, missing);
    }

    private void Turned(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, Span<byte> values)
    {
        var number = dataset.Number;
        var length = values.Length / format.ElementBytes * number.Bytes;
        var stored = ArrayPool<byte>.Shared.Rent(length);
        var wider = number.Bytes == format.ElementBytes ? stored : ArrayPool<byte>.Shared.Rent(values.Length);
        try
        {
            dataset.ReadStored(start, count, stride, stored.AsSpan(0, length));
            if (ReferenceEquals(wider, stored))
                Hdf5Conversion.ToMachineOrder(stored.AsSpan(0, length), number);
            else if (format.Element == ScalarType.Int32)
                Hdf5Conversion.Convert(stored.AsSpan(0, length), number, MemoryMarshal.Cast<byte, int>(wider.AsSpan(0, values.Length)));
            else
                Hdf5Conversion.Convert(stored.AsSpan(0, length), number, MemoryMarshal.Cast<byte, long>(wider.AsSpan(0, values.Length)));
            axes.ToFrames(wider.AsSpan(0, values.Length), count, values, format.ElementBytes);
        }
        finally
        {
            if (!ReferenceEquals(wider, stored))
                ArrayPool<byte>.Shared.Return(wider);
            ArrayPool<byte>.Shared.Return(stored);
        }
    }
}
