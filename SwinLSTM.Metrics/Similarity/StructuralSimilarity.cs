using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Structural similarity (Wang et al., 2004), at most 1, which only equal frames reach. For each channel of each frame: over every window
/// that lies within it, <c>(2 m_p m_t + C1)(2 cov + C2) / ((m_p^2 + m_t^2 + C1)(var_p + var_t + C2))</c> with <c>C1 = (0.01 range)^2</c> and
/// <c>C2 = (0.03 range)^2</c>, averaged over windows, channels and frames: the numbers of scikit-image 0.19. All of it is in
/// double precision, because variances are small differences of large means.
/// </summary>
public sealed class StructuralSimilarity : FrameMetric
{
    private readonly double dataRange;
    private readonly SimilarityWindow window;
    private readonly WindowMean windowMean;

    /// <summary>States both choices that the number depends on.</summary>
    /// <param name="dataRange">
    /// The data's largest possible value less its smallest: 1 for frames in [0, 1]. Tables made with scikit-image 0.19 without stating it have 2.
    /// </param>
    /// <param name="window">Over which neighbours.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not positive and finite, or there is no such window.</exception>
    public StructuralSimilarity(double dataRange, SimilarityWindow window = SimilarityWindow.Uniform7)
    {
        if (!double.IsFinite(dataRange) || dataRange <= 0)
            throw new ArgumentOutOfRangeException(nameof(dataRange), $"The data range must be positive and finite, 1 for frames in [0, 1]; it is {dataRange}.");
        if (!Enum.IsDefined(window))
            throw new ArgumentOutOfRangeException(nameof(window), $"A window is Uniform7 or Gaussian11; {(int)window} was given.");
        (this.dataRange, this.window, windowMean) = (dataRange, window, new(window));
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant(
        $"SSIM ({(window == SimilarityWindow.Uniform7 ? "uniform 7x7" : "Gaussian 11x11")}, range {dataRange})");

    /// <inheritdoc/>
    public override Direction Better => Direction.HigherIsBetter;

    /// <inheritdoc/>
    protected override void CheckFrames(FramePair frames)
    {
        if (Math.Min(frames.Height, frames.Width) < windowMean.Size)
            throw new ArgumentException($"{Name} needs frames of at least {windowMean.Size} x {windowMean.Size}; these are {frames.Height} x {frames.Width}. " +
                "Use larger frames or a smaller window.");
    }

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var (p, t) = (frames.Prediction.to(ScalarType.Float64), frames.Target.to(ScalarType.Float64));
        var (meanP, meanT) = (windowMean.Of(p), windowMean.Of(t)); // [B, T, C, H', W']
        var (squareP, squareT, product) = (meanP.square(), meanT.square(), meanP.mul(meanT));

        var sample = window == SimilarityWindow.Uniform7 ? 49.0 / 48 : 1;
        var variances = windowMean.Of(p.square().add(t.square())).sub(squareP).sub(squareT).mul(sample);
        var covariance = windowMean.Of(p.mul(t)).sub(product).mul(sample);

        var (c1, c2) = (Math.Pow(0.01 * dataRange, 2), Math.Pow(0.03 * dataRange, 2));
        var luminance = product.mul(2).add(c1).div(squareP.add(squareT).add(c1));
        var structure = covariance.mul(2).add(c2).div(variances.add(c2));
        var counted = windowMean.WhollyValid(frames.Valid) ?? ones_like(luminance); // [B, T, C, H', W']
        return cat([Sum(luminance.mul(structure).mul(counted)), Sum(counted)], 2); // [B, T, 2]
    }

    private static Tensor Sum(Tensor windows) => windows.flatten(2).sum(2, keepdim: true); // [B, T, 1]
}
