using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Sums of a metric that come from elsewhere may be damaged or made up.</summary>
public sealed class MetricStateTests
{
    private const string Name = "MSE (mean over a frame)";

    private static MetricSet Measured()
    {
        using var p = RandomFrames.Make(1, 2, 3, 1, 4, 5);
        using var t = RandomFrames.Make(2, 2, 3, 1, 4, 5);
        var set = new MetricSet(new MeanSquaredError());
        set.Add(p, t);
        return set;
    }

    [Fact]
    public void Infinitely_many_decibels_travel()
    {
        using var frames = RandomFrames.Make(1, 1, 1, 1, 2, 2);
        MetricSet set = new(new PeakSignalToNoiseRatio(1, DecibelAverage.OfEachFrame)),
            copy = new(new PeakSignalToNoiseRatio(1, DecibelAverage.OfEachFrame));
        set.Add(frames, frames);
        copy.MergeJson(set.ToJson());
        copy.Metrics[0].Result.Should().Be(double.PositiveInfinity);
    }

    [Theory]
    [InlineData("", "This is not the state of a set of metrics: *Expected what ToJson wrote.")]
    [InlineData("[null]", "*the set has 1 metrics, the state 0*")]
    [InlineData("null", "*the set has 1 metrics, the state 0*")]
    [InlineData("[1]", "This is not the state of a set of metrics: *")]
    [InlineData("{}", "This is not the state of a set of metrics: *")]
    [InlineData("[]", "*the set has 1 metrics, the state 0*")]
    [InlineData("""[{"Metric":"N","Shape":[1,1,2,2],"Sequences":1,"SkippedValues":0,"Sums":[[1,4]],"More":1}]""", "*More*")]
    [InlineData("""[{"Metric":"N","Shape":[1,1,2,2],"Sequences":1e99,"SkippedValues":0,"Sums":[[1,4]]}]""", "*Sequences*")]
    [InlineData("""[{"Metric":"N","Shape":[1,1,2,2],"Sequences":-1,"SkippedValues":0,"Sums":[[1,4]]}]""",
        "This is not a state of N: a count is negative. Expected what ToJson wrote.")]
    [InlineData("""[{"Metric":"N","Shape":null,"Sequences":1,"SkippedValues":0,"Sums":[[1,4]]}]""",
        "*frames have a shape only if there are any*")]
    [InlineData("""[{"Metric":"N","Shape":[1,1,2,2],"Sequences":0,"SkippedValues":0,"Sums":[[1,4]]}]""",
        "*frames have a shape only if there are any*")]
    [InlineData("""[{"Metric":"N","Shape":[1],"Sequences":1,"SkippedValues":0,"Sums":[[1,4]]}]""",
        "*the shape of its frames is impossible*")]
    [InlineData("""[{"Metric":"N","Shape":[1,1,0,2],"Sequences":1,"SkippedValues":0,"Sums":[[1,4]]}]""",
        "*the shape of its frames is impossible*")]
    [InlineData("""[{"Metric":"N","Shape":[2,1,2,2],"Sequences":1,"SkippedValues":0,"Sums":[[1,4]]}]""",
        "*there must be one entry for each lead time*")]
    [InlineData("""[{"Metric":"N","Shape":[9223372036854775807,1,2,2],"Sequences":1,"SkippedValues":0,"Sums":[[1,4]]}]""",
        "*the shape of its frames is impossible*")]
    [InlineData("""[{"Metric":"N","Shape":[1,1,2,2],"Sequences":1,"SkippedValues":0,"Sums":[[1,4,5]]}]""",
        "*a lead time has another number of sums*")]
    [InlineData("""[{"Metric":"N","Shape":[1,1,2,2],"Sequences":1,"SkippedValues":0,"Sums":[null]}]""",
        "*a lead time has another number of sums*")]
    [InlineData("""[{"Metric":"N","Shape":[3,1,4,5],"Sequences":9223372036854775807,"SkippedValues":0,"Sums":[[1,4],[1,4],[1,4]]}]""",
        "*a count is too large*")]
    public void What_no_metric_writes_is_refused_and_nothing_is_added(string json, string message)
    {
        var metric = Measured();
        var before = metric.ToJson();
        FluentActions.Invoking(() => metric.MergeJson(json.Replace("\"N\"", $"\"{Name}\"", StringComparison.Ordinal))).Should()
            .Throw<InvalidDataException>()
            .WithMessage(message.Replace(" N:", $" {Name}:", StringComparison.Ordinal));
        metric.ToJson().Should().Be(before);
    }

    [Fact]
    public void Another_metric_and_other_frames_are_refused()
    {
        var set = Measured();
        FluentActions.Invoking(() => new MetricSet(new MeanSquaredError(PixelReduction.Sum)).MergeJson(set.ToJson())).Should()
            .Throw<ArgumentException>()
            .WithMessage($"Only the same metric with the same choices can be merged into MSE (sum over a frame); the other is {Name}.");
        using var small = RandomFrames.Make(1, 1, 1, 1, 2, 2);
        var other = new MetricSet(new MeanSquaredError());
        other.Add(small, small);
        FluentActions.Invoking(() => other.MergeJson(set.ToJson())).Should().Throw<ArgumentException>()
            .WithMessage("*earlier ones are [1, 1, 2, 2], these are [3, 1, 4, 5]*");
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
        FluentActions.Invoking(() => copy.MergeJson(Measured().ToJson())).Should().Throw<InvalidDataException>()
            .WithMessage("*the set has 2 metrics, the state 1*");
        FluentActions.Invoking(() => copy.MergeJson($"[{Measured().ToJson()[1..^1]},{Measured().ToJson()[1..^1]}]")).Should()
            .Throw<ArgumentException>();
        copy.ToJson().Should().Be(before);
    }
}
