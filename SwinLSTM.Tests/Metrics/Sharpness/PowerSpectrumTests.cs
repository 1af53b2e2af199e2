using FluentAssertions;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class PowerSpectrumTests
{
    [Theory]
    [InlineData(8, 8, SpectrumWindow.None)]
    [InlineData(7, 10, SpectrumWindow.None)]
    [InlineData(10, 7, SpectrumWindow.Hann)]
    [InlineData(9, 5, SpectrumWindow.Hann)]
    public void It_agrees_with_loops_over_all_waves(int height, int width, SpectrumWindow window)
    {
        long[] shape = [2, 2, 2, height, width];
        float[] p = RandomFrames.Values(1, shape), t = RandomFrames.Values(2, shape);
        var spectrum = new PowerSpectrum(height, width, shortUpTo: 3, window);
        using var scope = NewDisposeScope();
        spectrum.Add(tensor(p, shape), tensor(t, shape));

        var size = height * width;
        for (var lead = 0; lead < 2; lead++)
        {
            double[] ofP = Mean(p), ofT = Mean(t);
            spectrum.OfPredictionPerLeadTime[lead].Should().Equal(ofP, Near);
            spectrum.OfTargetPerLeadTime[lead].Should().Equal(ofT, Near);

            double[] Mean(float[] frames)
            {
                var (rings, planes) = (new double[Math.Min(height, width) / 2], 0);
                for (var plane = 0; plane < 8; plane++)
                    if (plane / 2 % 2 == lead)
                    {
                        var ofPlane = Naive(frames.AsSpan(plane * size, size).ToArray(), height, width, window);
                        rings = [.. rings.Zip(ofPlane, (sum, power) => sum + power)];
                        planes++;
                    }
                return [.. rings.Select(sum => sum / planes)];
            }
        }
        spectrum.OfPrediction.Should().Equal(spectrum.OfPredictionPerLeadTime[0].Zip(spectrum.OfPredictionPerLeadTime[1], (a, b) => (a + b) / 2), Near);

        static bool Near(double x, double y) => Math.Abs(x - y) <= 1e-10 * (1 + Math.Abs(y));
    }

    // Every wave of the whole plane by its definition, averaged over the waves of each ring.
    private static double[] Naive(float[] frame, int height, int width, SpectrumWindow window)
    {
        var shorter = Math.Min(height, width);
        var (power, waves) = (new double[shorter / 2], new int[shorter / 2]);
        var mean = frame.Average(value => (double)value);
        for (var ky = 0; ky < height; ky++)
            for (var kx = 0; kx < width; kx++)
            {
                double real = 0, imaginary = 0, energy = 0;
                for (var y = 0; y < height; y++)
                    for (var x = 0; x < width; x++)
                    {
                        var w = window == SpectrumWindow.None ? 1 : Math.Pow(Math.Sin(Math.PI * (y + 0.5) / height) * Math.Sin(Math.PI * (x + 0.5) / width), 2);
                        var angle = -2 * Math.PI * ((double)ky * y / height + (double)kx * x / width);
                        real += w * (frame[y * width + x] - mean) * Math.Cos(angle);
                        imaginary += w * (frame[y * width + x] - mean) * Math.Sin(angle);
                        energy += w * w;
                    }
                var (fy, fx) = ((double)Math.Min(ky, height - ky) / height, (double)Math.Min(kx, width - kx) / width);
                var ring = (int)Math.Floor(Math.Sqrt(fx * fx + fy * fy) * shorter + 0.5);
                if (ring < 1 || ring > shorter / 2)
                    continue;
                power[ring - 1] += (real * real + imaginary * imaginary) / energy;
                waves[ring - 1]++;
            }
        return [.. power.Zip(waves, (sum, count) => sum / count)];
    }

    [Theory]
    [InlineData(SpectrumWindow.Hann)]
    [InlineData(SpectrumWindow.None)]
    public void White_noise_is_flat_at_its_variance(SpectrumWindow window)
    {
        var random = new SampleRandom(3, 0);
        var values = Enumerable.Range(0, 20 * 48 * 64).Select(_ => random.NextDouble(0, 1)).ToArray();
        using var noise = tensor(values, [4, 5, 1, 48, 64]);
        var spectrum = new PowerSpectrum(48, 64, window: window);
        spectrum.Add(noise, noise);
        spectrum.Result.Should().Be(1);
        for (var k = 3; k < 24; k++) // the longest few have few waves to average over
            spectrum.OfTarget[k].Should().BeApproximately(1 / 12.0, 0.012, $"wavelength {spectrum.Wavelengths[k]}");
        spectrum.OfTarget.Skip(3).Average().Should().BeApproximately(1 / 12.0, 0.001);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(8, 0)]
    [InlineData(6, 0)]
    [InlineData(0, 16)]
    public void A_wave_peaks_at_its_length(int across, int down)
    {
        var values = Enumerable.Range(0, 48 * 64).Select(i => 0.5 + 0.5 * Math.Sin(2 * Math.PI * (across > 0 ? i % 64 / (double)across : i / 64 / (double)down))).ToArray();
        using var wave = tensor(values, [1, 1, 1, 48, 64]);
        foreach (var window in Enum.GetValues<SpectrumWindow>())
        {
            var spectrum = new PowerSpectrum(48, 64, window: window);
            spectrum.Add(wave, wave);
            spectrum.Wavelengths.Should().HaveCount(24).And.BeInDescendingOrder();
            spectrum.Wavelengths[^1].Should().Be(2);
            var peak = spectrum.OfPrediction.ToList().IndexOf(spectrum.OfPrediction.Max());
            spectrum.Wavelengths[peak].Should().Be(across + down);
        }
    }

    [Fact]
    public void A_blurred_forecast_has_little_power_at_short_wavelengths()
    {
        using var scope = NewDisposeScope();
        var sharp = RandomFrames.Make(4, 2, 2, 1, 24, 24);
        var blurred = nn.functional.avg_pool2d(sharp.reshape(4, 1, 24, 24), 3, 1, 1).reshape(2, 2, 1, 24, 24);
        PowerSpectrum blur = new(24, 24, shortUpTo: 4), noise = new(24, 24, shortUpTo: 4);
        blur.Add(blurred, sharp);
        noise.Add(sharp, blurred);
        blur.Result.Should().BeLessThan(0.2);
        noise.Result.Should().BeApproximately(1 / blur.Result, 1e-9 * noise.Result);
        blur.Better.Should().Be(Direction.CloserToOneIsBetter);
        blur.Name.Should().Be("power ratio (wavelengths up to 4 pixels of 24x24, Hann window)");
    }

    [Fact]
    public void Frames_that_have_no_spectrum_are_refused()
    {
        using var scope = NewDisposeScope();
        var spectrum = new PowerSpectrum(8, 8);
        var frames = RandomFrames.Make(1, 1, 1, 1, 8, 8);
        FluentActions.Invoking(() => spectrum.Add(frames, frames, frames.gt(0.5))).Should().Throw<ArgumentException>()
            .WithMessage("A power spectrum needs every pixel of a frame, as waves have no holes; some are not valid. Crop the frames to what is valid, or fill the rest.*");
        FluentActions.Invoking(() => spectrum.Add(zeros([1, 1, 1, 8, 9]), zeros([1, 1, 1, 8, 9]))).Should().Throw<ArgumentException>()
            .WithMessage("power ratio (wavelengths up to 8 pixels of 8x8, Hann window) measures frames of 8 x 8; these are 8 x 9. Make one for this size.*");
        FluentActions.Invoking(() => new PowerSpectrum(3, 8)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("A spectrum needs frames of at least 4 x 4; 3 x 8 were given.*");
        FluentActions.Invoking(() => new PowerSpectrum(8, 8, shortUpTo: 1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The longest of the short wavelengths must be at least 2 pixels, the shortest of frames of 8 x 8; it is 1.*");
        FluentActions.Invoking(() => new PowerSpectrum(8, 8, window: (SpectrumWindow)7)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("A window is Hann or None; 7 was given.*");
    }
}
