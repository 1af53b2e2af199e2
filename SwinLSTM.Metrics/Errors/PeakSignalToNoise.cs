using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Peak signal-to-noise ratio in decibels, <c>10 log10(peak^2 / MSE)</c>; larger is better, and no error at all gives positive infinity.
/// </summary>
public sealed class PeakSignalToNoise : FrameMetric
{
    private readonly double peak;
    private readonly DecibelAverage average;

    /// <summary>States both choices that the number depends on.</summary>
    /// <param name="peak">The largest value that the data can have: 1 for frames in [0, 1].</param>
    /// <param name="average">Whether errors or decibels are averaged over frames.</param>
    /// <exception cref="ArgumentOutOfRangeException">The peak is not positive and finite, or there is no such average.</exception>
    public PeakSignalToNoise(double peak, DecibelAverage average)
    {
        if (!double.IsFinite(peak) || peak <= 0)
            throw new ArgumentOutOfRangeException(nameof(peak), $"The peak must be positive and finite, 1 for frames in [0, 1]; it is {peak}.");
        (this.peak, this.average) = (peak, FrameError.Checked(average));
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"PSNR (peak {peak}, {FrameError.Words(average)})");

    /// <inheritdoc/>
    public override Direction Better => Direction.HigherIsBetter;

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var sums = FrameError.Reduce(frames, frames.SquaredError, PixelReduction.Mean); // [B, T, 2]
        return average == DecibelAverage.OfPooledError
            ? sums
            : frames.EachFrame(sums.narrow(2, 0, 1).div(sums.narrow(2, 1, 1)).log10().mul(-10).add(20 * Math.Log10(peak))); // [B, T, 2]
    }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<double> totals)
    {
        var mean = totals[0] / totals[1];
        return average == DecibelAverage.OfPooledError ? 20 * Math.Log10(peak) - 10 * Math.Log10(mean) : mean;
    }
}
