namespace SwinLSTM.Metrics;

/// <summary>Root mean squared error: the root of <see cref="MeanSquaredError"/>, taken once over all frames, in the unit of the
/// data.</summary>
/// <param name="reduction">
/// Whether a frame contributes the mean or the sum of its squared errors; the root of the sum is what OpenSTL prints.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">The reduction is not a defined value.</exception>
public sealed class RootMeanSquaredError(PixelReduction reduction = PixelReduction.Mean) : Metric
{
    private readonly PixelReduction reduction = FrameRules.Checked(reduction);

    /// <inheritdoc/>
    public override string Name => reduction == PixelReduction.Mean ? "RMSE" : $"RMSE ({PixelError.Words(reduction)})";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Lower;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch) => PixelError.Reduce(batch, batch.SquaredError, reduction); // [B, T, 2]

    /// <inheritdoc/>
    protected internal override double Value(ReadOnlySpan<double> totals) => Math.Sqrt(totals[0] / totals[1]);
}
