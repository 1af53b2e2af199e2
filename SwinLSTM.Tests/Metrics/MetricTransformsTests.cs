using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class MetricTransformsTests
{
    private static readonly long[] shape = [2, 2, 3, 8, 9];

    private static double Of(Metric metric, Tensor p, Tensor t, Tensor? valid = null)
    {
        metric.Add(p, t, valid);
        return metric.Result;
    }

    [Fact]
    public void A_transform_measures_the_metric_on_changed_frames()
    {
        using var scope = NewDisposeScope();
        Func<Metric>[] all = [() => new MeanSquaredError(), () => new PeakSignalToNoiseRatio(1, DecibelAverage.OfEachFrame), () =>
            new StructuralSimilarity(1), () => new ThresholdScores([0.4])];
        var (p, t) = (RandomFrames.Make(1, shape), RandomFrames.Make(2, shape));
        foreach (var make in all)
        {
            Of(make().OnChannel(2), p, t).Should().Be(Of(make(), p.narrow(2, 2, 1), t.narrow(2, 2, 1)));
            Of(make().Clipped(0.3, 0.5), p, t).Should().Be(Of(make(), p.clamp(0.3, 0.5), t));
            Of(make().Clipped(0.3, 0.5, truthToo: true), p, t).Should().Be(Of(make(), p.clamp(0.3, 0.5), t.clamp(0.3, 0.5)));
            Tensor wideP = p.to(ScalarType.Float64).mul(20).sub(5), wideT = t.to(ScalarType.Float64).mul(20).sub(5);
            Of(make().Rescaled([20], [-5]), p, t).Should().Be(Of(make(), wideP, wideT));
            Of(make().Clipped(0, 1).Rescaled([20], [-5]), p, t).Should()
                .Be(Of(make(), wideP.clamp(0, 1), wideT), "the last one is applied first");
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
    public void Missing_values_go_along_and_shifted_frames_stay_out_of_sums()
    {
        using var scope = NewDisposeScope();
        Tensor p = tensor([2f, float.NaN], [1, 1, 2, 1, 1]), t = tensor([1f, 5f], [1, 1, 2, 1, 1]),
            valid = tensor(new[] { true, false }, [1, 1, 2, 1, 1]);
        Of(new SignalToNoiseRatio(DecibelAverage.OfPooledError).Rescaled([1], [9]), p, t, valid).Should()
            .BeApproximately(20, 1e-12, "10^2 to 1^2, and nothing of the second channel");
        Of(new MeanSquaredError(PixelReduction.Mean).OnChannel(0), p, t, valid).Should().Be(1);
        Of(new MeanSquaredError(PixelReduction.Mean).OnChannel(1), p, t, valid).Should().Be(double.NaN);
    }

    [Fact]
    public void The_metric_that_is_transformed_measures_nothing_itself()
    {
        using var frames = RandomFrames.Make(1, shape);
        var metric = new RootMeanSquaredError();
        var changed = metric.OnChannel(1);
        changed.Name.Should().Be("RMSE, channel 1");
        changed.Better.Should().Be(BetterWhen.Lower);
        changed.Add(frames, frames);
        (metric.Sequences, changed.Sequences).Should().Be((0, 2));
        changed.Merge(new RootMeanSquaredError().OnChannel(1));
        FluentActions.Invoking(() => changed.Merge(new RootMeanSquaredError().OnChannel(2))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Transforms_that_mean_nothing_are_refused()
    {
        using var frames = RandomFrames.Make(1, shape);
        void Refused(Action act, string message) => act.Should().Throw<ArgumentException>().WithMessage(message);
        var metric = new RootMeanSquaredError();
        Refused(() => metric.OnChannel(-1), "*channel*");
        Refused(() => metric.OnChannel(3).Add(frames, frames), "RMSE measures channel 3; the frames have 3 channels, counted from 0.*");
        Refused(() => metric.Clipped(1, 1), "Values are clipped to a finite range; [1, 1] was given.*");
        Refused(() => metric.Clipped(double.NaN, 1), "*[NaN, 1]*");
        Refused(() => metric.Rescaled([double.NaN], [1]), "*the scale is NaN, the offset 1.*");
        Refused(() => metric.Rescaled([], []), "*the scale is (), the offset ().*");
        Refused(() => metric.Rescaled([1, 2], [1]), "*the scale is (1, 2), the offset 1.*");
        Refused(() => metric.Rescaled([1, 2], [1, 2]).Add(frames, frames), "RMSE is rescaled for 2 channels; the frames have 3.*");
    }
}
