using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class MetricSetTests
{
    private static IReadOnlyList<MetricCase> Single { get; } = [.. MetricCase.All.Where(one => one.Members == 0 && !one.Complete)];

    private static MetricSet All() => new([.. Single.Select(one => one.New())]);

    [Fact]
    public void A_set_gives_what_each_metric_gives_alone_with_and_without_a_mask()
    {
        using var scope = NewDisposeScope();
        var (f, t, past) = Single[0].Frames(1, MetricCase.Shape);
        var valid = RandomFrames.Make(3, 3, 1, 1, 16, 18) > 0.05f;
        foreach (var mask in new[] { null, valid })
        {
            var set = All();
            var each = set.Add(f, t, mask, past);
            for (var k = 0; k < set.Metrics.Count; k++)
            {
                var alone = Single[k].New();
                alone.Add(f, t, mask, past).Should().Equal(each[k]);
                set.Metrics[k].Result.Should().Be(alone.Result, alone.Name);
                set[alone.Name].Should().BeSameAs(set.Metrics[k]);
            }
        }
    }

    [Fact]
    public void Sets_merge_metric_by_metric_and_reset()
    {
        using var scope = NewDisposeScope();
        var (p, t, past) = Single[0].Frames(1, 4, 2, 2, 16, 18);
        MetricSet once = All(), left = All(), right = All();
        once.Add(p, t, past: past);
        left.Add(p.narrow(0, 0, 1), t.narrow(0, 0, 1), past: past.narrow(0, 0, 1));
        right.Add(p.narrow(0, 1, 3), t.narrow(0, 1, 3), past: past.narrow(0, 1, 3));
        left.Merge(right);
        left.Metrics.Zip(once.Metrics).Should()
            .OnlyContain(pair => Math.Abs(pair.First.Result - pair.Second.Result) <= 1e-12 * Math.Max(1, Math.Abs(pair.Second.Result)));
        left.Reset();
        left.Metrics.Should().OnlyContain(metric => metric.Sequences == 0);

        FluentActions.Invoking(() => left.Merge(new MetricSet(new RootMeanSquaredError()))).Should().Throw<ArgumentException>()
            .WithMessage("Only a set of the same metrics can be merged; this one has * the other 1.*");
        var others = new MetricSet(new RootMeanSquaredError(), new StructuralSimilarity(2));
        var mine = new MetricSet(new RootMeanSquaredError(), new StructuralSimilarity(1));
        others.Add(p, t);
        FluentActions.Invoking(() => mine.Merge(others)).Should().Throw<ArgumentException>()
            .WithMessage("*the other is SSIM (uniform 7x7, range 2).*");
        mine.Metrics[0].Sequences.Should().Be(0, "a set merges all of its metrics or none");
    }

    [Fact]
    public void A_batch_that_one_metric_refuses_is_added_to_none()
    {
        using var frames = RandomFrames.Make(1, 1, 1, 1, 6, 6);
        var set = new MetricSet(new RootMeanSquaredError(), new StructuralSimilarity(1));
        FluentActions.Invoking(() => set.Add(frames, frames)).Should().Throw<ArgumentException>()
            .WithMessage("*needs frames of at least 7 x 7; these are 6 x 6*");
        set.Metrics[0].Sequences.Should().Be(0);
    }

    [Fact]
    public void What_metrics_share_is_computed_once_and_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        var (p, t, past) = Single[0].Frames(1, 2, 2, 2, 16, 18);
        Counting first = new("a"), second = new("b");
        var set = new MetricSet([first, second, .. All().Metrics]);
        set.Add(p, t, past: past);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        set.Add(p, t, past: past);
        Tensor.TotalCount.Should().Be(before);
        (first.Computed, second.Computed).Should().Be((2, 0));
        second.Result.Should().Be(first.Result);
    }

    [Fact]
    public void Sets_without_metrics_or_with_one_twice_are_refused()
    {
        FluentActions.Invoking(() => new MetricSet()).Should().Throw<ArgumentException>()
            .WithMessage("A set needs at least one metric; none was given.*");
        FluentActions.Invoking(() => new MetricSet(new RootMeanSquaredError(), new RootMeanSquaredError())).Should()
            .Throw<ArgumentException>()
            .WithMessage("The metrics of a set must have different names; two are RMSE.*");
        FluentActions.Invoking(() => new MetricSet(new RootMeanSquaredError())["MSE"]).Should().Throw<ArgumentException>()
            .WithMessage("There is no metric MSE in this set; it has RMSE.*");
    }

    [Fact]
    public void A_set_prints_a_line_for_each_metric()
    {
        using var zero = zeros([1, 2, 1, 1, 1]);
        using var three = tensor([3f, 4f], [1, 2, 1, 1, 1]);
        var set = new MetricSet(new RootMeanSquaredError(), new MeanAbsoluteError(PixelReduction.Sum));
        set.ToString().Should().Be("RMSE\nMAE (sum over a frame)");
        set.Add(three, zero);
        set.ToString().Should().Be("RMSE = 3.53553\nMAE (sum over a frame) = 3.5");
    }

    [Fact]
    public void A_metric_of_ones_own_that_returns_something_else_is_told_so()
    {
        using var frames = RandomFrames.Make(1, 2, 3, 1, 4, 4);
        FluentActions.Invoking(() => new Wrong().Add(frames, frames)).Should().Throw<InvalidOperationException>()
            .WithMessage(
                "Wrong.Measure must return Float64 [2, 3, 2]; it returned Float64 [2, 3, 1]. Statistics says how many numbers a " +
                "frame has.");
    }

    private sealed class Counting(string name) : Metric
    {
        public int Computed { get; private set; }

        public override string Name => name;

        public override BetterWhen Better => BetterWhen.Neither;

        protected override Tensor Measure(ForecastBatch batch) => batch.MeanOverFrames(batch.Shared("largest", () =>
        {
            Computed++;
            return batch.Forecast.to(ScalarType.Float64).flatten(2).amax(2).unsqueeze(2); // [B, T, 1]
        }));
    }

    private sealed class Wrong : Metric
    {
        public override string Name => "wrong";

        public override BetterWhen Better => BetterWhen.Neither;

        protected override Tensor Measure(ForecastBatch batch) => batch.ValidFrames;
    }
}
