namespace SwinLSTM.Metrics;

/// <summary>Mean absolute error: the mean of <c>|forecast - truth|</c> over all values that count.</summary>
/// <param name="reduction">Whether a frame contributes the mean or the sum of its errors. A sum is averaged over frames.</param>
/// <exception cref="ArgumentOutOfRangeException">The reduction is not a defined value.</exception>
public sealed class MeanAbsoluteError(PixelReduction reduction = PixelReduction.Mean) : Metric
{
    private readonly PixelReduction reduction = FrameRules.Checked(reduction);

    /// <inheritdoc/>
    public override string Name => $"MAE ({PixelError.Words(reduction)})";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Lower;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch) => PixelError.Reduce(batch, batch.AbsoluteError, reduction); // [B, T, 2]
}
