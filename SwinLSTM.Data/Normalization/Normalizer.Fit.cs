namespace SwinLSTM.Data;

// Numbers from data: one pass in float64, sample by sample, so that any amount of data fits.
public sealed partial class Normalizer
{
    /// <summary>Each channel gets mean 0 and standard deviation 1 over the training data (the deviation of the values themselves, divided by their count).</summary>
    /// <param name="training">The training split, and nothing else: validation and test must not be known. Input and target frames count alike, missing values not at all.</param>
    /// <param name="samples">How many samples to look at, evenly spread over the data; all if there are fewer.</param>
    /// <param name="cancellation">Ends the pass.</param>
    /// <exception cref="ArgumentException">A channel has one value only, or none that is valid.</exception>
    /// <exception cref="InvalidDataException">A value is not finite and the frames are not masked.</exception>
    public static Normalizer FitZScore(ISequenceDataset training, long samples = long.MaxValue, CancellationToken cancellation = default)
    {
        var channels = ChannelStatistics.Of(training, samples, cancellation);
        return PerChannel([.. channels.Select(channel => channel.Mean)], [.. channels.Select((channel, c) => Spread(channel.Deviation, c, channel))]);
    }

    /// <summary>Each channel's smallest value over the training data becomes 0, its largest 1.</summary>
    /// <inheritdoc cref="FitZScore"/>
    public static Normalizer FitUnitRange(ISequenceDataset training, long samples = long.MaxValue, CancellationToken cancellation = default)
    {
        var channels = ChannelStatistics.Of(training, samples, cancellation);
        return PerChannel([.. channels.Select(channel => channel.Least)], [.. channels.Select((channel, c) => Spread(channel.Largest - channel.Least, c, channel))]);
    }

    private static double Spread(double spread, int channel, ChannelStatistics statistics)
    {
        if (statistics.Count == 0)
            throw new ArgumentException($"Channel {channel} has no valid value in {statistics.Samples} samples, so there is nothing to fit. Leave the channel out, " +
                "or use Normalizer.PerChannel with numbers of your own.");
        // Rounding leaves a trace of a spread where there is none.
        return spread > 1e-12 * Math.Max(Math.Abs(statistics.Least), Math.Abs(statistics.Largest))
            ? spread
            : throw new ArgumentException($"Channel {channel} is {statistics.Mean} throughout {statistics.Samples} samples, so there is no spread to divide by. Leave the channel out, " +
                "or use Normalizer.PerChannel with a scale of 1 for it.");
    }
}
