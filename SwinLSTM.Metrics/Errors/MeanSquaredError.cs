using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Mean squared error: the mean of the squares of all values that count, or their sum over a frame, averaged over the frames of which anything counts.
/// </summary>
/// <param name="reduction">Whether a frame counts with the mean or the sum of its squares.</param>
/// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
public sealed class MeanSquaredError(PixelReduction reduction) : FrameMetric
{
    private readonly PixelReduction reduction = FrameError.Checked(reduction);

    /// <inheritdoc/>
    public override string Name => $"MSE ({FrameError.Words(reduction)})";

    /// <inheritdoc/>
    public override Direction Better => Direction.LowerIsBetter;

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames) => FrameError.Reduce(frames, frames.SquaredError, reduction); // [B, T, 2]
}
