using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What every metric owes where not every value counts.</summary>
public sealed class MaskTests
{
    private static readonly long[] shape = [2, 3, 2, 16, 18];

    public static TheoryData<int> Metrics => FrameMetricTests.Metrics;

    // Whole columns of a side are missing, and single values of one frame.
    private static Tensor Mask()
    {
        var valid = ones(shape, ScalarType.Bool);
        valid[.., .., .., .., 15..] = tensor(false);
        valid[1, 2, 0, 3, 2] = tensor(false);
        valid[1, 2, 1, 3, 2] = tensor(false);
        return valid;
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void What_is_not_valid_is_never_looked_at(int kind)
    {
        using var scope = NewDisposeScope();
        var (p, t, valid) = (RandomFrames.Make(1, shape), RandomFrames.Make(2, shape), Mask());
        FrameMetric clean = FrameMetricTests.All[kind](), dirty = FrameMetricTests.All[kind](), bytes = FrameMetricTests.All[kind](), whole = FrameMetricTests.All[kind]();
        clean.Add(p, t, valid);
        dirty.Add(p.masked_fill(valid.logical_not(), double.NaN), t.masked_fill(valid.logical_not(), double.NegativeInfinity), valid);
        bytes.Add(p, t, valid.to(ScalarType.Byte));
        whole.Add(p, t);
        dirty.Result.Should().Be(clean.Result).And.NotBe(whole.Result);
        dirty.PerLeadTime.Should().Equal(clean.PerLeadTime);
        bytes.Result.Should().Be(clean.Result);
        dirty.SkippedValues.Should().Be(0, "nobody looked");
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_frame_cut_off_by_a_mask_is_measured_as_the_smaller_frame(int kind)
    {
        if (FrameMetricTests.All[kind]().Name.Contains("sum over", StringComparison.Ordinal))
            return; // a sum over fewer values is another one, as below
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(3, shape), RandomFrames.Make(4, shape));
        FrameMetric masked = FrameMetricTests.All[kind](), cut = FrameMetricTests.All[kind]();
        var columns = (arange(18) < 14).reshape(1, 1, 1, 1, 18);
        masked.Add(p, t, columns);
        cut.Add(p[.., .., .., .., ..14], t[.., .., .., .., ..14]);
        masked.Result.Should().BeApproximately(cut.Result, 1e-12 * Math.Abs(cut.Result));
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_frame_of_which_nothing_counts_weighs_nothing(int kind)
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(5, shape), RandomFrames.Make(6, shape));
        var valid = ones([2, 3, 1, 1, 1], ScalarType.Bool);
        valid[0, 1] = tensor(false);
        FrameMetric masked = FrameMetricTests.All[kind](), rest = FrameMetricTests.All[kind](), none = FrameMetricTests.All[kind]();
        var each = masked.Add(p, t, valid);
        rest.Add(p.narrow(0, 1, 1).narrow(1, 1, 1), t.narrow(0, 1, 1).narrow(1, 1, 1));
        masked.PerLeadTime[1].Should().BeApproximately(rest.Result, 1e-12 * Math.Abs(rest.Result));
        each.Should().HaveCount(2).And.NotContain(double.NaN);

        none.Add(p, t, zeros([1, 1, 1, 1, 1], ScalarType.Bool)).Should().Equal(double.NaN, double.NaN);
        none.Result.Should().Be(double.NaN);
        none.PerLeadTime.Should().Equal(double.NaN, double.NaN, double.NaN);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Skipping_values_that_are_not_finite_is_masking_them(int kind)
    {
        using var scope = NewDisposeScope();
        var (p, t, valid) = (RandomFrames.Make(7, shape), RandomFrames.Make(8, shape), ones(shape, ScalarType.Bool));
        var (badP, badT) = (p.clone(), t.clone());
        badP[0, 1, 0, 4, 4] = tensor(float.NaN);
        badT[0, 1, 0, 4, 4] = tensor(float.NaN);
        badT[1, 0, 1, 15, 17] = tensor(float.PositiveInfinity);
        valid[0, 1, 0, 4, 4] = tensor(false);
        valid[1, 0, 1, 15, 17] = tensor(false);
        var masked = FrameMetricTests.All[kind]();
        masked.Add(p, t, valid);

        // A policy is chosen where a metric is made; a set has one for all that are in it.
        var skipping = FrameMetricTests.All[kind]();
        var set = new MetricSet(skipping) { NotFinite = NotFinitePolicy.Skip };
        set.Add(badP, badT);
        skipping.Result.Should().Be(masked.Result);
        skipping.SkippedValues.Should().Be(2);
        set.Add(p, t);
        skipping.SkippedValues.Should().Be(2);
        FluentActions.Invoking(() => skipping.Add(badP, badT)).Should().Throw<ArgumentException>().WithMessage("*prediction[0, 1, 0, 4, 4]*NotFinitePolicy.Skip*");
    }

    [Fact]
    public void A_mask_counts_values_and_frames()
    {
        using var scope = NewDisposeScope();
        Tensor p = tensor([1f, 2, 3, 4], [1, 2, 1, 1, 2]), t = zeros([1, 2, 1, 1, 2]);
        var valid = tensor(new[] { true, false, true, true }, [1, 2, 1, 1, 2]);
        FrameMetric mean = new MeanSquaredError(PixelReduction.Mean), sum = new MeanAbsoluteError(PixelReduction.Sum), decibels = new PeakSignalToNoise(10, DecibelAverage.OfEachFrame);
        new MetricSet(mean, sum, decibels).Add(p, t, valid);
        mean.Result.Should().Be((1.0 + 9 + 16) / 3);
        sum.Result.Should().Be((1.0 + 7) / 2);
        decibels.Result.Should().BeApproximately((20 + 10 * Math.Log10(100 / 12.5)) / 2, 1e-12);
    }

    [Fact]
    public void Masks_of_another_kind_are_refused()
    {
        using var scope = NewDisposeScope();
        var frames = RandomFrames.Make(9, shape);
        var metric = new RootMeanSquaredError();
        void Refused(Tensor valid, string message) =>
            FluentActions.Invoking(() => metric.Add(frames, frames, valid)).Should().Throw<ArgumentException>().WithMessage(message).WithParameterName(nameof(valid));
        Refused(ones(shape), "valid must be a tensor of Bool or Byte, true where a value counts; it is Float32. Make one with ne(0) or isfinite().*");
        Refused(ones([16, 18], ScalarType.Bool), "valid must have as many axes as the frames, each as long as theirs or 1; valid is [16, 18], the frames are [2, 3, 2, 16, 18]. Give it*");
        Refused(ones([2, 1, 2, 16, 17], ScalarType.Bool), "*valid is [2, 1, 2, 16, 17]*");
        metric.Sequences.Should().Be(0);
    }
}
