using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class FrameErrorTests
{
    private static double Measure(Metric metric, float[] p, float[] t, params long[] shape)
    {
        using var scope = NewDisposeScope();
        metric.Add(tensor(p, shape), tensor(t, shape));
        return metric.Result;
    }

    [Fact]
    public void Errors_agree_with_loops()
    {
        long[] shape = [3, 2, 2, 5, 7];
        var (p, t) = (RandomFrames.Values(1, shape), RandomFrames.Values(2, shape));
        var (square, magnitude) = (MeanOver(p, t, e => e * e), MeanOver(p, t, Math.Abs));
        Measure(new MeanSquaredError(PixelReduction.Mean), p, t, shape).Should().BeApproximately(square, 1e-14);
        Measure(new MeanSquaredError(PixelReduction.Sum), p, t, shape).Should().BeApproximately(square * 70, 1e-12);
        Measure(new MeanAbsoluteError(PixelReduction.Mean), p, t, shape).Should().BeApproximately(magnitude, 1e-14);
        Measure(new MeanAbsoluteError(PixelReduction.Sum), p, t, shape).Should().BeApproximately(magnitude * 70, 1e-12);
        Measure(new RootMeanSquaredError(), p, t, shape).Should().BeApproximately(Math.Sqrt(square), 1e-14);
        Measure(new PeakSignalToNoiseRatio(2, DecibelAverage.OfPooledError), p, t, shape).Should()
            .BeApproximately(10 * Math.Log10(4 / square), 1e-12);

        var eachFrame = Enumerable.Range(0, 6).Average(f =>
            10 * Math.Log10(4 / MeanOver(p[(f * 70)..(f * 70 + 70)], t[(f * 70)..(f * 70 + 70)], e => e * e)));
        Measure(new PeakSignalToNoiseRatio(2, DecibelAverage.OfEachFrame), p, t, shape).Should().BeApproximately(eachFrame, 1e-12);
    }

    [Fact]
    public void Hand_computed_numbers()
    {
        float[] p = [1, 2, 3, 4], t = [1, 0, 3, 0];
        Measure(new MeanSquaredError(PixelReduction.Mean), p, t, 1, 1, 1, 2, 2).Should().Be(5);
        Measure(new MeanSquaredError(PixelReduction.Sum), p, t, 1, 1, 1, 2, 2).Should().Be(20);
        Measure(new MeanAbsoluteError(PixelReduction.Sum), p, t, 1, 2, 1, 1, 2).Should().Be(3);
        Measure(new RootMeanSquaredError(), p, t, 2, 1, 1, 2, 1).Should().Be(Math.Sqrt(5));
        Measure(new PeakSignalToNoiseRatio(10, DecibelAverage.OfPooledError), p, t, 1, 1, 1, 2, 2).Should()
            .BeApproximately(10 * Math.Log10(20), 1e-12);
    }

    [Theory]
    [InlineData(DecibelAverage.OfPooledError)]
    [InlineData(DecibelAverage.OfEachFrame)]
    public void No_error_is_infinitely_many_decibels(DecibelAverage average) =>
        Measure(new PeakSignalToNoiseRatio(1, average), [1, 2], [1, 2], 1, 1, 1, 1, 2).Should().Be(double.PositiveInfinity);

    [Fact]
    public void Sums_of_many_frames_keep_double_precision()
    {
        var metric = new MeanAbsoluteError(PixelReduction.Mean);
        using var scope = NewDisposeScope();
        var (large, small, zero) = (full([1, 1, 1, 1, 1], 1e8f), full([1, 1, 1, 1, 1], 0.125f), zeros([1, 1, 1, 1, 1]));
        metric.Add(large, zero);
        for (var i = 0; i < 7; i++)
            metric.Add(small, zero);
        metric.Result.Should().Be((1e8 + 7 * 0.125) / 8); // single precision would lose the small ones
    }

    private static double MeanOver(float[] p, float[] t, Func<double, double> error) => p.Zip(t, (x, y) => error((double)x - y)).Average();
}
