using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What every metric owes where a value is missing, masked or not finite.</summary>
public sealed class MissingValueTests
{
    private static readonly long[] shape = [2, 3, 2, 16, 18];

    public static TheoryData<int> Metrics => [.. Enumerable.Range(0, MetricCase.All.Count).Where(kind => !MetricCase.All[kind].Complete)];

    private static double Of(Metric metric, Tensor f, Tensor t, Tensor past, Tensor? valid = null)
    {
        metric.Add(f, t, valid, past);
        return metric.Result;
    }

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
    public void A_missing_truth_a_mask_and_both_together_leave_the_same_values_out(int kind)
    {
        using var scope = NewDisposeScope();
        var (one, valid) = (MetricCase.All[kind], Mask());
        var (f, t, past) = one.Frames(1, shape);
        var (gaps, half) = (valid.logical_not(), valid.clone());
        half[.., .., .., .., 16..] = tensor(true);
        var dirty = f.masked_fill(one.Over(gaps), double.PositiveInfinity);
        Metric metric = one.New(), missing = one.New();
        var clean = Of(metric, f, t, past, valid);
        Of(missing, dirty, t.masked_fill(gaps, double.NaN), past).Should()
            .Be(clean, "NaN in the truth is a missing value, under which nobody looks");
        missing.PerLeadTime.Should().Equal(metric.PerLeadTime);
        missing.SkippedValues.Should().Be(0);
        Of(one.New(), dirty, t.masked_fill(gaps, double.NegativeInfinity), past, valid.to(ScalarType.Byte)).Should().Be(clean);
        Of(one.New(), dirty, t.masked_fill(half.logical_not().logical_not().logical_and(gaps), double.NaN), past, half).Should()
            .Be(clean, "a mask and missing values add up");
        Of(one.New(), f, t, past).Should().NotBe(clean);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_frame_cut_off_by_missing_values_is_measured_as_the_smaller_frame(int kind)
    {
        var one = MetricCase.All[kind];
        if (one.New().Name.Contains("sum over", StringComparison.Ordinal) || one.New().Name.StartsWith("ACC", StringComparison.Ordinal))
            return; // a sum over fewer values is another one; a climatology has one size
        using var scope = NewDisposeScope();
        var (f, t, past) = one.Frames(3, shape);
        Tensor Cut(Tensor frames) => frames.narrow(frames.dim() - 1, 0, 14);
        var columns = (arange(18) >= 14).reshape(1, 1, 1, 1, 18).expand(shape);
        var cut = Of(one.New(), Cut(f), Cut(t), Cut(past));
        MetricCase.Near(Of(one.New(), f, t.masked_fill(columns, double.NaN), past), cut).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_frame_in_which_nothing_counts_weighs_nothing(int kind)
    {
        using var scope = NewDisposeScope();
        var one = MetricCase.All[kind];
        var (f, t, past) = one.Frames(5, shape);
        var gone = t.clone();
        gone[0, 1] = tensor(float.NaN);
        Metric masked = one.New(), rest = one.New(), none = one.New();
        masked.Add(f, gone, past: past).Should().HaveCount(2).And.NotContain(double.NaN);
        rest.Add(f.narrow(0, 1, 1), t.narrow(0, 1, 1), past: past.narrow(0, 1, 1));
        MetricCase.Near(masked.PerLeadTime[1], rest.PerLeadTime[1]).Should().BeTrue();

        none.Add(f, full_like(t, double.NaN), past: past).Should().Equal(double.NaN, double.NaN);
        none.Result.Should().Be(double.NaN);
        none.PerLeadTime.Should().Equal(double.NaN, double.NaN, double.NaN);
        MetricCase.Near(Of(none, f, gone, past), masked.Result).Should().BeTrue("what has nothing to measure adds nothing");
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_forecast_that_is_not_finite_is_refused_by_its_place_or_left_out(int kind)
    {
        using var scope = NewDisposeScope();
        var one = MetricCase.All[kind];
        var (f, t, past) = one.Frames(7, shape);
        var (bad, valid) = (f.clone(), ones(shape, ScalarType.Bool));
        var member = one.Members > 0 ? bad.select(1, one.Members - 1) : bad;
        member[1, 2, 0, 5, 7] = tensor(float.NaN);
        member[1, 2, 1, 5, 7] = tensor(float.NegativeInfinity);
        valid[1, 2, .., 5, 7] = tensor(false);
        var metric = one.New();
        var before = Of(metric, f, t, past);
        FluentActions.Invoking(() => metric.Add(bad, t, past: past)).Should().Throw<ArgumentException>().WithParameterName("forecast")
            .WithMessage(
                "Every forecast value must be finite where the truth is known; forecast[1, 2, 0, 5, 7] (batch, time, channel, row, " +
                "column) " +
                "is not. Mark*MissingForecast.Skip.*");
        var endless = t.clone();
        endless[0, 1, 1, 2, 3] = tensor(float.PositiveInfinity);
        FluentActions.Invoking(() => metric.Add(f, endless, past: past)).Should().Throw<ArgumentException>().WithParameterName("truth")
            .WithMessage("Every true value must be finite, or NaN where it is missing; truth[0, 1, 1, 2, 3]*");
        metric.Result.Should().Be(before);

        var skipping = one.New();
        var set = new MetricSet(skipping) { MissingForecast = MissingForecast.Skip }; // the policy of a set is for all that are in it
        set.Add(bad, t, past: past);
        skipping.Result.Should().Be(Of(one.New(), f, t, past, valid));
        set.Add(f, t, past: past);
        skipping.SkippedValues.Should().Be(2);
        var own = one.New(MissingForecast.Skip);
        if (own.MissingForecast == MissingForecast.Skip)
            own.Add(bad, t, past: past).Should().HaveCount(2);
    }

    [Fact]
    public void Values_and_frames_that_count_are_counted()
    {
        using var scope = NewDisposeScope();
        Tensor f = tensor([1f, 2, 3, 4], [1, 2, 1, 1, 2]), t = tensor([0f, float.NaN, 0, 0], [1, 2, 1, 1, 2]);
        Metric mean = new MeanSquaredError(), sum = new MeanAbsoluteError(PixelReduction.Sum),
            decibels = new PeakSignalToNoiseRatio(10, DecibelAverage.OfEachFrame);
        new MetricSet(mean, sum, decibels).Add(f, t);
        mean.Result.Should().Be((1.0 + 9 + 16) / 3);
        sum.Result.Should().Be((1.0 + 7) / 2);
        decibels.Result.Should().BeApproximately((20 + 10 * Math.Log10(100 / 12.5)) / 2, 1e-12);
    }

    [Fact]
    public void What_sees_whole_frames_refuses_holes()
    {
        using var scope = NewDisposeScope();
        var frames = RandomFrames.Make(1, 1, 1, 1, 8, 8);
        var holes = frames.masked_fill(frames.gt(0.5), double.NaN);
        FluentActions.Invoking(() => new PowerSpectrum().Add(frames, holes)).Should().Throw<ArgumentException>()
            .WithMessage(
                "power ratio (wavelengths up to 8 pixels, Hann window) needs every pixel of a frame; some are missing or not valid. Crop*");
    }

    [Fact]
    public void Masks_of_another_kind_are_refused()
    {
        using var scope = NewDisposeScope();
        var frames = RandomFrames.Make(9, shape);
        var metric = new RootMeanSquaredError();
        void Refused(Tensor valid, string message) =>
            FluentActions.Invoking(() => metric.Add(frames, frames, valid)).Should().Throw<ArgumentException>().WithMessage(message)
                .WithParameterName(nameof(valid));
        Refused(ones(shape), "valid must be Bool or Byte, true where a value counts; it is Float32. Make one with ne(0) or isfinite().*");
        Refused(ones([16, 18], ScalarType.Bool),
            "valid must have as many axes as the truth, each of the same length or 1; valid is [16, 18], the truth is [2, 3, 2, 16, " +
            "18]. Add*");
        Refused(ones([2, 1, 2, 16, 17], ScalarType.Bool), "*valid is [2, 1, 2, 16, 17]*");
        metric.Sequences.Should().Be(0);
    }
}
