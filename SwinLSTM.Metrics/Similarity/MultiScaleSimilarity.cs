namespace SwinLSTM.Metrics;

/// <summary>Multi-scale structural similarity (MS-SSIM; Wang, Simoncelli and Bovik, 2003), 0 to 1, which only equal frames reach. Each of
/// five scales halves the resolution of the one before (means of 2 x 2 values; an odd last row or column is left out). For each channel of
/// each frame: the mean over windows of <c>(2 cov + C2) / (var_f + var_t + C2)</c>, and at the coarsest scale of all of structural
/// similarity, each to the power of its weight, multiplied, then averaged over channels and frames.</summary>
/// <remarks>A mean below 0 counts as 0. A value of a coarser scale counts if all four values below it do, and a channel of a frame if every
/// scale has a window that counts.</remarks>
/// <param name="dataRange">The largest possible value of the data less the smallest: 1 for frames in [0, 1].</param>
/// <param name="window">
/// The window at every scale. Frames must be at least 176 x 176 for the Gaussian and 112 x 112 for the uniform one.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">The range is not positive and finite, or the window is not a defined value.</exception>
public sealed class MultiScaleSimilarity(double dataRange, SimilarityWindow window = SimilarityWindow.Gaussian11) : Metric
{
    private static readonly double[] weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    private readonly WindowedSimilarity fine = new(window, dataRange, whole: false), coarsest = new(window, dataRange, whole: true);

    /// <inheritdoc/>
    public override string Name => $"MS-SSIM (5 scales, {fine.Words})";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Higher;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        FrameRules.CheckSide(Name, batch, fine.Size << (weights.Length - 1));
        var (p, t) = (batch.Filled(batch.Forecast, double.NaN), batch.Truth);
        var product = ones([batch.Batch, batch.Time, batch.Channels], ScalarType.Float64, t.device); // [B, T, C]
        for (var scale = 0; scale < weights.Length; scale++)
        {
            if (scale > 0)
                (p, t) = (Halved(p), Halved(t)); // [B, T, C, H/2, W/2]
            var sums = (scale == weights.Length - 1 ? coarsest : fine).Sums(p, t); // [B, T, C, 2]
            var mean = sums.select(3, 0).div(sums.select(3, 1)); // [B, T, C]
            product = product.mul(mean.clamp_min(Number(0)).pow(Number(weights[scale]))); // NaN where no window counts
        }
        return stack([product.nan_to_num(0).sum(2L), product.isfinite().sum(2, type: ScalarType.Float64)], 2); // [B, T, 2]
    }

    private static Tensor Halved(Tensor frames) =>
        nn.functional.avg_pool2d(frames.to(ScalarType.Float64).flatten(0, 1), 2)
            .unflatten(0, frames.shape[0], frames.shape[1]); // [B, T, C, H/2, W/2]
}
