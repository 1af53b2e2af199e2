using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Fractions skill score (Roberts and Lean, Mon. Wea. Rev. 136, 2008), 0 to 1: how well the number of events around each value is forecast. With p
/// and t the parts of the square around a value where prediction and target reach a threshold,
/// <c>1 - sum (p - t)^2 / (sum p^2 + sum t^2)</c>, both sums over all values of all frames.
/// </summary>
/// <remarks>
/// What lies outside of the frame, and what is not valid, is no event, and the square stays as large; only valid values have a square.
/// The score is NaN where no event was forecast or seen.
/// </remarks>
public sealed class FractionsSkillScore : FrameMetric
{
    private readonly double threshold;
    private readonly int neighbourhood;

    /// <summary>States what an event is, and how far off it may be.</summary>
    /// <param name="threshold">The smallest value of an event, rounded to the precision of the tensor that it is compared with.</param>
    /// <param name="neighbourhood">Rows and columns of the square around each value, odd; 1 compares value by value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not finite, or the neighbourhood not positive and odd.</exception>
    public FractionsSkillScore(double threshold, int neighbourhood)
    {
        EventCounts.CheckThreshold(threshold, nameof(threshold));
        if (neighbourhood < 1 || neighbourhood % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(neighbourhood), $"A neighbourhood must be odd and positive, so that it has a centre; {neighbourhood} was given.");
        (this.threshold, this.neighbourhood) = (threshold, neighbourhood);
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"FSS (at least {threshold}, {neighbourhood}x{neighbourhood})");

    /// <inheritdoc/>
    public override Direction Better => Direction.HigherIsBetter;

    /// <summary>The score from which a forecast is called useful: <c>0.5 + f / 2</c>, where f is the part of all values at which an event was seen.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public double UsefulFrom => 0.5 + TotalOverTime()[2] / TotalOverTime()[3] / 2;

    /// <inheritdoc/>
    protected override int Statistics => 4;

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var (forecast, seen) = (Events(frames, frames.Prediction), Events(frames, frames.Target)); // [B, T, C, H, W]
        var (p, t) = (BoxSum.Of(forecast, neighbourhood / 2), BoxSum.Of(seen, neighbourhood / 2));
        return cat(
        [
            frames.Total(p.sub(t).square()), // the size of the square cancels out
            frames.Total(p.square().add(t.square())),
            frames.Total(seen),
            frames.ValidValues.sum(2, keepdim: true),
        ], 2); // [B, T, 4]
    }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<double> totals) => 1 - totals[0] / totals[1];

    private Tensor Events(FramePair frames, Tensor values)
    {
        var events = values.ge(EventCounts.Rounded(threshold, values.dtype));
        return (frames.Valid is { } valid ? events.logical_and(valid) : events).to(ScalarType.Float64); // [B, T, C, H, W]
    }
}
