using SwinLSTM.Data;

namespace SwinLSTM.Training;

/// <summary>How good several ways to forecast are on one data set, and what the first of them looks like at work.</summary>
public sealed record EvaluationResult
{
    /// <summary>How many sequences were forecast.</summary>
    public required long Sequences { get; init; }

    /// <summary>Each forecaster with its metrics, in the order given: the first is the one that matters, the others are what it is compared
    /// with.</summary>
    public required IReadOnlyList<ForecasterScores> Scores { get; init; }

    /// <summary>The first metric of the first forecaster for each sequence: what sequences are ranked by.</summary>
    public required IReadOnlyList<double> SequenceValues { get; init; }

    /// <summary>The best, the median and the worst sequences of the first forecaster.</summary>
    public required IReadOnlyList<ShownSequence> Shown { get; init; }

    /// <summary>Where the first forecaster errs: for each lead time a picture of the mean magnitude of its errors over all sequences and
    /// channels, <see cref="LargestMeanError"/> being white.</summary>
    public required IReadOnlyList<Picture> ErrorMap { get; init; }

    /// <summary>The largest mean error of any pixel at any lead time: the white of <see cref="ErrorMap"/>.</summary>
    public required double LargestMeanError { get; init; }
}
