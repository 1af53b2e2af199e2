using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class MetricViewsTests
{
    private static readonly long[] shape = [2, 2, 3, 8, 9];

    private static double Of(FrameMetric metric, Tensor p, Tensor t, Tensor? valid = null)
    {
        metric.Add(p, t, valid);
        return metric.Result;
    }

    [Fact]
    public void A_view_is_the_metric_of_other_frames()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(1, shape), RandomFrames.Make(2, shape));
        foreach (var make in FrameMetricTests.All.Where(make => make().Name is not { } name || !name.Contains("Gaussian", StringComparison.Ordinal) && !name.Contains("channel", StringComparison.Ordinal)))
        {
            Of(make().OnChannel(2), p, t).Should().Be(Of(make(), p.narrow(2, 2, 1), t.narrow(2, 2, 1)));
            Of(make().Clipped(0.3, 0.5), p, t).Should().Be(Of(make(), p.clamp(0.3, 0.5), t));
            Of(make().Clipped(0.3, 0.5, targetToo: true), p, t).Should().Be(Of(make(), p.clamp(0.3, 0.5), t.clamp(0.3, 0.5)));
            Tensor wideP = p.to(ScalarType.Float64).mul(20).sub(5), wideT = t.to(ScalarType.Float64).mul(20).sub(5);
            Of(make().Rescaled(20, -5), p, t).Should().Be(Of(make(), wideP, wideT));
            // The view that is named last is applied first.
            Of(make().Clipped(0, 1).Rescaled(20, -5), p, t).Should().Be(Of(make(), wideP.clamp(0, 1), wideT));
        }
    }

    [Fact]
    public void Channels_have_scales_of_their_own()
    {
        using var scope = NewDisposeScope();
        Tensor p = tensor([1f, 1, 1, 1], [1, 1, 2, 1, 2]), t = zeros([1, 1, 2, 1, 2]);
        var metric = new MeanAbsoluteError(PixelReduction.Sum).Rescaled([2, 10], [100, -7]);
        metric.Name.Should().Be("MAE (sum over a frame), rescaled by (2, 10) x + (100, -7)");
        Of(metric, p, t).Should().Be(2 + 2 + 10 + 10);
    }

    [Fact]
    public void Masks_go_along_and_shifted_frames_stay_out_of_sums()
    {
        using var scope = NewDisposeScope();
        Tensor p = tensor([2f, float.NaN], [1, 1, 2, 1, 1]), t = tensor([1f, 5f], [1, 1, 2, 1, 1]), valid = tensor(new[] { true, false }, [1, 1, 2, 1, 1]);
        Of(new SignalToNoise(DecibelAverage.OfPooledError).Rescaled(1, 9), p, t, valid).Should().BeApproximately(20, 1e-12, "10^2 to 1^2, and nothing of the second channel");
        Of(new MeanSquaredError(PixelReduction.Mean).OnChannel(0), p, t, valid).Should().Be(1);
        Of(new MeanSquaredError(PixelReduction.Mean).OnChannel(1), p, t, valid).Should().Be(double.NaN);
    }

    [Fact]
    public void The_metric_that_is_viewed_measures_nothing_itself()
    {
        using var frames = RandomFrames.Make(1, shape);
        var metric = new RootMeanSquaredError();
        var view = metric.OnChannel(1);
        view.Name.Should().Be("RMSE, channel 1");
        view.Better.Should().Be(Direction.LowerIsBetter);
        view.Add(frames, frames);
        (metric.Sequences, view.Sequences).Should().Be((0, 2));
        view.Merge(new RootMeanSquaredError().OnChannel(1));
        FluentActions.Invoking(() => view.Merge(new RootMeanSquaredError().OnChannel(2))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Views_that_mean_nothing_are_refused()
    {
        using var frames = RandomFrames.Make(1, shape);
        void Refused(Action act, string message) => act.Should().Throw<ArgumentException>().WithMessage(message);
        var metric = new RootMeanSquaredError();
        Refused(() => metric.OnChannel(-1), "*channel*");
        Refused(() => metric.OnChannel(3).Add(frames, frames), "RMSE is to measure channel 3; the frames have 3, counted from 0.*");
        Refused(() => metric.Clipped(1, 1), "Values are clipped to a finite range; [1, 1] was given.*");
        Refused(() => metric.Clipped(double.NaN, 1), "*[NaN, 1]*");
        Refused(() => metric.Rescaled(double.NaN, 1), "*1 and 1 were given, not all finite.*");
        Refused(() => metric.Rescaled([], []), "*0 and 0 were given.*");
        Refused(() => metric.Rescaled([1, 2], [1]), "*2 and 1 were given.*");
        Refused(() => metric.Rescaled([1, 2], [1, 2]).Add(frames, frames), "RMSE is to be rescaled for 2 channels; the frames have 3.*");
    }
}
