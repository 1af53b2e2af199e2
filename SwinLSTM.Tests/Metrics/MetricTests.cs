using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What every metric owes, whatever it measures.</summary>
public sealed class MetricTests
{
    public static TheoryData<int> Metrics => [.. Enumerable.Range(0, MetricCase.All.Count)];

    [Theory]
    [MemberData(nameof(Metrics))]
    public void States_of_parts_added_in_their_order_are_the_state_of_one_pass_to_the_last_bit(int kind) =>
        SeededProperty.Holds<ushort, byte>(4, (seed, cuts) =>
    {
        using var scope = NewDisposeScope();
        var one = MetricCase.All[kind];
        var (f, t, past) = one.Frames(seed, 4, 2, 2, 16, 18);
        var batches = new List<(long First, long Count)>();
        for (long first = 0, b = 0; first < 4; b++)
        {
            var count = Math.Min(4 - first, 1 + (cuts >> (int)(2 * b)) % 3);
            batches.Add((first, count));
            first += count;
        }
        IReadOnlyList<double> Add(Metric metric, (long First, long Count) batch) =>
            metric.Add(f.narrow(0, batch.First, batch.Count), t.narrow(0, batch.First, batch.Count),
            past: past.narrow(0, batch.First, batch.Count));
        Metric whole = one.New(), pass = one.New(), merged = one.New(), backwards = one.New();
        var (read, each) = (new MetricSet(one.New()), whole.Add(f, t, past: past));
        var workers = batches.Select(batch =>
        {
            Add(pass, batch).Should().Equal(each.Skip((int)batch.First).Take((int)batch.Count), MetricCase.Near);
            var worker = one.New();
            Add(worker, batch);
            return worker;
        }).ToList();
        foreach (var worker in workers)
        {
            var before = new MetricSet(worker).ToJson();
            worker.Merge(one.New());
            new MetricSet(worker).ToJson().Should().Be(before, "nothing is the neutral element");
            merged.Merge(one.New());
            merged.Merge(worker);
            read.MergeJson(before);
        }
        workers.Reverse<Metric>().ToList().ForEach(backwards.Merge);
        new MetricSet(merged).ToJson().Should().Be(new MetricSet(pass).ToJson());
        read.ToJson().Should().Be(new MetricSet(pass).ToJson());
        foreach (var other in new[] { pass, backwards })
        {
            MetricCase.Near(other.Result, whole.Result).Should().BeTrue($"{other.Result} is {whole.Result}");
            other.PerLeadTime.Should().HaveCount(2).And.Equal(whole.PerLeadTime, MetricCase.Near);
            other.Sequences.Should().Be(4);
        }
    });

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_lead_time_is_the_metric_of_its_frames_alone(int kind)
    {
        using var scope = NewDisposeScope();
        var one = MetricCase.All[kind];
        if (one.New().Name.StartsWith("skill", StringComparison.Ordinal) && one.New().Name.Contains("linear", StringComparison.Ordinal))
            return; // the second frame ahead is another one without the first
        var (f, t, past) = one.Frames(3, MetricCase.Shape);
        Metric whole = one.New(), second = one.New();
        whole.Add(f, t, past: past);
        second.Add(f.narrow(f.dim() - 4, 1, 1), t.narrow(1, 1, 1), past: past);
        MetricCase.Near(whole.PerLeadTime[1], second.Result).Should().BeTrue();
        whole.PerLeadTime[0].Should().NotBe(whole.PerLeadTime[1]);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Strides_gradients_and_dtypes_make_no_difference_and_no_tensor_stays(int kind)
    {
        using var scope = NewDisposeScope();
        var one = MetricCase.All[kind];
        var (f, t, past) = one.Frames(5, MetricCase.Shape);
        double Of(Tensor forecast, Tensor truth)
        {
            var metric = one.New();
            metric.Add(forecast, truth, past: past);
            return metric.Result;
        }
        var (last, plain) = (f.dim() - 1, Of(f, t));
        MetricCase.Near(Of(f.transpose(last - 1, last).contiguous().transpose(last - 1, last).requires_grad_(),
            t.transpose(0, 2).contiguous().transpose(0, 2)), plain).Should().BeTrue();
        foreach (var dtype in new[] { ScalarType.BFloat16, ScalarType.Float16 })
            Of(f.to(dtype), t).Should().Be(Of(f.to(dtype).to(ScalarType.Float32), t), $"{dtype} fits in single precision");
        Of(f.to(ScalarType.Float64), t).Should().Be(plain, "both have one dtype");
        Of(f.to(ScalarType.Float64), t.to(ScalarType.Float64)).Should()
            .BeApproximately(plain, 1e-6 * Math.Max(1, Math.Abs(plain)), "tensors in double precision take the place of loops");

        var again = one.New();
        again.Add(f, t, past: past);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        again.Add(f, t, past: past);
        Tensor.TotalCount.Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Nothing_added_has_no_result_and_reset_returns_to_that(int kind)
    {
        using var scope = NewDisposeScope();
        var one = MetricCase.All[kind];
        var (f, t, past) = one.Frames(11, 1, 1, 2, 16, 18);
        var metric = one.New();
        FluentActions.Invoking(() => metric.Result).Should().Throw<InvalidOperationException>()
            .WithMessage($"{metric.Name} has no result before the first batch. Call Add with a forecast and the truth.");
        metric.Add(f, t, past: past);
        metric.ToString().Should().StartWith(metric.Name + " = ");
        metric.Reset();
        FluentActions.Invoking(() => metric.PerLeadTime).Should().Throw<InvalidOperationException>();
        metric.ToString().Should().Be(metric.Name);
    }

    [Fact]
    public void Wrong_shapes_and_dtypes_are_refused_with_one_sentence_each()
    {
        using var scope = NewDisposeScope();
        var metric = new MeanSquaredError();
        var frames = RandomFrames.Make(1, 2, 3, 1, 8, 8);
        void Refused(Tensor f, Tensor t, string message, Tensor? past = null) =>
            FluentActions.Invoking(() => metric.Add(f, t, past: past)).Should().Throw<ArgumentException>().WithMessage(message);

        Refused(frames, frames.narrow(1, 0, 2),
            "forecast and truth must have the same shape, but for the members of an ensemble; forecast is [2, 3, 1, 8, 8], truth is [2, " +
            "2, 1, 8, 8].*");
        Refused(frames.reshape(2, 3, 8, 8), frames, "forecast must have the axes [B, T, C, H, W]; its shape is [2, 3, 8, 8].*");
        Refused(frames, frames.reshape(6, 64), "truth must have the axes*[6, 64].*");
        Refused(frames.to(ScalarType.Byte), frames, "forecast must have a floating-point dtype; it is Byte.*");
        Refused(zeros([0, 3, 1, 8, 8]), zeros([0, 3, 1, 8, 8]), "truth must have at least one value; its shape is [0, 3, 1, 8, 8].*");
        Refused(frames.unsqueeze(1), frames,
            "MSE (mean over a frame) takes a single forecast [B, T, C, H, W]; the forecast is [2, 1, 3, 1, 8, 8].*");
        Refused(frames, frames,
            "past must have the shape of the truth in all axes but time; past is [2, 3, 1, 8, 7], the truth is [2, 3, 1, 8, 8].*",
            frames[.., .., .., .., ..7]);

        metric.Add(frames, frames);
        Refused(frames.narrow(1, 0, 2), frames.narrow(1, 0, 2),
            "MSE (mean over a frame) measures frames of one shape [T, C, H, W]; earlier ones are [3, 1, 8, 8], these are [2, 1, 8, 8].*");
    }

    [Fact]
    public void Only_the_same_metric_with_the_same_choices_can_be_merged()
    {
        using var frames = RandomFrames.Make(1, 1, 1, 1, 12, 12);
        using var longer = RandomFrames.Make(1, 1, 2, 1, 12, 12);
        var metric = new StructuralSimilarity(1);
        metric.Add(frames, frames);
        void Refused(Metric other, string message) =>
            FluentActions.Invoking(() => metric.Merge(other)).Should().Throw<ArgumentException>().WithMessage(message);

        Refused(new StructuralSimilarity(2),
            "Only the same metric with the same choices can be merged into SSIM (uniform 7x7, range 1); the other is SSIM (uniform 7x7, " +
            "range 2).*");
        Refused(new RootMeanSquaredError(), "*the other is RMSE.*");
        var other = new StructuralSimilarity(1);
        other.Add(longer, longer);
        Refused(other, "*earlier ones are [1, 1, 12, 12], these are [2, 1, 12, 12].*");
    }

    [Theory]
    [InlineData(BetterWhen.Lower, new[] { 2, 0, 1, 4, 3 })]
    [InlineData(BetterWhen.Neither, new[] { 2, 0, 1, 4, 3 })]
    [InlineData(BetterWhen.Higher, new[] { 4, 0, 1, 2, 3 })]
    [InlineData(BetterWhen.CloserToOne, new[] { 0, 1, 4, 2, 3 })]
    [InlineData(BetterWhen.CloserToZero, new[] { 0, 1, 4, 2, 3 })]
    public void The_best_value_comes_first_equals_in_order_and_NaN_last(BetterWhen better, int[] order) =>
        better.Order([0.5, 0.5, -3, double.NaN, 1.75]).Should().Equal(order);

    [Fact]
    public void Undefined_choices_are_refused()
    {
        FluentActions.Invoking(() => ((BetterWhen)9).Order([1])).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("BetterWhen is Lower, Higher, CloserToOne, CloserToZero or Neither; 9 was given.*");
        FluentActions.Invoking(() => new MeanSquaredError((PixelReduction)5)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("PixelReduction is Mean or Sum; 5 was given.*");
        FluentActions.Invoking(() => new SignalToNoiseRatio((DecibelAverage)4)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("*OfPooledError or OfEachFrame; 4 was given.*");
        FluentActions.Invoking(() => new PeakSignalToNoiseRatio(0, DecibelAverage.OfEachFrame)).Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("The peak must be positive and finite, 1 for frames in [0, 1]; it is 0.*");
        FluentActions.Invoking(() => new StructuralSimilarity(double.NaN)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The data range must be positive and finite, 1 for frames in [0, 1]; it is *");
        FluentActions.Invoking(() => new MultiScaleSimilarity(1, (SimilarityWindow)5)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("*5 was given.*");
    }
}
