using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class DecibelTests
{
    private static double Of(Metric metric, float[] p, float[] t, params long[] shape)
    {
        using var scope = NewDisposeScope();
        metric.Add(tensor(p, shape), tensor(t, shape));
        return metric.Result;
    }

    [Fact]
    public void Signal_to_noise_agrees_with_loops()
    {
        long[] shape = [2, 3, 2, 5, 7];
        var (p, t) = (RandomFrames.Values(1, shape), RandomFrames.Values(2, shape));
        double Ratio(Range part)
        {
            double signal = 0, noise = 0;
            foreach (var (a, b) in p[part].Zip(t[part]))
                (signal, noise) = (signal + (double)b * b, noise + ((double)a - b) * ((double)a - b));
            return 10 * Math.Log10(signal / noise);
        }
        Of(new SignalToNoiseRatio(DecibelAverage.OfPooledError), p, t, shape).Should().BeApproximately(Ratio(..), 1e-12);
        Of(new SignalToNoiseRatio(DecibelAverage.OfEachFrame), p, t, shape).Should()
            .BeApproximately(Enumerable.Range(0, 6).Average(f => Ratio((f * 70)..(f * 70 + 70))), 1e-12);
    }

    [Theory]
    [InlineData(DecibelAverage.OfPooledError)]
    [InlineData(DecibelAverage.OfEachFrame)]
    public void Signal_to_noise_without_noise_or_signal(DecibelAverage average)
    {
        Of(new SignalToNoiseRatio(average), [3, 4], [3, 4], 1, 1, 1, 1, 2).Should().Be(double.PositiveInfinity);
        Of(new SignalToNoiseRatio(average), [0, 0], [0, 0], 1, 1, 1, 1, 2).Should().Be(double.PositiveInfinity);
        Of(new SignalToNoiseRatio(average), [0, 1], [0, 0], 1, 1, 1, 1, 2).Should().Be(double.NegativeInfinity);
        Of(new SignalToNoiseRatio(average), [11, 0], [10, 0], 1, 1, 1, 1, 2).Should().BeApproximately(20, 1e-12);
    }

    [Fact]
    public void The_wrapping_ratio_agrees_with_arithmetic_of_bytes()
    {
        long[] shape = [2, 2, 3, 6, 5];
        var random = new Random(7);
        float[] Values() => [.. Enumerable.Range(0, 360).Select(_ => random.NextSingle())];
        float[] p = Values(), t = Values();
        var expected = Enumerable.Range(0, 4).Average(f =>
        {
            var sum = 0.0;
            for (var i = f * 90; i < f * 90 + 90; i++)
            {
                var difference = unchecked((byte)((byte)(p[i] * 255f) - (byte)(t[i] * 255f)));
                sum += unchecked((byte)(difference * difference));
            }
            return 20 * Math.Log10(255) - 10 * Math.Log10(sum / 90);
        });
        Of(new E3dPeakSignalToNoiseRatio(), p, t, shape).Should().BeApproximately(expected, 1e-12);
        var right = Of(new PeakSignalToNoiseRatio(1, DecibelAverage.OfEachFrame), p, t, shape);
        expected.Should().BeGreaterThan(right + 0.5, "that is its trap");
    }

    [Fact]
    public void The_wrapping_ratio_by_hand()
    {
        // Of 255: 16 wraps to no error; 3 counts 9; -1 becomes 255, whose square is 1.
        Of(new E3dPeakSignalToNoiseRatio(), [16 / 255f + 1e-4f], [0], 1, 1, 1, 1, 1).Should().Be(double.PositiveInfinity);
        Of(new E3dPeakSignalToNoiseRatio(), [3 / 255f + 1e-4f, 0], [0, 0], 1, 1, 1, 1, 2).Should()
            .BeApproximately(10 * Math.Log10(255 * 255 / 4.5), 1e-12);
        Of(new E3dPeakSignalToNoiseRatio(), [0, 0.9999f], [1 / 255f + 1e-4f, 0.9999f], 1, 1, 1, 1, 2).Should()
            .BeApproximately(10 * Math.Log10(255 * 255 / 0.5), 1e-12);
        new E3dPeakSignalToNoiseRatio().Better.Should().Be(BetterWhen.Higher);
    }
}
