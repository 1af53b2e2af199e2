namespace SwinLSTM.Data;

/// <summary>Normalisers fitted on data: one pass in float64, sample by sample, so that any amount of data fits.</summary>
public static class NormalizerFitting
{
    extension(Normalizer)
    {
        /// <summary>Fits mean 0 and standard deviation 1 for each channel (the deviation of the values themselves, divided by their
        /// count).</summary>
        /// <param name="training">
        /// The training split, and nothing else: validation and test must not be known. Input and target frames count alike, missing values
        /// not at all.
        /// </param>
        /// <param name="samples">How many samples to look at, evenly spread over the data; all if there are fewer.</param>
        /// <param name="cancellation">Ends the pass.</param>
        /// <exception cref="ArgumentException">A channel has one value only, or none at all.</exception>
        /// <exception cref="InvalidDataException">A value is infinite.</exception>
        public static Normalizer FitZScore(ISequenceDataset training, long samples = long.MaxValue,
            CancellationToken cancellation = default) => Fit(training, samples, channel => (channel.Mean, channel.Deviation), cancellation);

        /// <summary>Fits a range of 0 to 1 for each channel: the smallest value becomes 0, the largest 1. Parameters are those of
        /// <c>FitZScore</c>.</summary>
        /// <exception cref="ArgumentException">A channel has one value only, or none at all.</exception>
        /// <exception cref="InvalidDataException">A value is infinite.</exception>
        public static Normalizer FitUnitRange(ISequenceDataset training, long samples = long.MaxValue,
            CancellationToken cancellation = default) =>
            Fit(training, samples, channel => (channel.Least, channel.Largest - channel.Least), cancellation);
    }

    private static Normalizer Fit(ISequenceDataset training, long samples, Func<ChannelStatistics, (double Offset, double Scale)> choose,
        CancellationToken cancellation)
    {
        var channels = ChannelStatistics.Of(training, samples, cancellation);
        var numbers = channels.Select(choose).ToArray();
        for (var c = 0; c < channels.Length; c++)
        {
            if (channels[c].Count == 0)
                throw new ArgumentException($"Channel {c} has no value in {channels[c].Samples} samples, so there is nothing to fit. " +
                    "Leave the channel out, or use Normalizer.PerChannel with numbers of your own.");
            // Rounding leaves a trace of a spread where there is none.
            if (!(numbers[c].Scale > 1e-12 * Math.Max(Math.Abs(channels[c].Least), Math.Abs(channels[c].Largest))))
                throw new ArgumentException($"Channel {c} is {channels[c].Mean} throughout {channels[c].Samples} samples, so there is no " +
                    "spread to divide by. Leave the channel out, or use Normalizer.PerChannel with a scale of 1 for it.");
        }
        return Normalizer.PerChannel([.. numbers.Select(one => one.Offset)], [.. numbers.Select(one => one.Scale)]);
    }
}

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
