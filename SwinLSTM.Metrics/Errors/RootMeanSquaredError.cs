using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Root of the mean squared error: the mean is over all values of all frames, and the root is taken once, in the unit of the data.
/// </summary>
public sealed class RootMeanSquaredError : FrameMetric
{
    /// <inheritdoc/>
    public override string Name => "RMSE";

    /// <inheritdoc/>
    protected override Tensor Measure(Tensor prediction, Tensor target) => FrameError.MeanSquare(prediction, target); // [B, T, 1]

    /// <inheritdoc/>
    protected override double Value(IReadOnlyList<double> totals, long frames) => Math.Sqrt(totals[0] / frames);
}
