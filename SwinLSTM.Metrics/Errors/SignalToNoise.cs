using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Signal-to-noise ratio in decibels, <c>10 log10(sum of target^2 / sum of (prediction - target)^2)</c>; larger is better. No error at all
/// gives positive infinity, also where the target is 0 everywhere; an error against such a target gives negative infinity.
/// </summary>
/// <param name="average">Whether both sums are over all frames, or decibels of each frame are averaged.</param>
/// <exception cref="ArgumentOutOfRangeException">There is no such average.</exception>
public sealed class SignalToNoise(DecibelAverage average) : FrameMetric
{
    private readonly DecibelAverage average = FrameError.Checked(average);

    /// <inheritdoc/>
    public override string Name => $"SNR ({(average == DecibelAverage.OfPooledError ? "of the pooled sums" : FrameError.Words(average))})";

    /// <inheritdoc/>
    public override Direction Better => Direction.HigherIsBetter;

    /// <inheritdoc/>
    protected override int Statistics => 3;

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var (signal, noise) = (FrameError.OverChannels(frames.SquaredTarget), FrameError.OverChannels(frames.SquaredError)); // [B, T, 1]
        if (average == DecibelAverage.OfPooledError)
            return cat([signal, noise, FrameError.OverChannels(frames.ValidValues)], 2); // [B, T, 3]
        var decibels = signal.div(noise).log10().mul(10).masked_fill(noise.eq(0), double.PositiveInfinity);
        return cat([frames.EachFrame(decibels), zeros_like(noise)], 2); // [B, T, 3]
    }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<double> totals)
    {
        if (average == DecibelAverage.OfEachFrame)
            return totals[0] / totals[1];
        var (signal, noise, values) = (totals[0], totals[1], totals[2]);
        if (values == 0)
            return double.NaN;
        return noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / noise);
    }
}
