using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Multi-scale structural similarity (Wang, Simoncelli, Bovik, 2003), 0 to 1, which only equal frames reach. For each channel of each frame, at five
/// scales, each of half the resolution of the one before (means of 2 x 2 values; an odd last row or column is left out): the mean over windows
/// of the factor of contrast and structure, <c>(2 cov + C2) / (var_p + var_t + C2)</c>, and at the coarsest of all of structural
/// similarity; each to the power of its weight, multiplied, and averaged over channels and frames.
/// </summary>
/// <remarks>
/// A mean below 0 counts as 0, for it has no such power. A value of a coarser scale counts only if all four do that it is the mean of, and a channel of a frame only if
/// every scale has a window that counts.
/// </remarks>
public sealed class MultiScaleSimilarity : FrameMetric
{
    private static readonly double[] weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    private readonly double dataRange;
    private readonly SimilarityWindow window;
    private readonly WindowedSimilarity fine, coarsest;

    /// <summary>States both choices that the number depends on.</summary>
    /// <param name="dataRange">The data's largest possible value less its smallest: 1 for frames in [0, 1].</param>
    /// <param name="window">Over which neighbours, at every scale. Frames must be at least 176 x 176 for the Gaussian and 112 x 112 for the uniform one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not positive and finite, or there is no such window.</exception>
    public MultiScaleSimilarity(double dataRange, SimilarityWindow window = SimilarityWindow.Gaussian11)
    {
        (this.dataRange, this.window) = (SimilarityRules.CheckedRange(dataRange), SimilarityRules.Checked(window));
        (fine, coarsest) = (new(window, dataRange, whole: false), new(window, dataRange, whole: true));
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"MS-SSIM (5 scales, {SimilarityRules.Words(window)}, range {dataRange})");

    /// <inheritdoc/>
    public override Direction Better => Direction.HigherIsBetter;

    /// <inheritdoc/>
    protected override void CheckFrames(FramePair frames) => SimilarityRules.CheckSize(Name, frames, fine.Size << (weights.Length - 1));

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var (p, t, valid) = (frames.Prediction, frames.Target, frames.Valid);
        Tensor? product = null, counts = null; // [B, T, C]
        for (var scale = 0; scale < weights.Length; scale++)
        {
            if (scale > 0)
                (p, t, valid) = (Halved(p), Halved(t), HalvedMask(valid)); // [B, T, C, H/2, W/2]
            var part = scale == weights.Length - 1 ? coarsest : fine;
            var (counted, number) = part.Windows(valid, p);
            var mean = part.Sums(p, t, counted).div(number.clamp_min(1)); // [B, T, C]
            var power = mean.clamp_min(0).pow(weights[scale]);
            product = product is null ? power : product.mul(power);
            counts = counts is null ? number.gt(0) : counts.logical_and(number.gt(0));
        }
        var ones = counts!.to(ScalarType.Float64);
        return cat([FrameError.OverChannels(product!.mul(ones)), FrameError.OverChannels(ones)], 2); // [B, T, 2]
    }

    private static Tensor Halved(Tensor frames)
    {
        var halved = nn.functional.avg_pool2d(frames.to(ScalarType.Float64).flatten(0, 1), 2); // [B*T, C, H/2, W/2]
        return halved.unflatten(0, frames.shape[0], frames.shape[1]); // [B, T, C, H/2, W/2]
    }

    private static Tensor? HalvedMask(Tensor? valid) => valid is null ? null : Halved(valid).eq(1);
}
