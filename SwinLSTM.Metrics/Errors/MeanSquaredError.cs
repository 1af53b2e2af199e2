namespace SwinLSTM.Metrics;

/// <summary>Mean squared error: the mean of <c>(forecast - truth)^2</c> over all values that count.</summary>
/// <param name="reduction">Whether a frame contributes the mean or the sum of its squared errors. A sum is averaged over frames.</param>
/// <exception cref="ArgumentOutOfRangeException">The reduction is not a defined value.</exception>
public sealed class MeanSquaredError(PixelReduction reduction = PixelReduction.Mean) : Metric
{
    private readonly PixelReduction reduction = FrameRules.Checked(reduction);

    /// <inheritdoc/>
    public override string Name => $"MSE ({PixelError.Words(reduction)})";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Lower;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch) => PixelError.Reduce(batch, batch.SquaredError, reduction); // [B, T, 2]
}
