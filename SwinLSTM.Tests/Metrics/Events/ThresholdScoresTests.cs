using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class ThresholdScoresTests
{
    [Fact]
    public void Counts_agree_with_loops()
    {
        long[] shape = [2, 3, 2, 6, 5];
        var (p, t) = (RandomFrames.Values(1, shape), RandomFrames.Values(2, shape));
        var scores = new ThresholdScores([0.45]);
        using var scope = NewDisposeScope();
        scores.Add(tensor(p, shape), tensor(t, shape));

        for (var lead = 0; lead < 3; lead++)
        {
            var counts = new long[4];
            for (var i = 0; i < p.Length; i++)
                if (i / 60 % 3 == lead)
                    counts[(p[i] >= 0.45f ? 0 : 1) + (t[i] >= 0.45f ? 0 : 2)]++;
            scores.TablesPerLeadTime[lead][0].Should().Be(new ContingencyTable(counts[0], counts[1], counts[2], counts[3]));
        }
        (scores.Tables[0].Hits + scores.Tables[0].Misses + scores.Tables[0].FalseAlarms + scores.Tables[0].CorrectNegatives).Should()
            .Be(360);
        scores.Tables[0].Hits.Should().BeInRange(1, 359);
        scores.Result.Should().Be(scores.Tables[0].CriticalSuccessIndex);
        scores.PerLeadTime[1].Should().Be(scores.TablesPerLeadTime[1][0].CriticalSuccessIndex);
    }

    [Fact]
    public void Hand_computed_scores()
    {
        var table = new ContingencyTable(Hits: 4, Misses: 2, FalseAlarms: 1, CorrectNegatives: 3);
        table.CriticalSuccessIndex.Should().Be(4.0 / 7);
        table.ProbabilityOfDetection.Should().Be(4.0 / 6);
        table.FalseAlarmRatio.Should().Be(0.2);
        table.SuccessRatio.Should().Be(0.8);
        table.FrequencyBias.Should().Be(5.0 / 6);
        table.Total.Should().Be(10);
        table.EquitableThreatScore.Should().Be((4 - 3.0) / (4 + 2 + 1 - 3.0)); // 6 * 5 / 10 hits of chance
        table.HeidkeSkillScore.Should().Be(2.0 * (4 * 3 - 2 * 1) / (6 * 5 + 5 * 4));
    }

    [Fact]
    public void A_value_on_the_threshold_is_an_event_in_both_precisions()
    {
        foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using var scope = NewDisposeScope();
            var frames = tensor([0.7, 0.5, 0.9, 0.1], [1, 1, 1, 2, 2], ScalarType.Float64).to(dtype);
            var scores = new ThresholdScores([0.7]); // 0.7 in single precision is below 0.7 in double
            scores.Add(frames, frames);
            scores.Tables[0].Should().Be(new ContingencyTable(2, 0, 0, 2), $"{dtype}");
        }
    }

    [Fact]
    public void Where_nothing_happened_there_is_nothing_to_score()
    {
        using var calm = zeros([1, 1, 1, 2, 2]);
        var scores = new ThresholdScores([0.5]);
        scores.Add(calm, calm);
        scores.Tables[0].Should().Be(new ContingencyTable(0, 0, 0, 4));
        scores.Result.Should().Be(double.NaN);
    }

    [Fact]
    public void Scores_of_a_perfect_forecast_and_of_one_by_chance()
    {
        var perfect = new ContingencyTable(Hits: 7, Misses: 0, FalseAlarms: 0, CorrectNegatives: 5);
        new[] { perfect.CriticalSuccessIndex, perfect.ProbabilityOfDetection, perfect.SuccessRatio, perfect.FrequencyBias,
            perfect.HeidkeSkillScore, perfect.EquitableThreatScore }
                .Should().OnlyContain(score => score == 1);
        perfect.FalseAlarmRatio.Should().Be(0);
        var chance = new ContingencyTable(Hits: 4, Misses: 8, FalseAlarms: 2,
            CorrectNegatives: 4); // seen and forecast independent of each other
        chance.HeidkeSkillScore.Should().Be(0);
        chance.EquitableThreatScore.Should().Be(0);
        (perfect + chance).Should().Be(new ContingencyTable(11, 8, 2, 9));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(16, true)]
    public void Several_thresholds_masks_and_pools_agree_with_loops(int pool, bool masked)
    {
        long[] shape = [2, 3, 2, 10, 11];
        float[] p = RandomFrames.Values(1, shape), t = RandomFrames.Values(2, shape);
        double[] thresholds = [0.2, 0.45, 0.7, 0.95];
        var valid = masked ? Mask(p.Length) : null;
        using var scope = NewDisposeScope();
        var scores = new ThresholdScores(thresholds, pool: pool);
        scores.Add(tensor(p, shape), tensor(t, shape), valid is null ? null : tensor(valid, shape));

        for (var lead = 0; lead < 3; lead++)
        {
            var (forecast, truth, counts) = (Frames(p, lead), Frames(t, lead), valid is null ? null : Frames(valid, lead));
            if (pool > 1)
                ((forecast, _), (truth, counts)) = (NaiveEvents.Pool(forecast, counts, 10, 11, pool),
                    NaiveEvents.Pool(truth, counts, 10, 11, pool));
            scores.TablesPerLeadTime[lead].Should()
                .Equal(thresholds.Select(threshold => NaiveEvents.Count(forecast, truth, counts, (float)threshold)));
        }
        scores.Tables.Should()
            .Equal(Enumerable.Range(0, 4).Select(k => scores.TablesPerLeadTime.Select(tables => tables[k]).Aggregate((a, b) => a + b)));
        scores.Result.Should().Be(scores.Tables.Average(table => table.CriticalSuccessIndex));
        scores.Tables[0].Total.Should().BeLessThanOrEqualTo(p.Length);

        static T[] Frames<T>(T[] values, int lead) => [.. values.Where((_, i) => i / 220 % 3 == lead)];
    }

    [Fact]
    public void Counting_is_the_same_on_every_path()
    {
        long[] shape = [1, 2, 1, 9, 13];
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(3, shape), RandomFrames.Make(4, shape));
        EventCounts.Of(p, t, 0.3).data<double>().ToArray().Should().Equal(EventCounts.ByTensors(p, t, 0.3).data<double>().ToArray());
        ThresholdScores loops = new([0.3, 0.6]), tensors = new([0.3, 0.6]);
        loops.Add(p, t);
        tensors.Add(p.to(ScalarType.Float64), t.to(ScalarType.Float64));
        tensors.Tables.Should().Equal(loops.Tables);
    }

    [Fact]
    public void A_near_miss_hits_after_pooling()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (zeros([1, 1, 1, 8, 8]), zeros([1, 1, 1, 8, 8]));
        p[0, 0, 0, 1, 2] = tensor(1f);
        t[0, 0, 0, 2, 1] = tensor(1f);
        ThresholdScores plain = new([0.5]), pooled = new([0.5], pool: 4);
        plain.Add(p, t);
        pooled.Add(p, t);
        plain.Tables[0].Should().Be(new ContingencyTable(0, 1, 1, 62));
        pooled.Tables[0].Should().Be(new ContingencyTable(1, 0, 0, 3));
        pooled.Name.Should().Be("CSI (at least 0.5; largest of 4x4)");
    }

    [Fact]
    public void One_threshold_without_events_leaves_no_mean()
    {
        using var frames = full([1, 1, 1, 2, 2], 0.5);
        var scores = new ThresholdScores([0.25, 0.75]);
        scores.Add(frames, frames);
        scores.Tables.Select(table => table.CriticalSuccessIndex).Should().Equal(1, double.NaN);
        scores.Result.Should().Be(double.NaN);
        scores.Name.Should().Be("CSI (mean over at least 0.25, 0.75)");
    }

    [Fact]
    public void Thresholds_that_mean_nothing_are_refused()
    {
        void Refused(double[] thresholds, string text) =>
            FluentActions.Invoking(() => new ThresholdScores(thresholds)).Should().Throw<ArgumentException>()
                .WithMessage($"Thresholds must be finite and ascend, and there must be one; they are ?{text}].*");
        Refused([double.NaN], "NaN");
        Refused([], "");
        Refused([0.5, 0.2], "0.5, 0.2");
        FluentActions.Invoking(() => new ThresholdScores([0.5], pool: 0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("A pool has at least 1 row and column, and 1 pools nothing; 0 was given.*");
    }

    private static bool[] Mask(int length) => [.. Enumerable.Range(0, length).Select(i => i % 7 < 4 && i / 30 % 3 > 0)];
}
