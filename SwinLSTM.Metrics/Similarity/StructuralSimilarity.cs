using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Structural similarity (Wang et al., 2004), at most 1, which only equal frames reach. For each channel of each frame: over every window
/// that lies within it, <c>(2 m_p m_t + C1)(2 cov + C2) / ((m_p^2 + m_t^2 + C1)(var_p + var_t + C2))</c> with <c>C1 = (0.01 range)^2</c> and
/// <c>C2 = (0.03 range)^2</c>, averaged over windows, channels and frames: the numbers of scikit-image 0.19. A window counts only where all of
/// its values do. All of it is in double precision, because variances are small differences of large means.
/// </summary>
public sealed class StructuralSimilarity : FrameMetric
{
    private readonly double dataRange;
    private readonly SimilarityWindow window;
    private readonly WindowedSimilarity similarity;

    /// <summary>States both choices that the number depends on.</summary>
    /// <param name="dataRange">
    /// The data's largest possible value less its smallest: 1 for frames in [0, 1]. Tables made with scikit-image 0.19 without stating it have 2.
    /// </param>
    /// <param name="window">Over which neighbours.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not positive and finite, or there is no such window.</exception>
    public StructuralSimilarity(double dataRange, SimilarityWindow window = SimilarityWindow.Uniform7)
    {
        (this.dataRange, this.window) = (SimilarityRules.CheckedRange(dataRange), SimilarityRules.Checked(window));
        similarity = new(window, dataRange, whole: true);
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"SSIM ({SimilarityRules.Words(window)}, range {dataRange})");

    /// <inheritdoc/>
    public override Direction Better => Direction.HigherIsBetter;

    /// <inheritdoc/>
    protected override void CheckFrames(FramePair frames) => SimilarityRules.CheckSize(Name, frames, similarity.Size);

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var (counted, number) = similarity.Windows(frames.Valid, frames.Prediction);
        var sums = similarity.Sums(frames.Prediction, frames.Target, counted); // [B, T, C]
        return cat([FrameError.OverChannels(sums), FrameError.OverChannels(number)], 2); // [B, T, 2]
    }
}
