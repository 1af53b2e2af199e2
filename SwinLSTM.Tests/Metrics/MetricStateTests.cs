using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Sums of a metric that come from elsewhere may be damaged or made up.</summary>
public sealed class MetricStateTests
{
    private const string Name = "MSE (mean over a frame)";

    private static MeanSquaredError Measured()
    {
        using var p = RandomFrames.Make(1, 2, 3, 1, 4, 5);
        using var t = RandomFrames.Make(2, 2, 3, 1, 4, 5);
        var metric = new MeanSquaredError(PixelReduction.Mean);
        metric.Add(p, t);
        return metric;
    }

    [Fact]
    public void What_was_written_is_read_to_the_last_bit()
    {
        var (metric, copy) = (Measured(), new MeanSquaredError(PixelReduction.Mean));
        copy.MergeJson(metric.ToJson());
        copy.Result.Should().Be(metric.Result);
        copy.PerLeadTime.Should().Equal(metric.PerLeadTime);
        copy.ToJson().Should().Be(metric.ToJson());
        copy.MergeJson(new MeanSquaredError(PixelReduction.Mean).ToJson());
        copy.ToJson().Should().Be(metric.ToJson(), "a metric that has measured nothing adds nothing");
    }

    [Fact]
    public void Infinitely_many_decibels_travel()
    {
        using var frames = RandomFrames.Make(1, 1, 1, 1, 2, 2);
        FrameMetric metric = new PeakSignalToNoise(1, DecibelAverage.OfEachFrame), copy = new PeakSignalToNoise(1, DecibelAverage.OfEachFrame);
        metric.Add(frames, frames);
        copy.MergeJson(metric.ToJson());
        copy.Result.Should().Be(double.PositiveInfinity);
    }

    [Theory]
    [InlineData("", "This is no state of a metric: *Expected what ToJson wrote.")]
    [InlineData("null", "The state of a metric is null*")]
    [InlineData("[1]", "This is no state of a metric: *")]
    [InlineData("{}", "This is no state of a metric: *")]
    [InlineData("""{"Metric":"N","Shape":[1,1,2,2],"Sequences":1,"SkippedValues":0,"Sums":[[1,4]],"More":1}""", "This is no state of a metric: *More*")]
    [InlineData("""{"Metric":"N","Shape":[1,1,2,2],"Sequences":1e99,"SkippedValues":0,"Sums":[[1,4]]}""", "This is no state of a metric: *Sequences*")]
    [InlineData("""{"Metric":"N","Shape":[1,1,2,2],"Sequences":-1,"SkippedValues":0,"Sums":[[1,4]]}""", "This is no state of N: it counts less than nothing. Expected what ToJson wrote.")]
    [InlineData("""{"Metric":"N","Shape":null,"Sequences":1,"SkippedValues":0,"Sums":[[1,4]]}""", "*its frames have a shape only if there are any*")]
    [InlineData("""{"Metric":"N","Shape":[1,1,2,2],"Sequences":0,"SkippedValues":0,"Sums":[[1,4]]}""", "*its frames have a shape only if there are any*")]
    [InlineData("""{"Metric":"N","Shape":[1],"Sequences":1,"SkippedValues":0,"Sums":[[1,4]]}""", "*its frames have an impossible shape*")]
    [InlineData("""{"Metric":"N","Shape":[1,1,0,2],"Sequences":1,"SkippedValues":0,"Sums":[[1,4]]}""", "*its frames have an impossible shape*")]
    [InlineData("""{"Metric":"N","Shape":[2,1,2,2],"Sequences":1,"SkippedValues":0,"Sums":[[1,4]]}""", "*it has not one entry for each lead time*")]
    [InlineData("""{"Metric":"N","Shape":[9223372036854775807,1,2,2],"Sequences":1,"SkippedValues":0,"Sums":[[1,4]]}""", "*it has not one entry for each lead time*")]
    [InlineData("""{"Metric":"N","Shape":[1,1,2,2],"Sequences":1,"SkippedValues":0,"Sums":[[1,4,5]]}""", "*a lead time must have 2 sums*")]
    [InlineData("""{"Metric":"N","Shape":[1,1,2,2],"Sequences":1,"SkippedValues":0,"Sums":[null]}""", "*a lead time must have 2 sums*")]
    [InlineData("""{"Metric":"N","Shape":[3,1,4,5],"Sequences":9223372036854775807,"SkippedValues":0,"Sums":[[1,4],[1,4],[1,4]]}""", "*it counts more than can be counted*")]
    public void What_no_metric_writes_is_refused_and_nothing_is_added(string json, string message)
    {
        var metric = Measured();
        var before = metric.ToJson();
        FluentActions.Invoking(() => metric.MergeJson(json.Replace("\"N\"", $"\"{Name}\"", StringComparison.Ordinal))).Should().Throw<InvalidDataException>()
            .WithMessage(message.Replace(" N:", $" {Name}:", StringComparison.Ordinal));
        metric.ToJson().Should().Be(before);
    }

    [Fact]
    public void Another_metric_and_other_frames_are_refused()
    {
        var metric = Measured();
        FluentActions.Invoking(() => new MeanSquaredError(PixelReduction.Sum).MergeJson(metric.ToJson())).Should().Throw<ArgumentException>()
            .WithMessage($"Only what a metric of the same kind and choices wrote can be merged into MSE (sum over a frame); {Name} wrote this.");
        using var small = RandomFrames.Make(1, 1, 1, 1, 2, 2);
        var other = new MeanSquaredError(PixelReduction.Mean);
        other.Add(small, small);
        FluentActions.Invoking(() => other.MergeJson(metric.ToJson())).Should().Throw<ArgumentException>().WithMessage("*= [1, 1, 2, 2]; the other has measured [3, 1, 4, 5]*");
    }

    [Fact]
    public void A_set_reads_all_of_its_metrics_or_none()
    {
        MetricSet Make() => new(new MeanSquaredError(PixelReduction.Mean), new RootMeanSquaredError());
        using var p = RandomFrames.Make(1, 2, 3, 1, 4, 5);
        using var t = RandomFrames.Make(2, 2, 3, 1, 4, 5);
        MetricSet set = Make(), copy = Make();
        set.Add(p, t);
        copy.MergeJson(set.ToJson());
        copy.ToJson().Should().Be(set.ToJson());

        var before = copy.ToJson();
        FluentActions.Invoking(() => copy.MergeJson($"[{Measured().ToJson()}]")).Should().Throw<InvalidDataException>().WithMessage("*it has 2 metrics, and 1 are in it*");
        FluentActions.Invoking(() => copy.MergeJson($"[{Measured().ToJson()},null]")).Should().Throw<InvalidDataException>().WithMessage("*it has 2 metrics, and 1 are in it*");
        FluentActions.Invoking(() => copy.MergeJson($"[{Measured().ToJson()},{Measured().ToJson()}]")).Should().Throw<ArgumentException>();
        copy.ToJson().Should().Be(before);
    }
}
