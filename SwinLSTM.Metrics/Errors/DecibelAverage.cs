namespace SwinLSTM.Metrics;

/// <summary>Where the logarithm of a signal-to-noise ratio is taken. Published tables use either.</summary>
public enum DecibelAverage
{
    /// <summary>Once, of the mean squared error over all frames.</summary>
    OfPooledError,

    /// <summary>For each frame; the decibels are averaged.</summary>
    OfEachFrame,
}
