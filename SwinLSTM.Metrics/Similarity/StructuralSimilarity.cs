namespace SwinLSTM.Metrics;

/// <summary>Structural similarity (SSIM; Wang et al., 2004), at most 1, which only equal frames reach: <c>(2 m_f m_t + C1)(2 cov + C2) /
/// ((m_f^2 + m_t^2 + C1)(var_f + var_t + C2))</c> with <c>C1 = (0.01 range)^2</c> and <c>C2 = (0.03 range)^2</c>, averaged over all windows
/// within the frame, channels and frames: the numbers of scikit-image 0.19. A window counts only if all of its values do. Computed in
/// double precision, because variances are small differences of large means.</summary>
/// <param name="dataRange">
/// The largest possible value of the data less the smallest: 1 for frames in [0, 1]. Tables made with scikit-image 0.19 without stating it
/// have 2.
/// </param>
/// <param name="window">The window. Default: uniform 7 x 7.</param>
/// <exception cref="ArgumentOutOfRangeException">The range is not positive and finite, or the window is not a defined value.</exception>
public sealed class StructuralSimilarity(double dataRange, SimilarityWindow window = SimilarityWindow.Uniform7) : Metric
{
    private readonly WindowedSimilarity similarity = new(window, dataRange, whole: true);

    /// <inheritdoc/>
    public override string Name => $"SSIM ({similarity.Words})";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Higher;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        FrameRules.CheckSide(Name, batch, similarity.Size);
        return similarity.Sums(batch.Filled(batch.Forecast, double.NaN), batch.Truth).sum(2L); // [B, T, 2]
    }
}
