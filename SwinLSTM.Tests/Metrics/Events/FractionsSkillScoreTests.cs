using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class FractionsSkillScoreTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(5, true)]
    [InlineData(13, false)]
    [InlineData(25, true)]
    [InlineData(201, false)]
    public void It_agrees_with_loops(int neighbourhood, bool masked)
    {
        long[] shape = [2, 2, 2, 9, 12];
        float[] p = RandomFrames.Values(1, shape), t = RandomFrames.Values(2, shape);
        var valid = masked ? Enumerable.Range(0, p.Length).Select(i => i % 5 != 1).ToArray() : null;
        using var scope = NewDisposeScope();
        var score = new FractionsSkillScore(0.6, neighbourhood);
        score.Add(tensor(p, shape), tensor(t, shape), valid is null ? null : tensor(valid, shape));
        score.Result.Should().BeApproximately(NaiveEvents.FractionsSkill(p, t, valid, 9, 12, 0.6f, neighbourhood), 1e-12)
            .And.BeInRange(0.01, 0.999);
    }

    [Fact]
    public void Hand_computed_score_of_an_event_one_column_off()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (zeros([1, 1, 1, 1, 5]), zeros([1, 1, 1, 1, 5]));
        p[0, 0, 0, 0, 1] = tensor(1f);
        t[0, 0, 0, 0, 2] = tensor(1f);
        Score(1).Should().Be(0); // no overlap at all
        Score(3).Should().BeApproximately(1 - 2.0 / 6, 1e-15); // sums 11100 and 01110: they differ at 2 places, and have 3 + 3 squares
        Score(99).Should().Be(1); // as many events, wherever

        double Score(int neighbourhood)
        {
            var score = new FractionsSkillScore(0.5, neighbourhood);
            score.Add(p, t);
            score.UsefulFrom.Should().Be(0.5 + 0.1);
            return score.Result;
        }
    }

    [Fact]
    public void A_perfect_forecast_scores_one_and_calm_weather_nothing()
    {
        using var frames = RandomFrames.Make(1, 1, 2, 1, 8, 8);
        FractionsSkillScore perfect = new(0.5, 3), calm = new(9, 3);
        perfect.Add(frames, frames);
        calm.Add(frames, frames);
        perfect.Result.Should().Be(1);
        calm.Result.Should().Be(double.NaN);
    }

    [Fact]
    public void A_neighbourhood_has_a_centre()
    {
        FluentActions.Invoking(() => new FractionsSkillScore(0.5, 4)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("A neighbourhood must be odd and positive, so that it has a centre; 4 was given.*");
        FluentActions.Invoking(() => new FractionsSkillScore(0.5, -1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("*-1 was given.*");
        FluentActions.Invoking(() => new FractionsSkillScore(double.PositiveInfinity, 1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The threshold must be finite; it is *");
    }
}
