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
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        samples = Math.Min(samples, training.Count);
        var channels = ChannelStatistics.Of(training, samples, cancellation);
        var numbers = channels.Select(choose).ToArray();
        for (var c = 0; c < channels.Length; c++)
        {
            if (channels[c].Count == 0)
                throw new ArgumentException($"Channel {c} has no value in {samples} samples, so there is nothing to fit. " +
                    "Leave the channel out, or use Normalizer.PerChannel with numbers of your own.");
            // Rounding leaves a trace of a spread where there is none.
            if (!(numbers[c].Scale > 1e-12 * Math.Max(Math.Abs(channels[c].Least), Math.Abs(channels[c].Largest))))
                throw new ArgumentException($"Channel {c} is {channels[c].Mean} throughout {samples} samples, so there is no " +
                    "spread to divide by. Leave the channel out, or use Normalizer.PerChannel with a scale of 1 for it.");
        }
        return Normalizer.PerChannel([.. numbers.Select(one => one.Offset)], [.. numbers.Select(one => one.Scale)]);
    }
}

/// <summary>Count, mean, deviation and range of one channel's values that are there, around the first of them, so that a small spread far
/// from 0 keeps its digits.</summary>
internal sealed class ChannelStatistics
{
    private double origin, sum, squares;
    public long Count { get; private set; }
    public double Mean => origin + (sum / Count);
    public double Least { get; private set; } = double.PositiveInfinity;
    public double Largest { get; private set; } = double.NegativeInfinity;
    public double Deviation => Math.Sqrt(Math.Max(0, (squares - (sum * sum / Count)) / Count));

    public static ChannelStatistics[] Of(ISequenceDataset dataset, long samples, CancellationToken cancellation)
    {
        var (shape, plane) = (dataset.Shape, dataset.Shape.Frame.Plane);
        var channels = Enumerable.Range(0, shape.Channels).Select(_ => new ChannelStatistics()).ToArray();
        using var rented = new Rented<float>(shape.Values);
        for (var i = 0L; i < samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            dataset.ReadChecked((long)((Int128)i * dataset.Count / samples), rented.Span);
            for (var p = 0; p < shape.Frames * shape.Channels; p++)
                channels[p % shape.Channels].Add(rented.Span.Slice(p * plane, plane));
        }
        return channels;
    }

    private void Add(ReadOnlySpan<float> values)
    {
        // Sums of a plane first: as many digits as there are values are not lost in the sum of all.
        var (planeSum, planeSquares) = (0.0, 0.0);
        foreach (double value in values)
        {
            if (double.IsNaN(value))
                continue;
            if (Count++ == 0)
                origin = value;
            var from = value - origin;
            (planeSum, planeSquares) = (planeSum + from, planeSquares + (from * from));
            (Least, Largest) = (Math.Min(Least, value), Math.Max(Largest, value));
        }
        (sum, squares) = (sum + planeSum, squares + planeSquares);
    }
}
