using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Mean absolute error: the mean of the magnitudes of all values' errors that count, or their sum over a frame, averaged over the frames of
/// which anything counts.
/// </summary>
/// <param name="reduction">Whether a frame counts with the mean or the sum of its errors.</param>
/// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
public sealed class MeanAbsoluteError(PixelReduction reduction) : FrameMetric
{
    private readonly PixelReduction reduction = FrameError.Checked(reduction);

    /// <inheritdoc/>
    public override string Name => $"MAE ({FrameError.Words(reduction)})";

    /// <inheritdoc/>
    public override Direction Better => Direction.LowerIsBetter;

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames) => FrameError.Reduce(frames, frames.AbsoluteError, reduction); // [B, T, 2]
}
