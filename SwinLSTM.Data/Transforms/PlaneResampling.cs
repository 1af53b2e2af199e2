using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>
/// Runs a map over all planes of a sample, in float64. Where frames are masked, a new value is the weighted mean of the valid old ones that
/// it would be made of, and missing only if there are none.
/// </summary>
internal static class PlaneResampling
{
    // Less weight than this is a trace of rounding.
    private const double Least = 1e-9;

    public static void Run<TMap>(ISequenceDataset source, SampleId sample, FrameFormat to, TMap map, Span<byte> values, Span<byte> valid)
        where TMap : IPlaneMap
    {
        var (shape, frame) = (source.Shape, source.Shape.Frame);
        var (size, newSize) = (frame.Height * frame.Width, to.Height * to.Width);
        var (bytes, measured) = (ArrayPool<byte>.Shared.Rent(shape.SampleBytes), ArrayPool<byte>.Shared.Rent(shape.ValidBytes));
        var planes = ArrayPool<double>.Shared.Rent((2 * size) + (2 * newSize));
        var (plane, weight) = (planes.AsMemory(0, size), planes.AsMemory(size, size));
        var (result, total) = (planes.AsMemory(2 * size, newSize), planes.AsMemory((2 * size) + newSize, newSize));
        try
        {
            // A value that is not finite must not spread over its neighbours.
            source.ReadChecked(sample, bytes.AsSpan(0, shape.SampleBytes), measured.AsSpan(0, shape.ValidBytes));
            for (var p = 0; p < shape.Frames * frame.Channels; p++)
            {
                ElementValues.Load(frame.Element, bytes.AsSpan(p * size * frame.ElementBytes, size * frame.ElementBytes), plane.Span);
                if (frame.Masked)
                    Weigh(measured.AsSpan(p * size, size), plane.Span, weight.Span);
                map.Apply(plane.Span, result.Span);
                if (frame.Masked)
                {
                    map.Apply(weight.Span, total.Span);
                    Divide(result.Span, total.Span, valid.Slice(p * newSize, newSize));
                }
                ElementValues.Store(frame.Element, result.Span, values.Slice(p * newSize * frame.ElementBytes, newSize * frame.ElementBytes));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(measured);
            ArrayPool<double>.Shared.Return(planes);
        }
    }

    private static void Weigh(ReadOnlySpan<byte> valid, Span<double> values, Span<double> weights)
    {
        for (var i = 0; i < values.Length; i++)
        {
            weights[i] = valid[i] == 0 ? 0 : 1;
            values[i] *= weights[i];
        }
    }

    private static void Divide(Span<double> values, ReadOnlySpan<double> totals, Span<byte> valid)
    {
        for (var i = 0; i < values.Length; i++)
        {
            valid[i] = totals[i] > Least ? (byte)1 : (byte)0;
            values[i] = valid[i] == 0 ? 0 : values[i] / totals[i];
        }
    }
}
