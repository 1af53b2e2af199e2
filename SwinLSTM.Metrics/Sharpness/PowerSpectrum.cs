namespace SwinLSTM.Metrics;

/// <summary>The power of forecast and truth at each wavelength, averaged over directions, channels and frames. A blurred forecast loses the
/// short wavelengths, which its mean squared error does not show. <see cref="Metric.Result"/> is the power of the forecast over that of the
/// truth at the short wavelengths: 1 is as much detail as the truth has, less is blurred, more is noisy.</summary>
/// <remarks>The mean of every frame is subtracted, and the frame is multiplied by a Hann window (if chosen). The power of a wave is its
/// squared amplitude over the sum of the squared window, so independent noise of variance v has power v at every wavelength. A wave of kx
/// periods across and ky down the frame has <c>f = sqrt((kx/W)^2 + (ky/H)^2)</c> periods per pixel and belongs to the ring k = 1 ... min(H,
/// W) / 2 to which <c>f min(H, W)</c> rounds; shorter waves, in the corners, belong to none. Missing and masked values are
/// refused.</remarks>
public sealed class PowerSpectrum : Metric
{
    private readonly double shortUpTo;
    private readonly bool hannWindow;

    /// <summary>Makes the metric.</summary>
    /// <param name="shortUpTo">The longest wavelength in pixels that the result counts as short, at least 2. Default 8.</param>
    /// <param name="hannWindow">
    /// Whether frames are multiplied by a Hann window. Default true; false is for frames that continue at their other side, as on a globe.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The wavelength is less than 2 pixels.</exception>
    public PowerSpectrum(double shortUpTo = 8, bool hannWindow = true)
    {
        if (!(shortUpTo >= 2))
            throw new ArgumentOutOfRangeException(nameof(shortUpTo),
                Invariant($"A wavelength is at least 2 pixels; {shortUpTo} was given."));
        (this.shortUpTo, this.hannWindow) = (shortUpTo, hannWindow);
    }

    /// <inheritdoc/>
    public override string Name =>
        Invariant($"power ratio (wavelengths up to {shortUpTo} pixels, {(hannWindow ? "Hann window" : "no window")})");

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.CloserToOne;

    /// <summary>The wavelength of each entry of a spectrum in pixels: the shorter side over 1, 2, 3, ..., from the longest to the
    /// shortest.</summary>
    public IReadOnlyList<double> Wavelengths => WavelengthsOf(Shape[^2], Shape[^1]);

    /// <summary>The power of the forecast at each wavelength, a mean over waves, channels and frames.</summary>
    public IReadOnlyList<double> OfForecast => Mean(Totals, 0);

    /// <summary>The power of the truth at each wavelength.</summary>
    public IReadOnlyList<double> OfTruth => Mean(Totals, 1);

    /// <summary>The power of the forecast at each lead time and each wavelength.</summary>
    public IReadOnlyList<IReadOnlyList<double>> OfForecastPerLeadTime => PerLead(totals => Mean(totals, 0));

    /// <summary>The power of the truth at each lead time and each wavelength.</summary>
    public IReadOnlyList<IReadOnlyList<double>> OfTruthPerLeadTime => PerLead(totals => Mean(totals, 1));

    // The power of all short waves of both, the number of channels, then the mean power of each ring of both.
    internal override int StatisticsOf(IReadOnlyList<long> shape) => 3 + 2 * WavelengthsOf(shape[^2], shape[^1]).Length;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        FrameRules.CheckSide(Name, batch, 4);
        FrameRules.CheckComplete(Name, batch);
        var wavelengths = WavelengthsOf(batch.Height, batch.Width);
        if (wavelengths[^1] > shortUpTo)
            throw new ArgumentException(
                Invariant($"{Name} needs a wavelength that counts as short; the shortest of these frames is {wavelengths[^1]:G4} pixels."));
        var (ring, weight) = Rings((int)batch.Height, (int)batch.Width, wavelengths.Length);
        var waves = new double[wavelengths.Length + 1];
        foreach (var (wave, at) in ring.Index())
            waves[at] += weight[wave];
        var (f, t) = (Power(batch.Forecast, ring, weight, waves.Length), Power(batch.Truth, ring, weight, waves.Length)); // [B, T, rings]
        var (first, number) = (wavelengths.Count(length => length > shortUpTo), tensor(waves[1..], device: t.device)); // [rings]
        Tensor Short(Tensor power) => power.narrow(2, first, wavelengths.Length - first).sum(2, keepdim: true); // [B, T, 1]
        var channels = full_like(Short(f), Number(batch.Channels)); // [B, T, 1]
        return cat([Short(f), Short(t), channels, f.div(number), t.div(number)], 2); // [B, T, statistics]
    }

    // The power of each ring, summed over its waves and over channels: float64 [B, T, rings].
    private Tensor Power(Tensor frames, long[] ring, double[] weight, int rings)
    {
        var (height, width, device, wide) = ((int)frames.shape[3], (int)frames.shape[4], frames.device, frames.to(ScalarType.Float64));
        var waves = wide.sub(wide.mean([3, 4], keepdim: true));
        var energy = (double)height * width;
        if (hannWindow)
        {
            var (down, across) = (Hann(height), Hann(width));
            energy = down.Sum(w => w * w) * across.Sum(w => w * w);
            waves = waves.mul(tensor(down, device: device).unsqueeze(1)).mul(tensor(across, device: device)); // [H, 1], [W]
        }
        var power = fft.rfft2(waves).abs().square().sum(2L).flatten(2).mul(tensor(weight, device: device)); // [B, T, H * (W / 2 + 1)]
        return zeros([frames.shape[0], frames.shape[1], rings], ScalarType.Float64, device)
            .scatter_add_(2, tensor(ring, device: device).expand(power.shape), power).narrow(2, 1, rings - 1)
            .div(Number(energy)); // [B, T, rings]
    }

    // The ring of each wave of a real FFT [H, W / 2 + 1], 0 for none, and its weight: waves come in pairs, of which half are kept.
    private static (long[] Ring, double[] Weight) Rings(int height, int width, int rings)
    {
        var (columns, shorter) = (width / 2 + 1, Math.Min(height, width));
        var (ring, weight) = (new long[height * columns], new double[height * columns]);
        for (var wave = 0; wave < ring.Length; wave++)
        {
            var (ky, kx) = Math.DivRem(wave, columns);
            var (fx, fy) = ((double)kx / width, (double)Math.Min(ky, height - ky) / height);
            var nearest = (long)Math.Floor(Math.Sqrt(fx * fx + fy * fy) * shorter + 0.5);
            (ring[wave], weight[wave]) = (nearest <= rings ? nearest : 0, kx == 0 || 2 * kx == width ? 1 : 2);
        }
        return (ring, weight);
    }

    private static double[] WavelengthsOf(long height, long width)
    {
        var shorter = Math.Min(height, width);
        return [.. Enumerable.Range(1, (int)(shorter / 2)).Select(k => (double)shorter / k)];
    }

    private static double[] Hann(int length) =>
        [.. Enumerable.Range(0, length).Select(i => Math.Pow(Math.Sin(Math.PI * (i + 0.5) / length), 2))];

    private static double[] Mean(double[] totals, int part) =>
        [.. totals.Skip(3).Chunk((totals.Length - 3) / 2).ElementAt(part).Select(power => power / totals[2])];
}
