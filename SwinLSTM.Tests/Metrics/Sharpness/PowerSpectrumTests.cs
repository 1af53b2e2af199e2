using FluentAssertions;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class PowerSpectrumTests
{
    [Theory]
    [InlineData(8, 8, false)]
    [InlineData(7, 10, false)]
    [InlineData(10, 7, true)]
    [InlineData(9, 5, true)]
    public void It_agrees_with_loops_over_all_waves(int height, int width, bool hann)
    {
        long[] shape = [2, 2, 2, height, width];
        float[] p = RandomFrames.Values(1, shape), t = RandomFrames.Values(2, shape);
        var spectrum = new PowerSpectrum(shortUpTo: 3, hann);
        using var scope = NewDisposeScope();
        spectrum.Add(tensor(p, shape), tensor(t, shape));

        var size = height * width;
        for (var lead = 0; lead < 2; lead++)
        {
            double[] ofP = Mean(p), ofT = Mean(t);
            spectrum.OfForecastPerLeadTime[lead].Should().Equal(ofP, Near);
            spectrum.OfTruthPerLeadTime[lead].Should().Equal(ofT, Near);

            double[] Mean(float[] frames)
            {
                var (rings, planes) = (new double[Math.Min(height, width) / 2], 0);
                for (var plane = 0; plane < 8; plane++)
                    if (plane / 2 % 2 == lead)
                    {
                        var ofPlane = Naive(frames.AsSpan(plane * size, size).ToArray(), height, width, hann);
                        rings = [.. rings.Zip(ofPlane, (sum, power) => sum + power)];
                        planes++;
                    }
                return [.. rings.Select(sum => sum / planes)];
            }
        }
        spectrum.OfForecast.Should()
            .Equal(spectrum.OfForecastPerLeadTime[0].Zip(spectrum.OfForecastPerLeadTime[1], (a, b) => (a + b) / 2), Near);

        static bool Near(double x, double y) => Math.Abs(x - y) <= 1e-10 * (1 + Math.Abs(y));
    }

    // Every wave of the whole plane by its definition, averaged over the waves of each ring.
    private static double[] Naive(float[] frame, int height, int width, bool hann)
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
                        var w = !hann ? 1 : Math.Pow(Math.Sin(Math.PI * (y + 0.5) / height) * Math.Sin(Math.PI * (x + 0.5) / width), 2);
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
    [InlineData(true)]
    [InlineData(false)]
    public void White_noise_is_flat_at_its_variance(bool hann)
    {
        var random = new SampleRandom(3, 0);
        var values = Enumerable.Range(0, 20 * 48 * 64).Select(_ => random.NextDouble(0, 1)).ToArray();
        using var noise = tensor(values, [4, 5, 1, 48, 64]);
        var spectrum = new PowerSpectrum(hannWindow: hann);
        spectrum.Add(noise, noise);
        spectrum.Result.Should().Be(1);
        for (var k = 3; k < 24; k++) // the longest few have few waves to average over
            spectrum.OfTruth[k].Should().BeApproximately(1 / 12.0, 0.012, $"wavelength {spectrum.Wavelengths[k]}");
        spectrum.OfTruth.Skip(3).Average().Should().BeApproximately(1 / 12.0, 0.001);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(8, 0)]
    [InlineData(6, 0)]
    [InlineData(0, 16)]
    public void A_wave_peaks_at_its_length(int across, int down)
    {
        var values = Enumerable.Range(0, 48 * 64)
            .Select(i => 0.5 + 0.5 * Math.Sin(2 * Math.PI * (across > 0 ? i % 64 / (double)across : i / 64 / (double)down))).ToArray();
        using var wave = tensor(values, [1, 1, 1, 48, 64]);
        foreach (var hann in new[] { true, false })
        {
            var spectrum = new PowerSpectrum(hannWindow: hann);
            spectrum.Add(wave, wave);
            spectrum.Wavelengths.Should().HaveCount(24).And.BeInDescendingOrder();
            spectrum.Wavelengths[^1].Should().Be(2);
            var peak = spectrum.OfForecast.ToList().IndexOf(spectrum.OfForecast.Max());
            spectrum.Wavelengths[peak].Should().Be(across + down);
        }
    }

    [Fact]
    public void A_blurred_forecast_has_little_power_at_short_wavelengths()
    {
        using var scope = NewDisposeScope();
        var sharp = RandomFrames.Make(4, 2, 2, 1, 24, 24);
        var blurred = nn.functional.avg_pool2d(sharp.reshape(4, 1, 24, 24), 3, 1, 1).reshape(2, 2, 1, 24, 24);
        PowerSpectrum blur = new(shortUpTo: 4), noise = new(shortUpTo: 4);
        blur.Add(blurred, sharp);
        noise.Add(sharp, blurred);
        blur.Result.Should().BeLessThan(0.2);
        noise.Result.Should().BeApproximately(1 / blur.Result, 1e-9 * noise.Result);
        blur.Better.Should().Be(BetterWhen.CloserToOne);
        blur.Name.Should().Be("power ratio (wavelengths up to 4 pixels, Hann window)");
    }

    [Fact]
    public void Frames_that_have_no_spectrum_are_refused()
    {
        using var scope = NewDisposeScope();
        void Refused(PowerSpectrum spectrum, Tensor frames, string message) =>
            FluentActions.Invoking(() => spectrum.Add(frames, frames)).Should().Throw<ArgumentException>().WithMessage(message);
        Refused(new(), zeros([1, 1, 1, 3, 8]),
            "power ratio (wavelengths up to 8 pixels, Hann window) needs frames of at least 4 x 4; these are 3 x 8.*");
        Refused(new(shortUpTo: 2), zeros([1, 1, 1, 9, 9]),
            "*needs a wavelength that counts as short; the shortest of these frames is 2.25 pixels.*");
        FluentActions.Invoking(() => new PowerSpectrum(shortUpTo: 1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("A wavelength is at least 2 pixels; 1 was given.*");
        FluentActions.Invoking(() => new PowerSpectrum().Wavelengths).Should().Throw<InvalidOperationException>();
    }
}
