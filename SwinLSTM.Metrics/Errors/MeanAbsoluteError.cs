using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Mean absolute error: magnitudes averaged or summed over a frame's values, then averaged over batch and time.</summary>
/// <param name="reduction">Whether a frame counts with the mean or the sum of its errors.</param>
/// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
public sealed class MeanAbsoluteError(PixelReduction reduction) : FrameMetric
{
    private readonly PixelReduction reduction = FrameError.Checked(reduction);

    /// <inheritdoc/>
    public override string Name => reduction == PixelReduction.Sum ? "MAE (sum over a frame)" : "MAE (mean over a frame)";

    /// <inheritdoc/>
    protected override Tensor Measure(Tensor prediction, Tensor target) =>
        FrameError.Reduce(FrameError.Differences(prediction, target).abs(), reduction); // [B, T, 1]

    /// <inheritdoc/>
    protected override double Value(IReadOnlyList<double> totals, long frames) => totals[0] / frames;
}
