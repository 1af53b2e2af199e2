using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class MultiScaleSimilarityTests
{
    private static double[] Doubles(float[] values, Range part) => [.. values[part].Select(value => (double)value)];

    [Fact]
    public void Agrees_with_loops_with_and_without_a_mask()
    {
        using var scope = NewDisposeScope();
        long[] shape = [1, 2, 1, 113, 115];
        const int Plane = 113 * 115;
        var (p, t) = (RandomFrames.Values(1, shape), RandomFrames.Values(2, shape));
        bool[] mask = [.. Enumerable.Range(0, p.Length).Select(i => i % Plane > 700 || i % 115 > 2)];
        Array.Fill(mask, false, Plane + 60 * 115, 115); // a row through the second frame leaves its coarsest scale without a window
        foreach (var valid in new[] { null, mask })
        {
            var metric = new MultiScaleSimilarity(1, SimilarityWindow.Uniform7);
            metric.Add(tensor(p, shape), tensor(t, shape), valid is null ? null : tensor(valid, shape));
            double?[] frames = [.. Enumerable.Range(0, 2).Select(f => (f * Plane)..((f + 1) * Plane))
                .Select(part => NaiveSimilarity.MultiScale(Doubles(p, part), Doubles(t, part), valid?[part], 115, 1, gaussian: false))];
            frames.Count(frame => frame is not null).Should().Be(valid is null ? 2 : 0);
            if (valid is null)
                metric.Result.Should().BeApproximately(frames.Average()!.Value, 1e-11).And.BeInRange(0.01, 0.99);
            else
                metric.Result.Should().Be(double.NaN);
        }
    }

    [Fact]
    public void A_masked_corner_leaves_what_its_windows_do_not_see()
    {
        using var scope = NewDisposeScope();
        long[] shape = [1, 1, 1, 130, 112];
        var (p, t) = (RandomFrames.Values(3, shape), RandomFrames.Values(4, shape));
        bool[] mask = [.. Enumerable.Range(0, p.Length).Select(i => i / 112 >= 16)];
        var metric = new MultiScaleSimilarity(1, SimilarityWindow.Uniform7);
        metric.Add(tensor(p, shape), tensor(t, shape), tensor(mask, shape));
        metric.Result.Should()
            .BeApproximately(NaiveSimilarity.MultiScale(Doubles(p, ..), Doubles(t, ..), mask, 112, 1, gaussian: false)!.Value, 1e-11);
    }

    [Fact]
    public void The_Gaussian_agrees_with_loops_and_equal_frames_give_one()
    {
        using var scope = NewDisposeScope();
        long[] shape = [1, 1, 1, 176, 176];
        var (p, t) = (RandomFrames.Values(5, shape), RandomFrames.Values(6, shape));
        MultiScaleSimilarity metric = new(1), same = new(1);
        metric.Add(tensor(p, shape), tensor(t, shape));
        same.Add(tensor(p, shape), tensor(p, shape));
        metric.Result.Should()
            .BeApproximately(NaiveSimilarity.MultiScale(Doubles(p, ..), Doubles(t, ..), null, 176, 1, gaussian: true)!.Value, 1e-11);
        same.Result.Should().BeApproximately(1, 1e-14);
        metric.Name.Should().Be("MS-SSIM (5 scales, Gaussian 11x11, range 1)");
    }

    [Fact]
    public void A_mean_below_zero_counts_as_zero()
    {
        using var p = RandomFrames.Make(7, 1, 1, 1, 112, 112);
        using var opposite = 1 - p;
        var metric = new MultiScaleSimilarity(1, SimilarityWindow.Uniform7);
        metric.Add(p, opposite);
        metric.Result.Should().Be(0);
    }

    [Theory]
    [InlineData(SimilarityWindow.Uniform7, 112, 111,
        "MS-SSIM (5 scales, uniform 7x7, range 1) needs frames of at least 112 x 112; these are 112 x 111.*")]
    [InlineData(SimilarityWindow.Gaussian11, 175, 200, "*at least 176 x 176; these are 175 x 200.*")]
    public void Frames_too_small_for_the_coarsest_scale_are_refused(SimilarityWindow window, int height, int width, string message)
    {
        using var frames = zeros(1, 1, 1, height * width).reshape(1, 1, 1, height, width);
        FluentActions.Invoking(() => new MultiScaleSimilarity(1, window).Add(frames, frames)).Should().Throw<ArgumentException>()
            .WithMessage(message);
    }
}
