namespace SwinLSTM.Metrics;

/// <summary>Signal-to-noise ratio (SNR) in decibels: <c>10 log10(sum of truth^2 / sum of (forecast - truth)^2)</c>. A perfect forecast
/// gives positive infinity, also where the truth is 0 everywhere; an error against such a truth gives negative infinity.</summary>
/// <param name="average">Whether both sums run over all frames, or the decibels of each frame are averaged.</param>
/// <exception cref="ArgumentOutOfRangeException">The average is not a defined value.</exception>
public sealed class SignalToNoiseRatio(DecibelAverage average) : Metric
{
    private readonly DecibelAverage average = FrameRules.Checked(average);

    /// <inheritdoc/>
    public override string Name => $"SNR ({PixelError.Words(average, pooled: "of the pooled sums")})";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Higher;

    /// <inheritdoc/>
    protected override int Statistics => 3;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        var (signal, noise) = (batch.SquaredTruth.sum(2, keepdim: true), batch.SquaredError.sum(2, keepdim: true)); // [B, T, 1]
        if (average == DecibelAverage.OfPooledError)
            return cat([signal, noise, batch.ValidValues.sum(2, keepdim: true)], 2); // [B, T, 3]
        var decibels = signal.div(noise).log10().mul(Number(10)).masked_fill(noise.eq(Number(0)), Number(double.PositiveInfinity));
        return cat([batch.MeanOverFrames(decibels), zeros_like(noise)], 2); // [B, T, 3]
    }

    /// <inheritdoc/>
    protected internal override double Value(ReadOnlySpan<double> totals)
    {
        if (average == DecibelAverage.OfEachFrame)
            return totals[0] / totals[1];
        var (signal, noise, values) = (totals[0], totals[1], totals[2]);
        if (values == 0)
            return double.NaN;
        return noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / noise);
    }
}
