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
        var scores = new ThresholdScores(0.45);
        using var scope = NewDisposeScope();
        scores.Add(tensor(p, shape), tensor(t, shape));

        for (var lead = 0; lead < 3; lead++)
        {
            var counts = new long[4];
            for (var i = 0; i < p.Length; i++)
                if (i / 60 % 3 == lead)
                    counts[(p[i] >= 0.45f ? 0 : 1) + (t[i] >= 0.45f ? 0 : 2)]++;
            scores.TablePerLeadTime[lead].Should().Be(new ContingencyTable(counts[0], counts[1], counts[2], counts[3]));
        }
        (scores.Table.Hits + scores.Table.Misses + scores.Table.FalseAlarms + scores.Table.CorrectNegatives).Should().Be(360);
        scores.Table.Hits.Should().BeInRange(1, 359);
        scores.Result.Should().Be(scores.Table.CriticalSuccessIndex);
        scores.PerLeadTime[1].Should().Be(scores.TablePerLeadTime[1].CriticalSuccessIndex);
    }

    [Fact]
    public void Hand_computed_scores()
    {
        var table = new ContingencyTable(Hits: 4, Misses: 2, FalseAlarms: 1, CorrectNegatives: 3);
        table.CriticalSuccessIndex.Should().Be(4.0 / 7);
        table.ProbabilityOfDetection.Should().Be(4.0 / 6);
        table.FalseAlarmRatio.Should().Be(0.2);
        table.FrequencyBias.Should().Be(5.0 / 6);
        table.HeidkeSkillScore.Should().Be(2.0 * (4 * 3 - 2 * 1) / (6 * 5 + 5 * 4));
    }

    [Fact]
    public void A_value_on_the_threshold_is_an_event_in_every_precision()
    {
        foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16 })
        {
            using var scope = NewDisposeScope();
            var frames = tensor([0.7, 0.5, 0.9, 0.1], [1, 1, 1, 2, 2], ScalarType.Float64).to(dtype);
            var scores = new ThresholdScores(0.7); // 0.7 in single precision is below 0.7 in double
            scores.Add(frames, frames);
            scores.Table.Should().Be(new ContingencyTable(2, 0, 0, 2), $"{dtype}");
        }
    }

    [Fact]
    public void Where_nothing_happened_there_is_nothing_to_score()
    {
        using var calm = zeros([1, 1, 1, 2, 2]);
        var scores = new ThresholdScores(0.5);
        scores.Add(calm, calm);
        scores.Table.Should().Be(new ContingencyTable(0, 0, 0, 4));
        scores.Result.Should().Be(double.NaN);
    }

    [Fact]
    public void A_threshold_that_is_not_finite_is_refused() =>
        FluentActions.Invoking(() => new ThresholdScores(double.NaN)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The threshold must be finite; it is NaN.*");
}
