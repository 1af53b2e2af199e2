namespace SwinLSTM.Data;

/// <summary>Count, mean, deviation and range of one channel's valid values, plane by plane (Chan, Golub and LeVeque, 1983: sums of squares
/// around means, merged).</summary>
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
        using var rented = new Rented<float>(shape.Values);
        samples = Math.Min(samples, dataset.Count);
        for (long i = 0; i < samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var missing = dataset.ReadChecked((long)((Int128)i * dataset.Count / samples), rented.Span);
            foreach (var channel in channels)
                channel.Samples++;
            for (var p = 0; p < shape.Frames * frame.Channels; p++)
            {
                var plane = rented.Span.Slice(p * frame.Plane, frame.Plane);
                channels[p % frame.Channels].Add(missing ? Present(plane) : plane);
            }
        }
        return channels;
    }

    /// <summary>Moves the values that are not missing to the front.</summary>
    private static Span<float> Present(Span<float> plane)
    {
        var count = 0;
        foreach (var value in plane)
            if (!float.IsNaN(value))
                plane[count++] = value;
        return plane[..count];
    }

    private void Add(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
            return;
        if (Count == 0)
            origin = values[0];
        double sum = 0, around = 0;
        foreach (double value in values)
        {
            sum += value - origin;
            Least = Math.Min(Least, value);
            Largest = Math.Max(Largest, value);
        }
        var middle = sum / values.Length;
        foreach (double value in values)
            around += (value - origin - middle) * (value - origin - middle);

        var (difference, total) = (middle - mean, Count + values.Length);
        squares += around + (difference * difference * Count / total * values.Length);
        mean += difference * values.Length / total;
        Count = total;
    }
}
