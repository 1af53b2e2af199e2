using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class ProtocolTests
{
    public static TheoryData<string> Names => [.. all.Keys];

    private static readonly Dictionary<string, Protocol> all = new Protocol[]
    {
        Protocols.SwinLstm, Protocols.OpenStl, Protocols.OpenStlWeather, Protocols.Sevir, Protocols.Standard(), Protocols.Standard(-1, 1),
    }.ToDictionary(protocol => protocol.Name);

    private static readonly long[] shape = [2, 3, 1, 16, 16];

    private static double[] Results(Protocol protocol, Tensor p, Tensor t)
    {
        var set = protocol.CreateMetrics();
        set.Add(p, t);
        return [.. set.Metrics.Select(metric => metric.Result)];
    }

    private static double Of(Metric metric, Tensor p, Tensor t)
    {
        metric.Add(p, t);
        return metric.Result;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_protocol_prints_its_titles_a_row_and_a_table_in_aligned_columns(string name)
    {
        using var scope = NewDisposeScope();
        var (protocol, p, t) = (all[name], RandomFrames.Make(1, shape), RandomFrames.Make(2, shape));
        var set = protocol.CreateMetrics(MissingForecast.Skip);
        set.MissingForecast.Should().Be(MissingForecast.Skip);
        set.Add(p, t);
        var lines = protocol.Table(set).Split('\n');
        lines.Should().HaveCount(5);
        lines.Select(line => line.Length).Distinct().Should().ContainSingle();
        lines[0].Should().Be("lead  " + protocol.Header);
        lines[1].Should().StartWith("   1  ");
        lines[4].Should().Be(" all  " + protocol.Row(set));
        protocol.Row(set).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(protocol.Columns.Count);
        protocol.Differences.Should().NotBeEmpty();
        protocol.ToString().Should().Be(name);

        var other = protocol.CreateMetrics();
        other.Metrics.Select(metric => metric.Name).Should().Equal(set.Metrics.Select(metric => metric.Name)).And.OnlyHaveUniqueItems();
        other.Metrics.Should().OnlyContain(metric => metric.Sequences == 0, "every evaluation starts anew");
        FluentActions.Invoking(() => protocol.Row(new MetricSet(new AnotherMetric()))).Should().Throw<ArgumentException>()
            .WithMessage(
                $"{name.Replace("[", "?", StringComparison.Ordinal)} has the metrics *; this set has another. Make the set with " +
                "CreateMetrics.*");
    }

    [Fact]
    public void The_authors_of_SwinLSTM_sum_squares_over_frames_and_have_a_range_of_two()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(3, shape), RandomFrames.Make(4, shape));
        Results(Protocols.SwinLstm, p, t).Should()
            .Equal(Of(new MeanSquaredError(PixelReduction.Sum), p, t), Of(new StructuralSimilarity(2), p, t));
        Protocols.SwinLstm.Header.Should().Be("      MSE       SSIM");
    }

    [Fact]
    public void OpenSTL_clips_forecasts_for_similarities_alone()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(5, shape) * 1.6 - 0.3, RandomFrames.Make(6, shape));
        var clipped = p.clamp(0, 1);
        Results(Protocols.OpenStl, p, t).Should().Equal(
            Of(new MeanSquaredError(PixelReduction.Sum), p, t), Of(new MeanAbsoluteError(PixelReduction.Sum), p, t),
            Of(new StructuralSimilarity(2), clipped, t), Of(new PeakSignalToNoiseRatio(1, DecibelAverage.OfEachFrame), clipped, t));
        Of(new StructuralSimilarity(2), clipped, t).Should().NotBe(Of(new StructuralSimilarity(2), p, t));
    }

    [Fact]
    public void OpenSTL_measures_weather_in_the_unit_of_the_data()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(5, shape), RandomFrames.Make(6, shape));
        double square = Of(new MeanSquaredError(), p, t), absolute = Of(new MeanAbsoluteError(), p, t);
        Results(Protocols.OpenStlWeather, p, t).Should().Equal(square, absolute, Math.Sqrt(square));
        // Normalised fields, as OpenSTL has them, are scaled back by the numbers of the training years.
        double[] results = [.. Protocols.OpenStlWeather.Columns.Select(column => Of(column.CreateMetric().Rescaled([21], [280]), p, t))];
        results.Should().Equal([21 * 21 * square, 21 * absolute, 21 * Math.Sqrt(square)], (x, y) => Math.Abs(x - y) < 1e-10);
    }

    [Fact]
    public void Sevir_scores_events_at_six_levels_plain_and_pooled()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(7, shape), RandomFrames.Make(8, shape));
        double[] levels = [.. new[] { 16, 74, 133, 160, 181, 219 }.Select(level => level / 255.0)];
        ThresholdScores plain = new(levels), four = new(levels, pool: 4), sixteen = new(levels, pool: 16);
        new MetricSet(plain, four, sixteen).Add(p, t);
        double[] expected =
        [
            plain.Result, .. plain.Tables.Reverse().Select(table => table.CriticalSuccessIndex), four.Result, sixteen.Result,
            plain.Tables.Average(table => table.ProbabilityOfDetection), plain.Tables.Average(table => table.SuccessRatio),
                plain.Tables.Average(table => table.FrequencyBias),
        ];
        Results(Protocols.Sevir, p, t).Should().Equal(expected, (x, y) => Math.Abs(x - y) < 1e-14 || (double.IsNaN(x) && double.IsNaN(y)));
        expected[0].Should().BeInRange(0, 1);
        Protocols.Sevir.CreateMetrics().Metrics[^1].Better.Should().Be(BetterWhen.CloserToOne);
    }

    [Fact]
    public void Every_score_of_events_is_a_metric()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(7, shape), RandomFrames.Make(8, shape));
        var counts = new ThresholdScores([0.4]);
        counts.Add(p, t);
        var table = counts.Tables[0];
        double Score(EventScore score) => Of(new ThresholdScores([0.4], score), p, t);
        Score(EventScore.CriticalSuccessIndex).Should().Be(table.CriticalSuccessIndex);
        Score(EventScore.ProbabilityOfDetection).Should().Be(table.ProbabilityOfDetection);
        Score(EventScore.FalseAlarmRatio).Should().Be(table.FalseAlarmRatio);
        Score(EventScore.SuccessRatio).Should().Be(table.SuccessRatio);
        Score(EventScore.FrequencyBias).Should().Be(table.FrequencyBias);
        Score(EventScore.HeidkeSkillScore).Should().Be(table.HeidkeSkillScore);
        Score(EventScore.EquitableThreatScore).Should().Be(table.EquitableThreatScore);
        new ThresholdScores([0.4], EventScore.FalseAlarmRatio).Name.Should().Be("FAR (at least 0.4)");
        new ThresholdScores([0.4], EventScore.FalseAlarmRatio).Better.Should().Be(BetterWhen.Lower);
        Score(new("hits", BetterWhen.Higher, counts => counts.Hits)).Should().Be(table.Hits, "a score of one's own");
    }

    [Fact]
    public void Ours_is_per_value_with_the_datas_range()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(9, shape), RandomFrames.Make(10, shape));
        Results(Protocols.Standard(-1, 1), p, t).Should().Equal(
            Of(new MeanSquaredError(PixelReduction.Mean), p, t), Of(new MeanAbsoluteError(PixelReduction.Mean), p, t),
            Of(new RootMeanSquaredError(), p, t),
            Of(new PeakSignalToNoiseRatio(2, DecibelAverage.OfPooledError), p, t), Of(new StructuralSimilarity(2), p, t),
                Of(new GradientRatio(), p, t));
        Results(Protocols.Standard(), p, t)[4].Should().Be(Of(new StructuralSimilarity(1), p, t));
        FluentActions.Invoking(() => Protocols.Standard(1, 1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Data have a finite range; [1, 1] was given.*");
    }

    [Fact]
    public void Protocols_are_values()
    {
        Protocols.Standard(0, 1).Should().Be(Protocols.Standard()).And.NotBe(Protocols.OpenStl);
        Protocols.Standard(0, 1).GetHashCode().Should().Be(Protocols.Standard().GetHashCode());
        (Protocols.Standard() with { Name = "mine" }).Should().NotBe(Protocols.Standard());
    }

    private sealed class AnotherMetric : Metric
    {
        public override string Name => "another";

        public override BetterWhen Better => BetterWhen.Neither;

        protected override Tensor Measure(ForecastBatch batch) => batch.MeanOverFrames(batch.ValidFrames);
    }
}
