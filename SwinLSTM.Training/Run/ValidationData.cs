using SwinLSTM.Data;
using SwinLSTM.Metrics;

namespace SwinLSTM.Training;

/// <summary>What a model is compared by while it is trained: sequences that it does not learn from.</summary>
/// <param name="Data">The sequences, with targets.</param>
/// <param name="Metrics">Makes an empty set of metrics; models are compared by the first. The mean squared error if left out.</param>
/// <param name="Sequences">The first so many only; null takes all.</param>
/// <param name="Styles">What values become in pictures, a style for each channel that is forecast; null: 0 black to 1 white.</param>
public sealed record ValidationData(ISequenceDataset Data, Func<MetricSet>? Metrics = null, long? Sequences = null,
    IReadOnlyList<PictureStyle>? Styles = null);

/// <summary>What the data of a run must be.</summary>
internal static class TrainingData
{
    /// <exception cref="ArgumentException">The network does not forecast what the data ask for, or there is nothing to compare with.
    /// </exception>
    public static void Check(FramePredictor network, ISequenceDataset data, ValidationData? validation, TrainingOptions options,
        Ranks ranks)
    {
        var shape = data.Shape;
        if (shape.TargetFrames == 0)
            throw new ArgumentException("Training compares forecasts with what followed; this data set has no target frames. Give it some.",
                nameof(data));
        if (Math.Min(options.BatchSize, data.Count) < ranks.Count)
            throw new ArgumentException(
                $"A batch has {Math.Min(options.BatchSize, data.Count)} sequences, but there are {ranks.Count} ranks; each needs at "
                + "least one. Use a larger BatchSize or fewer ranks.", nameof(options));
        if (network.TargetChannels is { } some ? !some.SequenceEqual(Enumerable.Range(0, shape.TargetChannels))
            : shape.TargetChannels != shape.Channels)
            throw new ArgumentException($"The data ask for channels 0 to {shape.TargetChannels - 1}; the network predicts "
                + $"{(network.TargetChannels is { } own ? $"channels {string.Join(", ", own)}" : "all of them")}. Set TargetChannels of "
                + "both alike.", nameof(data));
        if (validation is { Data.Shape: var other } && (other.Channels != shape.Channels || other.TargetFrames == 0))
            throw new ArgumentException($"Validation has {other}, training {shape}; both have the same channels, and frames to forecast.",
                nameof(validation));
    }
}
