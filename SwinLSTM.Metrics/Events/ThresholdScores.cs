using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// How well events are forecast, where an event is a value at or above a threshold: counts over all values of all channels, pooled over frames.
/// <see cref="FrameMetric.Result"/> is the critical success index; <see cref="Table"/> has the counts and all scores.
/// </summary>
public sealed class ThresholdScores : FrameMetric
{
    private readonly double threshold;

    /// <summary>States what an event is.</summary>
    /// <param name="threshold">The smallest value of an event, rounded to the precision of the tensor that it is compared with.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public ThresholdScores(double threshold)
    {
        if (!double.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), $"The threshold must be finite; it is {threshold}.");
        this.threshold = threshold;
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"CSI (at least {threshold})");

    /// <inheritdoc/>
    public override Direction Better => Direction.HigherIsBetter;

    /// <summary>The counts over all frames added so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public ContingencyTable Table => ToTable(TotalOverTime());

    /// <summary>The counts of each lead time.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<ContingencyTable> TablePerLeadTime => [.. TotalPerLeadTime().Select(total => ToTable(total))];

    /// <inheritdoc/>
    protected override int Statistics => 4;

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var (forecast, seen) = (frames.Prediction.ge(threshold), frames.Target.ge(threshold)); // [B, T, C, H, W]
        return cat(
        [
            frames.Total(forecast.logical_and(seen)),
            frames.Total(forecast.logical_not().logical_and(seen)),
            frames.Total(forecast.logical_and(seen.logical_not())),
            frames.Total(forecast.logical_or(seen).logical_not()),
        ], 2); // [B, T, 4]
    }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<double> totals) => ToTable(totals).CriticalSuccessIndex;

    private static ContingencyTable ToTable(ReadOnlySpan<double> counts) =>
        new((long)counts[0], (long)counts[1], (long)counts[2], (long)counts[3]);
}
