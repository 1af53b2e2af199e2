namespace SwinLSTM.Metrics;

/// <summary>Peak signal-to-noise ratio (PSNR) in decibels: <c>10 log10(peak^2 / MSE)</c>. A perfect forecast gives positive
/// infinity.</summary>
/// <param name="peak">The largest value that the data can have: 1 for frames in [0, 1].</param>
/// <param name="average">Whether squared errors or decibels are averaged over frames.</param>
/// <exception cref="ArgumentOutOfRangeException">The peak is not positive and finite, or the average is not a defined value.</exception>
public sealed class PeakSignalToNoiseRatio(double peak, DecibelAverage average) : Metric
{
    private readonly double peakSquared = double.IsFinite(peak) && peak > 0
        ? 20 * Math.Log10(peak) // in decibels
        : throw new ArgumentOutOfRangeException(nameof(peak), $"The peak must be positive and finite, 1 for frames in [0, 1]; " +
            $"it is {peak}.");

    private readonly DecibelAverage average = FrameRules.Checked(average);

    /// <inheritdoc/>
    public override string Name => Invariant($"PSNR (peak {peak}, {PixelError.Words(average)})");

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Higher;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        var sums = batch.MeanOverValues(batch.SquaredError); // [B, T, 2]
        return average == DecibelAverage.OfPooledError
            ? sums
            : batch.MeanOverFrames(sums.narrow(2, 0, 1).div(sums.narrow(2, 1, 1)).log10().mul(Number(-10)).Plus(peakSquared)); // [B, T, 2]
    }

    /// <inheritdoc/>
    protected internal override double Value(ReadOnlySpan<double> totals)
    {
        var mean = totals[0] / totals[1];
        return average == DecibelAverage.OfPooledError ? peakSquared - 10 * Math.Log10(mean) : mean;
    }
}
