using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class StructuralSimilarityTests
{
    private static double Measure(float[] p, float[] t, double range, SimilarityWindow window, params long[] shape)
    {
        using var scope = NewDisposeScope();
        var metric = new StructuralSimilarity(range, window);
        metric.Add(tensor(p, shape), tensor(t, shape));
        return metric.Result;
    }

    [Theory]
    [InlineData(SimilarityWindow.Uniform7, 1.0, 7, 7)]
    [InlineData(SimilarityWindow.Uniform7, 2.0, 9, 15)]
    [InlineData(SimilarityWindow.Uniform7, 0.3, 20, 8)]
    [InlineData(SimilarityWindow.Gaussian11, 1.0, 11, 11)]
    [InlineData(SimilarityWindow.Gaussian11, 2.0, 13, 17)]
    public void Agrees_with_loops(SimilarityWindow window, double range, int height, int width)
    {
        long[] shape = [2, 2, 3, height, width];
        var (p, t) = (RandomFrames.Values(1, shape), RandomFrames.Values(2, shape));
        var expected = NaiveMetrics.StructuralSimilarity(p, t, height, width, range, window == SimilarityWindow.Gaussian11);
        Measure(p, t, range, window, shape).Should().BeApproximately(expected, 1e-10);
        expected.Should().BeLessThan(0.98);
    }

    [Theory]
    [InlineData(SimilarityWindow.Uniform7)]
    [InlineData(SimilarityWindow.Gaussian11)]
    public void Equal_frames_give_one_and_order_does_not_matter(SimilarityWindow window)
    {
        long[] shape = [1, 2, 1, 12, 14];
        var (p, t) = (RandomFrames.Values(3, shape), RandomFrames.Values(4, shape));
        Measure(p, p, 1, window, shape).Should().BeApproximately(1, 1e-12);
        Measure(p, t, 1, window, shape).Should().BeApproximately(Measure(t, p, 1, window, shape), 1e-14).And.BeLessThan(0.99);
        Measure(new float[336], new float[336], 1, window, shape).Should().Be(1);
    }

    [Fact]
    public void Flat_frames_compare_by_their_means_alone()
    {
        var (p, t) = (Enumerable.Repeat(0.25f, 64).ToArray(), Enumerable.Repeat(0.75f, 64).ToArray());
        Measure(p, t, 1, SimilarityWindow.Uniform7, 1, 1, 1, 8, 8)
            .Should().BeApproximately((2 * 0.25 * 0.75 + 1e-4) / (0.0625 + 0.5625 + 1e-4), 1e-10);
    }

    [Theory]
    [InlineData(SimilarityWindow.Uniform7, 6, 20, "SSIM (uniform 7x7, range 1) needs frames of at least 7 x 7; these are 6 x 20.*")]
    [InlineData(SimilarityWindow.Gaussian11, 12, 10, "SSIM (Gaussian 11x11, range 1) needs frames of at least 11 x 11; these are 12 x 10.*")]
    public void Frames_smaller_than_the_window_are_refused(SimilarityWindow window, int height, int width, string message)
    {
        var values = new float[height * width];
        FluentActions.Invoking(() => Measure(values, values, 1, window, 1, 1, 1, height, width)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_range_that_is_not_positive_is_refused(double range) =>
        FluentActions.Invoking(() => new StructuralSimilarity(range)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The data range must be positive and finite, 1 for frames in [0, 1]; it is *");
}
