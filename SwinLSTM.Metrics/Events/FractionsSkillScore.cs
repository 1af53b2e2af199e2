namespace SwinLSTM.Metrics;

/// <summary>Fractions skill score (FSS; Roberts and Lean, Mon. Wea. Rev. 136, 2008), 0 to 1: how well the number of events around each
/// value is forecast. With f and t the fractions of the square around a value where forecast and truth reach a threshold, <c>1 - sum (f -
/// t)^2 / (sum f^2 + sum t^2)</c>, both sums over all values of all frames. NaN if no event was forecast or observed.</summary>
/// <remarks>Outside the frame, and where a value does not count, there is no event, and the square stays as large; only values that count
/// have a square.</remarks>
public sealed class FractionsSkillScore : Metric
{
    private readonly double threshold;
    private readonly int neighbourhood;

    /// <summary>Makes the metric.</summary>
    /// <param name="threshold">The smallest value of an event, rounded to single precision unless forecast and truth are in double.</param>
    /// <param name="neighbourhood">Rows and columns of the square around each value, odd; 1 compares value by value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not finite, or the neighbourhood is not positive and odd.</exception>
    public FractionsSkillScore(double threshold, int neighbourhood)
    {
        if (!double.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), $"The threshold must be finite; it is {threshold}.");
        if (neighbourhood < 1 || neighbourhood % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(neighbourhood),
                $"A neighbourhood must be odd and positive, so that it has a centre; {neighbourhood} was given.");
        (this.threshold, this.neighbourhood) = (threshold, neighbourhood);
    }

    /// <inheritdoc/>
    public override string Name => Invariant($"FSS (at least {threshold}, {neighbourhood}x{neighbourhood})");

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Higher;

    /// <summary>The score from which a forecast is called useful: <c>0.5 + e / 2</c>, where e is the fraction of all values at which an
    /// event was observed.</summary>
    public double UsefulFrom => 0.5 + Totals[2] / Totals[3] / 2;

    /// <inheritdoc/>
    protected override int Statistics => 4;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        Tensor Events(Tensor frames) => EventCounts.Reach(batch.Filled(frames, double.NegativeInfinity), threshold).to(ScalarType.Float64);
        var seen = Events(batch.Truth); // [B, T, C, H, W]
        // The size of the square cancels out.
        var (f, t) = (SumAround(SumAround(Events(batch.Forecast), 3), 4), SumAround(SumAround(seen, 3), 4)); // [B, T, C, H, W]
        return cat(
        [
            batch.SumOverFrame(f.sub(t).square()),
            batch.SumOverFrame(f.square().Plus(t.square())),
            batch.SumOverFrame(seen),
            batch.ValidValues.sum(2, keepdim: true),
        ], 2); // [B, T, 4]
    }

    /// <inheritdoc/>
    protected internal override double Value(ReadOnlySpan<double> totals) => 1 - totals[0] / totals[1];

    // Sums around each value along an axis, as differences of running sums: exact for whole numbers, and as fast for large neighbourhoods.
    private Tensor SumAround(Tensor values, long axis)
    {
        var length = values.shape[axis];
        var radius = Math.Min(neighbourhood / 2, length - 1); // further there is nothing
        var ends = values.shape;
        ends[axis] = radius + 1;
        var zero = zeros(ends, values.dtype, values.device);
        var running = cat([zero, values, zero.narrow(axis, 0, radius)], axis).cumsum(axis); // running[k] sums the first k - radius values
        return running.narrow(axis, 2 * radius + 1, length).sub(running.narrow(axis, 0, length)); // [B, T, C, H, W]
    }
}
