using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// How much of forecast and target lies at which wavelength: the power of their waves, averaged over all directions, channels and frames. A forecast that
/// hedges loses the short wavelengths, which its mean squared error does not show. <see cref="FrameMetric.Result"/> is the power of the forecast
/// over that of the target, at the wavelengths that are short: 1 is as much detail as the truth has, less is blur, more is noise.
/// </summary>
/// <remarks>
/// Every frame has its mean subtracted and is multiplied with the window; a wave's power is its squared amplitude over the sum of the window's
/// squares, so independent noise of variance v has v at every wavelength. A wave of kx periods across and ky down the frame has
/// <c>f = sqrt((kx/W)^2 + (ky/H)^2)</c> periods in a pixel, and belongs to the ring k = 1 ... min(H, W) / 2 to which <c>f min(H, W)</c> rounds; finer ones,
/// in the corners, belong to none. A spectrum knows no holes: masks are refused.
/// </remarks>
public sealed class PowerSpectrum : FrameMetric
{
    private readonly int height, width;
    private readonly SpectrumWindow window;
    private readonly double shortest;
    private readonly RadialSpectrum spectrum;

    /// <summary>States what the numbers depend on.</summary>
    /// <param name="height">Rows of a frame, at least 4.</param>
    /// <param name="width">Columns of a frame, at least 4; it may differ from the rows.</param>
    /// <param name="shortUpTo">The longest wavelength in pixels that the result counts as short.</param>
    /// <param name="window">What frames are multiplied with.</param>
    /// <exception cref="ArgumentOutOfRangeException">Frames are too small, no wavelength or no window is such.</exception>
    public PowerSpectrum(int height, int width, double shortUpTo = 8, SpectrumWindow window = SpectrumWindow.Hann)
    {
        if (height < 4 || width < 4)
            throw new ArgumentOutOfRangeException(nameof(height), $"A spectrum needs frames of at least 4 x 4; {height} x {width} were given.");
        if (!Enum.IsDefined(window))
            throw new ArgumentOutOfRangeException(nameof(window), $"A window is Hann or None; {(int)window} was given.");
        spectrum = new(height, width, window);
        if (!(shortUpTo >= spectrum.Wavelengths[^1]))
            throw new ArgumentOutOfRangeException(nameof(shortUpTo), FormattableString.Invariant(
                $"The longest of the short wavelengths must be at least {spectrum.Wavelengths[^1]:G4} pixels, the shortest of frames of {height} x {width}; it is {shortUpTo}."));
        (this.height, this.width, this.window, shortest) = (height, width, window, shortUpTo);
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant(
        $"power ratio (wavelengths up to {shortest} pixels of {height}x{width}, {(window == SpectrumWindow.Hann ? "Hann window" : "no window")})");

    /// <inheritdoc/>
    public override Direction Better => Direction.CloserToOneIsBetter;

    /// <summary>The wavelength of each entry of a spectrum in pixels: the shorter side over 1, 2, 3, ..., from the longest to the shortest.</summary>
    public IReadOnlyList<double> Wavelengths => spectrum.Wavelengths;

    /// <summary>The power of the forecast at each wavelength, a mean over waves, channels and frames.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> OfPrediction => Mean(TotalOverTime(), 0);

    /// <summary>The power of the target at each wavelength.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> OfTarget => Mean(TotalOverTime(), spectrum.Rings);

    /// <summary>The power of the forecast at each lead time and each wavelength.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<IReadOnlyList<double>> OfPredictionPerLeadTime => [.. TotalPerLeadTime().Select(totals => Mean(totals, 0))];

    /// <summary>The power of the target at each lead time and each wavelength.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<IReadOnlyList<double>> OfTargetPerLeadTime => [.. TotalPerLeadTime().Select(totals => Mean(totals, spectrum.Rings))];

    /// <inheritdoc/>
    protected override int Statistics => 2 * spectrum.Rings + 1;

    /// <inheritdoc/>
    protected override void CheckFrames(FramePair frames)
    {
        if ((frames.Height, frames.Width) != (height, width))
            throw new ArgumentException($"{Name} measures frames of {height} x {width}; these are {frames.Height} x {frames.Width}. Make one for this size.");
        if (frames.Valid is not null)
            throw new ArgumentException("A power spectrum needs every pixel of a frame, as waves have no holes; some are not valid. Crop the frames to what is valid, or fill the rest.");
    }

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var (p, t) = (spectrum.Power(frames.Prediction.to(ScalarType.Float64)), spectrum.Power(frames.Target.to(ScalarType.Float64))); // [B, T, rings]
        return cat([p, t, full_like(p.narrow(2, 0, 1), frames.Channels)], 2); // [B, T, 2 rings + 1]
    }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<double> totals)
    {
        var (prediction, target) = (0.0, 0.0);
        for (var k = 0; k < spectrum.Rings; k++)
            if (spectrum.Wavelengths[k] <= shortest)
                (prediction, target) = (prediction + totals[k], target + totals[spectrum.Rings + k]);
        return prediction / target;
    }

    private double[] Mean(double[] totals, int first) =>
        [.. spectrum.Waves.Select((waves, k) => totals[first + k] / (waves * totals[^1]))];
}
