using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What every metric owes, whatever it measures.</summary>
public sealed class FrameMetricTests
{
    internal static readonly Func<FrameMetric>[] All =
    [
        () => new MeanSquaredError(PixelReduction.Mean),
        () => new MeanSquaredError(PixelReduction.Sum),
        () => new MeanAbsoluteError(PixelReduction.Mean),
        () => new MeanAbsoluteError(PixelReduction.Sum),
        () => new RootMeanSquaredError(),
        () => new RootMeanSquaredError(PixelReduction.Sum),
        () => new PeakSignalToNoise(1, DecibelAverage.OfPooledError),
        () => new PeakSignalToNoise(1, DecibelAverage.OfEachFrame),
        () => new SignalToNoise(DecibelAverage.OfPooledError),
        () => new SignalToNoise(DecibelAverage.OfEachFrame),
        () => new StructuralSimilarity(1),
        () => new StructuralSimilarity(1, SimilarityWindow.Gaussian11),
        () => new StructuralSimilarity(1).Clipped(0.25, 0.5),
        () => new SignalToNoise(DecibelAverage.OfPooledError).Rescaled(40, -3).OnChannel(0),
        () => new ThresholdScores(0.5),
    ];

    public static TheoryData<int> Metrics => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Any_split_into_batches_and_any_merge_give_what_one_pass_gives(int kind) => SeededProperty.Holds<ushort, byte>(5, (seed, cut) =>
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(seed, 5, 3, 2, 14, 16), RandomFrames.Make(seed + 1, 5, 3, 2, 14, 16));
        FrameMetric once = All[kind](), split = All[kind](), left = All[kind](), right = All[kind](), merged = All[kind](), read = All[kind]();
        var each = once.Add(p, t);
        for (var b = 0; b < 5; b++)
        {
            split.Add(p.narrow(0, b, 1), t.narrow(0, b, 1)).Should().Equal([each[b]], Near);
            (b <= cut % 4 ? left : right).Add(p.narrow(0, b, 1), t.narrow(0, b, 1));
        }
        foreach (var part in new[] { left, All[kind](), right })
        {
            merged.Merge(part);
            read.MergeJson(part.ToJson());
        }
        foreach (var other in new[] { split, merged, read })
        {
            Near(other.Result, once.Result).Should().BeTrue();
            other.PerLeadTime.Should().HaveCount(3).And.Equal(once.PerLeadTime, Near);
            other.Sequences.Should().Be(5);
        }
    });

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Each_sequence_has_the_value_that_it_has_alone(int kind)
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(21, 3, 2, 1, 12, 13), RandomFrames.Make(22, 3, 2, 1, 12, 13));
        var each = All[kind]().Add(p, t);
        for (var b = 0; b < 3; b++)
        {
            var alone = All[kind]();
            alone.Add(p.narrow(0, b, 1), t.narrow(0, b, 1));
            Near(each[b], alone.Result).Should().BeTrue();
        }
        each.Distinct().Should().HaveCount(3);
    }

    private static bool Near(double x, double y) => Math.Abs(x - y) <= 1e-12 * Math.Max(1, Math.Abs(y));

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_lead_time_is_the_metric_of_its_frames_alone(int kind)
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(3, 2, 3, 1, 13, 13), RandomFrames.Make(4, 2, 3, 1, 13, 13));
        FrameMetric whole = All[kind](), second = All[kind]();
        whole.Add(p, t);
        second.Add(p.narrow(1, 1, 1), t.narrow(1, 1, 1));
        whole.PerLeadTime[1].Should().BeApproximately(second.Result, 1e-12);
        whole.PerLeadTime[0].Should().NotBe(whole.PerLeadTime[1]);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Non_contiguous_frames_and_frames_that_want_gradients_are_as_good(int kind)
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(5, 2, 3, 2, 16, 12), RandomFrames.Make(6, 2, 3, 2, 16, 12));
        FrameMetric plain = All[kind](), strided = All[kind]();
        plain.Add(p, t);
        strided.Add(p.transpose(3, 4).contiguous().transpose(3, 4).requires_grad_(), t.transpose(0, 2).contiguous().transpose(0, 2));
        strided.Result.Should().BeApproximately(plain.Result, 1e-12 * Math.Abs(plain.Result));
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Half_precision_frames_give_what_their_values_give_in_single(int kind)
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(7, 2, 2, 1, 12, 12), RandomFrames.Make(8, 2, 2, 1, 12, 12));
        foreach (var dtype in new[] { ScalarType.BFloat16, ScalarType.Float16, ScalarType.Float64 })
        {
            FrameMetric low = All[kind](), single = All[kind]();
            low.Add(p.to(dtype), t);
            single.Add(p.to(dtype).to(ScalarType.Float32), t);
            low.Result.Should().BeApproximately(single.Result, 1e-9 * Math.Abs(single.Result), $"{dtype}");
        }
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Measuring_leaves_no_tensor_behind(int kind)
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(9, 2, 2, 1, 12, 12), RandomFrames.Make(10, 2, 2, 1, 12, 12));
        var metric = All[kind]();
        metric.Add(p, t);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        metric.Add(p, t);
        Tensor.TotalCount.Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Nothing_added_has_no_result_and_reset_returns_to_that(int kind)
    {
        var metric = All[kind]();
        FluentActions.Invoking(() => metric.Result).Should().Throw<InvalidOperationException>()
            .WithMessage($"{metric.Name} has no result before the first batch. Call Add with a prediction and its target.");
        using var frames = RandomFrames.Make(11, 1, 1, 1, 12, 12);
        metric.Add(frames, frames);
        metric.ToString().Should().StartWith(metric.Name + " = ");
        metric.Reset();
        FluentActions.Invoking(() => metric.PerLeadTime).Should().Throw<InvalidOperationException>();
        metric.ToString().Should().Be(metric.Name);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_value_that_is_not_finite_is_refused_by_its_place_and_nothing_is_added(int kind)
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(12, 2, 3, 2, 12, 12), RandomFrames.Make(13, 2, 3, 2, 12, 12));
        var metric = All[kind]();
        metric.Add(p, t);
        var before = metric.Result;
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var bad = t.clone();
            bad[1, 2, 0, 5, 7] = tensor(value);
            FluentActions.Invoking(() => metric.Add(p, bad)).Should().Throw<ArgumentException>()
                .WithMessage("Every value must be finite; target[1, 2, 0, 5, 7] (batch, time, channel, row, column) is not.*").WithParameterName("target");
            FluentActions.Invoking(() => metric.Add(bad, t)).Should().Throw<ArgumentException>().WithMessage("*prediction[1, 2, 0, 5, 7]*");
        }
        metric.Result.Should().Be(before);
    }

    [Fact]
    public void Wrong_shapes_and_dtypes_are_refused_with_one_sentence_each()
    {
        using var scope = NewDisposeScope();
        var metric = new MeanSquaredError(PixelReduction.Mean);
        var frames = RandomFrames.Make(1, 2, 3, 1, 8, 8);
        void Refused(Tensor p, Tensor t, string message) =>
            FluentActions.Invoking(() => metric.Add(p, t)).Should().Throw<ArgumentException>().WithMessage(message);

        Refused(frames, frames.narrow(1, 0, 2), "prediction and target must have one shape; prediction is [2, 3, 1, 8, 8], target is [2, 2, 1, 8, 8].*");
        Refused(frames.reshape(2, 3, 8, 8), frames, "prediction must have the axes [B, T, C, H, W]; it has the shape [2, 3, 8, 8].*");
        Refused(frames, frames.reshape(6, 64), "target must have the axes*[6, 64].*");
        Refused(frames.to(ScalarType.Byte), frames, "prediction must be of a floating dtype; it is Byte.*");
        Refused(zeros([0, 3, 1, 8, 8]), zeros([0, 3, 1, 8, 8]), "prediction must have at least one value; its shape is [0, 3, 1, 8, 8].*");

        metric.Add(frames, frames);
        Refused(frames.narrow(1, 0, 2), frames.narrow(1, 0, 2), "All batches must have frames of one shape [T, C, H, W]; earlier ones were [3, 1, 8, 8], this one is [2, 1, 8, 8].*");
    }

    [Fact]
    public void Only_the_same_kind_with_the_same_choices_can_be_merged()
    {
        using var frames = RandomFrames.Make(1, 1, 1, 1, 12, 12);
        using var longer = RandomFrames.Make(1, 1, 2, 1, 12, 12);
        var metric = new StructuralSimilarity(1);
        metric.Add(frames, frames);
        void Refused(FrameMetric other, string message) =>
            FluentActions.Invoking(() => metric.Merge(other)).Should().Throw<ArgumentException>().WithMessage(message);

        Refused(new StructuralSimilarity(2), "Only a metric of the same kind and choices can be merged into SSIM (uniform 7x7, range 1); this one is SSIM (uniform 7x7, range 2).*");
        Refused(new RootMeanSquaredError(), "*this one is RMSE.*");
        var other = new StructuralSimilarity(1);
        other.Add(longer, longer);
        Refused(other, "*has measured frames [T, C, H, W] = [1, 1, 12, 12]; the other has measured [2, 1, 12, 12].*");
    }
}
