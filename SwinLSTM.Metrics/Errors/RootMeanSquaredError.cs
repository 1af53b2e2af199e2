using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Root of the mean squared error, taken once, of <see cref="MeanSquaredError"/> over all frames: in the unit of the data if errors are averaged.
/// </summary>
/// <param name="reduction">Whether a frame counts with the mean or the sum of its squares; the root of the sum is what OpenSTL's tables have.</param>
/// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
public sealed class RootMeanSquaredError(PixelReduction reduction = PixelReduction.Mean) : FrameMetric
{
    private readonly PixelReduction reduction = FrameError.Checked(reduction);

    /// <inheritdoc/>
    public override string Name => reduction == PixelReduction.Mean ? "RMSE" : $"RMSE ({FrameError.Words(reduction)})";

    /// <inheritdoc/>
    public override Direction Better => Direction.LowerIsBetter;

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames) => FrameError.Reduce(frames, frames.SquaredError, reduction); // [B, T, 2]

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<double> totals) => Math.Sqrt(totals[0] / totals[1]);
}
