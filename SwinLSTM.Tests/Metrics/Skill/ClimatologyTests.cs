using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class ClimatologyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Means_agree_with_loops(bool perLeadTime)
    {
        long[] shape = [3, 2, 2, 3, 4];
        var values = RandomFrames.Values(1, shape);
        var valid = Enumerable.Range(0, values.Length).Select(i => i % 24 != 5 && (i + i / 24) % 3 > 0)
            .ToArray(); // value 5 of a frame is never valid
        using var scope = NewDisposeScope();
        var (fit, left, right) = (new ClimatologyFit(perLeadTime), new ClimatologyFit(perLeadTime), new ClimatologyFit(perLeadTime));
        var (frames, mask) = (tensor(values, shape), tensor(valid, shape));
        fit.Add(frames, mask);
        left.Add(frames.narrow(0, 0, 1).masked_fill(mask.narrow(0, 0, 1).logical_not(), double.NaN)); // missing is as good as masked
        right.Add(frames.narrow(0, 1, 2).to(ScalarType.Float64), mask.narrow(0, 1, 2));
        left.Merge(new ClimatologyFit(perLeadTime));
        left.Merge(right);

        var climatology = fit.ToClimatology();
        climatology.LeadTimes.Should().Be(perLeadTime ? 2 : 1);
        var means = climatology.ToTensor();
        means.shape.Should().Equal(perLeadTime ? 2 : 1, 2, 3, 4);
        var (mean, merged) = (means.data<double>().ToArray(), left.ToClimatology().ToTensor().data<double>().ToArray());
        for (var i = 0; i < mean.Length; i++)
        {
            var same = Enumerable.Range(0, values.Length).Where(at => valid[at] && (perLeadTime ? at % 48 == i : at % 24 == i)).ToList();
            (same.Count == 0).Should().Be(i % 24 == 5);
            foreach (var found in new[] { mean[i], merged[i] })
                if (same.Count == 0)
                    found.Should().Be(double.NaN);
                else
                    found.Should().BeApproximately(same.Average(at => (double)values[at]), 1e-14);
        }
    }

    [Fact]
    public void As_a_baseline_it_repeats_its_field_or_gives_each_lead_time_its_own()
    {
        using var scope = NewDisposeScope();
        var past = zeros([2, 3, 1, 1, 2], ScalarType.BFloat16);
        var one = new Climatology(tensor(new[] { 1f, 2 }, [1, 1, 2]));
        Baseline.Climatology(one).Forecast(past, 2).to(ScalarType.Float32).contiguous().data<float>().ToArray().Should()
            .Equal(1, 2, 1, 2, 1, 2, 1, 2);
        Baseline.Climatology(one).Forecast(past, 2).dtype.Should().Be(ScalarType.BFloat16);
        var two = new Climatology(tensor(new[] { 1f, 2, 3, 4 }, [2, 1, 1, 2]));
        Baseline.Climatology(two).Forecast(past.to(ScalarType.Float32), 2).contiguous().data<float>().ToArray().Should()
            .Equal(1, 2, 3, 4, 1, 2, 3, 4);
        FluentActions.Invoking(() => Baseline.Climatology(two).Forecast(past, 3)).Should().Throw<ArgumentException>()
            .WithMessage(
                "A climatology must have the frames' [C, H, W], and one field or as many as there are lead times; it is [2, 1, 1, 2], " +
                "the frames [T, C, H, W] are [3, 1, 1, 2]. Fit one*");
        FluentActions.Invoking(() => Baseline.Climatology(one).Forecast(zeros([1, 1, 1, 2, 2]), 1)).Should().Throw<ArgumentException>()
            .WithMessage("*it is [1, 1, 1, 2], the frames [T, C, H, W] are [1, 1, 2, 2].*");
    }

    [Fact]
    public void The_climatology_of_what_is_measured_has_no_error_to_beat()
    {
        using var scope = NewDisposeScope();
        Tensor past = RandomFrames.Make(1, 4, 2, 1, 3, 3), truth = RandomFrames.Make(2, 4, 5, 1, 3, 3);
        var fit = new ClimatologyFit(perLeadTime: true);
        fit.Add(truth);
        var field = fit.ToClimatology();
        var score = new SkillScore(Baseline.Climatology(field));
        score.Add(Baseline.Climatology(field).Forecast(past.to(ScalarType.Float64), 5), truth, past: past);
        score.Result.Should().BeApproximately(0, 1e-6); // the baseline is rounded to the dtype of the past
        score.Name.Should().EndWith("against climatology");
    }

    [Fact]
    public void What_it_cannot_take_is_refused()
    {
        using var scope = NewDisposeScope();
        var fit = new ClimatologyFit();
        void Refused(Action action, string message) => action.Should().Throw<ArgumentException>().WithMessage(message);
        void NotMade(Func<object> make, string message) => make.Should().Throw<ArgumentException>().WithMessage(message);
        FluentActions.Invoking(fit.ToClimatology).Should().Throw<InvalidOperationException>()
            .WithMessage("A climatology needs frames. Call Add with those of the training split.");
        Refused(() => fit.Add(zeros([2, 1, 4, 4])), "frames must have the axes [B, T, C, H, W]; its shape is [2, 1, 4, 4].*");
        Refused(() => fit.Add(full([1, 1, 1, 2, 2], double.NegativeInfinity)),
            "Every value must be finite, or NaN where it is missing; frames[0, 0, 0, 0, 0]*");
        Refused(() => fit.Add(zeros([1, 1, 1, 2, 2]), ones([2, 2], ScalarType.Bool)), "valid must have as many axes as the truth*");
        fit.Add(zeros([1, 3, 1, 2, 2]));
        fit.Add(zeros([1, 7, 1, 2, 2]));
        Refused(() =>
            fit.Add(zeros([1, 3, 1, 2, 3])),
            "All frames of a climatology must have the same shape [1, C, H, W]; earlier ones were [1, 1, 2, 2], these are [1, 1, 2, 3]. " +
            "Use another fit.*");
        Refused(() => fit.Merge(new ClimatologyFit(perLeadTime: true)),
            "Only fits of one kind can be merged; one has a field for each lead time, the other one for all.*");
        NotMade(() =>
            new Climatology(zeros([2, 2])),
            "A climatology must have the axes [C, H, W] or [T, C, H, W], at least one value, and a floating-point dtype; it is Float32 " +
            "[2, 2].*");
    }
}
