using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>The loops of our own against the definition: any size, any mask, any dtype, and against tensors.</summary>
public sealed class SimilarityKernelTests
{
    // Less than a vector, whole strips, one window more than a strip, several strips.
    [Theory]
    [InlineData(SimilarityWindow.Uniform7, 7, 7)]
    [InlineData(SimilarityWindow.Uniform7, 8, 9)]
    [InlineData(SimilarityWindow.Uniform7, 10, 12)]
    [InlineData(SimilarityWindow.Uniform7, 13, 70)]
    [InlineData(SimilarityWindow.Uniform7, 9, 71)]
    [InlineData(SimilarityWindow.Uniform7, 66, 66)]
    [InlineData(SimilarityWindow.Uniform7, 41, 67)]
    [InlineData(SimilarityWindow.Uniform7, 11, 143)]
    [InlineData(SimilarityWindow.Gaussian11, 11, 11)]
    [InlineData(SimilarityWindow.Gaussian11, 12, 14)]
    [InlineData(SimilarityWindow.Gaussian11, 15, 74)]
    [InlineData(SimilarityWindow.Gaussian11, 12, 75)]
    [InlineData(SimilarityWindow.Gaussian11, 60, 71)]
    [InlineData(SimilarityWindow.Gaussian11, 13, 139)]
    public void Every_size_agrees_with_loops_with_and_without_a_mask(SimilarityWindow window, int height, int width)
    {
        using var scope = NewDisposeScope();
        long[] shape = [1, 2, 1, height, width];
        var (p, t) = (RandomFrames.Values(1, shape), RandomFrames.Values(2, shape));
        bool[] mask = [.. Enumerable.Range(0, p.Length).Select(i => i % 151 != 60 && i % width != width - 1)];
        foreach (var valid in new[] { null, mask })
            foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64 })
            {
                var metric = new StructuralSimilarity(0.7, window);
                metric.Add(tensor(p, shape).to(dtype), tensor(t, shape).to(dtype), valid is null ? null : tensor(valid, shape));
                var (sum, windows) = (0.0, 0);
                for (var frame = 0; frame < 2; frame++)
                {
                    var (whole, _, count) = Plane(p, t, valid, frame, height * width, width, 0.7, window);
                    (sum, windows) = (sum + whole, windows + count);
                }
                if (windows == 0)
                    metric.Result.Should().Be(double.NaN);
                else
                    metric.Result.Should().BeApproximately(sum / windows, 1e-11);
            }
    }

    private static (double, double, int) Plane(float[] p, float[] t, bool[]? valid, int plane, int size, int width, double range,
        SimilarityWindow window)
    {
        var part = (plane * size)..((plane + 1) * size);
        return NaiveSimilarity.Sums([.. p[part].Select(v => (double)v)], [.. t[part].Select(v => (double)v)], valid?[part], width, range,
            window == SimilarityWindow.Gaussian11);
    }

    [Fact]
    public void A_large_value_leaves_nothing_behind_in_windows_that_do_not_see_it()
    {
        using var scope = NewDisposeScope();
        long[] shape = [1, 1, 1, 40, 40];
        var (p, t) = (RandomFrames.Values(1, shape), RandomFrames.Values(2, shape));
        var (clean, _, windows) = NaiveSimilarity.Sums([.. p.Select(v => (double)v)], [.. t.Select(v => (double)v)], null, 40, 1,
            gaussian: false);
        p[0] = 1e7f; // seen by one window alone, which then counts for nothing
        var metric = new StructuralSimilarity(1);
        metric.Add(tensor(p, shape), tensor(t, shape), tensor(Enumerable.Range(0, 1600).Select(i => i != 0).ToArray(), shape));
        var unmasked = new StructuralSimilarity(1);
        unmasked.Add(tensor(p, shape), tensor(t, shape));
        (unmasked.Result * windows).Should().BeApproximately(metric.Result * (windows - 1), 1e-4);
        clean.Should().NotBe(0);
    }

    [Fact]
    public void Equal_frames_are_equal_to_the_last_bit()
    {
        using var frames = RandomFrames.Make(5, 2, 2, 2, 20, 90);
        foreach (var window in Enum.GetValues<SimilarityWindow>())
        {
            var metric = new StructuralSimilarity(1, window);
            metric.Add(frames, frames);
            metric.Result.Should().Be(1);
        }
    }

    [Theory]
    [InlineData(SimilarityWindow.Uniform7)]
    [InlineData(SimilarityWindow.Gaussian11)]
    public void Tensors_give_what_loops_give(SimilarityWindow window)
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(6, 2, 2, 2, 17, 69), RandomFrames.Make(7, 2, 2, 2, 17, 69));
        var gaps = p.masked_fill(RandomFrames.Make(8, 2, 2, 2, 17, 69) < 0.02f, double.NaN);
        foreach (var whole in new[] { true, false })
            foreach (var forecast in new[] { p, gaps })
            {
                var similarity = new WindowedSimilarity(window, 1, whole);
                var (loops, tensors) = (similarity.Sums(forecast, t), similarity.ByTensors(forecast, t));
                loops.shape.Should().Equal(2, 2, 2, 2);
                loops.allclose(tensors, rtol: 1e-11, atol: 1e-9).Should().BeTrue();
                loops.select(3, 1).sum().item<double>().Should().BeGreaterThan(0);
            }
    }

    [Theory]
    [InlineData(SimilarityWindow.Uniform7, 6, 20, "SSIM (uniform 7x7, range 1) needs frames of at least 7 x 7; these are 6 x 20.*")]
    [InlineData(SimilarityWindow.Gaussian11, 12, 10,
        "SSIM (Gaussian 11x11, range 1) needs frames of at least 11 x 11; these are 12 x 10.*")]
    public void Frames_smaller_than_the_window_are_refused(SimilarityWindow window, int height, int width, string message)
    {
        using var frames = zeros([1, 1, 1, height, width]);
        FluentActions.Invoking(() => new StructuralSimilarity(1, window).Add(frames, frames)).Should().Throw<ArgumentException>()
            .WithMessage(message);
    }

    [Fact]
    public void Flat_frames_compare_by_their_means_alone()
    {
        using var scope = NewDisposeScope();
        new StructuralSimilarity(1).Add(full([1, 1, 1, 8, 8], 0.25), full([1, 1, 1, 8, 8], 0.75))[0].Should()
            .BeApproximately((2 * 0.25 * 0.75 + 1e-4) / (0.0625 + 0.5625 + 1e-4), 1e-10);
        new StructuralSimilarity(1).Add(zeros([1, 1, 1, 8, 8]), zeros([1, 1, 1, 8, 8]))[0].Should().Be(1);
    }

    [Fact]
    public void Threads_give_what_one_thread_gives()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(6, 20, 5, 1, 12, 12), RandomFrames.Make(7, 20, 5, 1, 12, 12));
        StructuralSimilarity one = new(1), several = new(1);
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            one.Add(p, t);
            set_num_threads(3);
            several.Add(p, t);
        }
        finally
        {
            set_num_threads(before);
        }
        new MetricSet(several).ToJson().Should().Be(new MetricSet(one).ToJson());
    }
}
