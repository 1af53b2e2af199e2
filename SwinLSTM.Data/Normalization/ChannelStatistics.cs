using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>Count, mean, deviation and range of one channel's valid values, plane by plane (Chan, Golub and LeVeque, 1983: sums of squares around means, merged).</summary>
internal sealed class ChannelStatistics
{
    // Sums are taken around the first value, so that a small spread far from 0 keeps its digits.
    private double origin, mean, squares;

    public long Samples { get; private set; }

    public long Count { get; private set; }

    public double Mean => origin + mean;

    public double Least { get; private set; } = double.PositiveInfinity;

    public double Largest { get; private set; } = double.NegativeInfinity;

    public double Deviation => Math.Sqrt(squares / Count);

    public static ChannelStatistics[] Of(ISequenceDataset dataset, long samples, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        var (shape, frame) = (dataset.Shape, dataset.Shape.Frame);
        var channels = new ChannelStatistics[frame.Channels];
        for (var c = 0; c < channels.Length; c++)
            channels[c] = new();
        var (bytes, valid) = (ArrayPool<byte>.Shared.Rent(shape.SampleBytes), ArrayPool<byte>.Shared.Rent(shape.ValidBytes));
        var values = ArrayPool<double>.Shared.Rent(frame.Height * frame.Width);
        try
        {
            samples = Math.Min(samples, dataset.Count);
            for (long i = 0; i < samples; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var index = (long)((Int128)i * dataset.Count / samples);
                dataset.ReadChecked(index, bytes.AsSpan(0, shape.SampleBytes), valid.AsSpan(0, shape.ValidBytes));
                foreach (var channel in channels)
                    channel.Samples++;
                for (var plane = 0; plane < shape.Frames * frame.Channels; plane++)
                    channels[plane % frame.Channels].Add(Plane(plane));
            }
            return channels;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(valid);
            ArrayPool<double>.Shared.Return(values);
        }

        // The valid values of one plane, side by side.
        ReadOnlySpan<double> Plane(int plane)
        {
            var size = frame.Height * frame.Width;
            var all = values.AsSpan(0, size);
            ElementValues.Load(frame.Element, bytes.AsSpan(plane * size * frame.ElementBytes, size * frame.ElementBytes), all);
            if (!frame.Masked)
                return all;
            var map = valid.AsSpan(plane * size, size);
            var count = 0;
            for (var i = 0; i < size; i++)
                if (map[i] != 0)
                    all[count++] = all[i];
            return all[..count];
        }
    }

    private void Add(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return;
        if (Count == 0)
            origin = values[0];
        double sum = 0, around = 0;
        foreach (var value in values)
        {
            sum += value - origin;
            Least = Math.Min(Least, value);
            Largest = Math.Max(Largest, value);
        }
        var middle = sum / values.Length;
        foreach (var value in values)
            around += (value - origin - middle) * (value - origin - middle);

        var (difference, total) = (middle - mean, Count + values.Length);
        squares += around + (difference * difference * Count / total * values.Length);
        mean += difference * values.Length / total;
        Count = total;
    }
}
