using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Mean squared error: squares averaged or summed over a frame's values, then averaged over batch and time.</summary>
/// <param name="reduction">Whether a frame counts with the mean or the sum of its squares.</param>
/// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
public sealed class MeanSquaredError(PixelReduction reduction) : FrameMetric
{
    private readonly PixelReduction reduction = FrameError.Checked(reduction);

    /// <inheritdoc/>
    public override string Name => reduction == PixelReduction.Sum ? "MSE (sum over a frame)" : "MSE (mean over a frame)";

    /// <inheritdoc/>
    protected override Tensor Measure(Tensor prediction, Tensor target) =>
        FrameError.Reduce(FrameError.Differences(prediction, target).square(), reduction); // [B, T, 1]

    /// <inheritdoc/>
    protected override double Value(IReadOnlyList<double> totals, long frames) => totals[0] / frames;
}
