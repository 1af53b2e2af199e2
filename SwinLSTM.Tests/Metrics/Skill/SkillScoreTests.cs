using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class SkillScoreTests
{
    private static readonly long[] known = [3, 2, 1, 4, 5], shape = [3, 4, 1, 4, 5];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Skill_is_one_less_the_ratio_of_errors(bool masked)
    {
        float[] past = RandomFrames.Values(1, known), p = RandomFrames.Values(2, shape), t = RandomFrames.Values(3, shape);
        var valid = masked ? Enumerable.Range(0, p.Length).Select(i => i % 4 > 0).ToArray() : null;
        using var scope = NewDisposeScope();
        var mask = valid is null ? null : tensor(valid, shape);
        var (persistence, line) = (new SkillScore(Baseline.Persistence),
            new SkillScore(Baseline.LinearExtrapolation(0, 1), new MeanAbsoluteError(PixelReduction.Sum)));
        foreach (var score in new[] { persistence, line })
            score.Add(tensor(p, shape), tensor(t, shape), mask, tensor(past, known));

        for (var lead = 0; lead < 4; lead++)
        {
            persistence.PerLeadTime[lead].Should()
                .BeApproximately(1 - Error(lead, square: true, own: true) / Error(lead, square: true, own: false), 1e-12);
            line.PerLeadTime[lead].Should()
                .BeApproximately(1 - Error(lead, square: false, own: true) / Error(lead, square: false, own: false), 1e-6);
        }
        var all = Enumerable.Range(0, 4).ToList();
        persistence.Result.Should()
            .BeApproximately(1 - all.Sum(lead => Error(lead, true, true)) / all.Sum(lead => Error(lead, true, false)), 1e-12);
        persistence.ErrorPerLeadTime[1].Should().BeLessThan(persistence.BaselineErrorPerLeadTime[1] + 1);
        persistence.Name.Should().Be("skill in MSE (mean over a frame) against persistence");
        line.Name.Should().Be("skill in MAE (sum over a frame) against linear extrapolation within [0, 1]");

        double Error(int lead, bool square, bool own)
        {
            var sum = 0.0;
            for (var b = 0; b < 3; b++)
                for (var i = 0; i < 20; i++)
                {
                    var at = (b * 4 + lead) * 20 + i;
                    if (valid is not null && !valid[at])
                        continue;
                    double before = past[b * 40 + i], last = past[b * 40 + 20 + i];
                    var rival = square ? last : Math.Clamp(last + (lead + 1) * (last - before), 0, 1);
                    var error = (own ? p[at] : rival) - t[at];
                    sum += square ? error * error : Math.Abs(error);
                }
            return sum;
        }
    }

    [Fact]
    public void What_is_perfect_and_what_is_the_baseline()
    {
        using var scope = NewDisposeScope();
        Tensor past = RandomFrames.Make(1, known), truth = RandomFrames.Make(2, shape);
        double Of(Tensor prediction, Tensor target) => new SkillScore(Baseline.Persistence).Add(prediction, target, past: past)[0];
        var same = Baseline.Persistence.Forecast(past, 4);
        Of(truth, truth).Should().Be(1);
        Of(same, truth).Should().Be(0);
        Of(truth, same).Should().Be(double.NegativeInfinity, "the baseline is perfect");
        Of(same, same).Should().Be(double.NaN);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_and_nothing_is_added()
    {
        using var scope = NewDisposeScope();
        Tensor past = RandomFrames.Make(1, known), p = RandomFrames.Make(2, shape);
        var score = new SkillScore(Baseline.Persistence);
        void Refused(Action action, string message) => action.Should().Throw<ArgumentException>().WithMessage(message);
        void NotMade(Func<object> make, string message) => make.Should().Throw<ArgumentException>().WithMessage(message);
        Refused(() =>
            score.Add(p, p),
            "skill in MSE (mean over a frame) against persistence needs the known frames; none were given. Call Add(forecast, truth, " +
            "past: frames).*");
        Refused(() => score.Add(p, p, past: past.narrow(0, 0, 2)),
            "past must have the shape of the truth in all axes but time; past is [2, 2, 1, 4, 5], the truth is [3, 4, 1, 4, 5].*");
        Refused(() => score.Add(p, p, past: past.to(ScalarType.Byte)), "past must have a floating-point dtype; it is Byte.*");
        var bad = past.clone();
        bad[1, 1, 0, 2, 3] = tensor(float.NaN);
        Refused(() =>
            score.Add(p, p, past: bad),
            "The baseline persistence must be finite wherever a value counts; baseline[1, 0, 0, 2, 3]*It comes from known frames that " +
            "are missing there*");
        score.Sequences.Should().Be(0);
        score.Add(p, p, past.narrow(1, 1, 1).isfinite().logical_and(bad.narrow(1, 1, 1).isfinite()), bad).Should()
            .HaveCount(3, "the message shows a way out");
        NotMade(() => new SkillScore(Baseline.Persistence, new PeakSignalToNoiseRatio(1, DecibelAverage.OfEachFrame)),
            "Skill needs an error of a single forecast*PSNR*is none. Use one such as MeanSquaredError.*");
        NotMade(() => new SkillScore(Baseline.Persistence, new ContinuousRankedProbabilityScore(true)), "*CRPS (fair) is none.*");
        Refused(() =>
            score.Merge(new SkillScore(Baseline.MeanFrame)),
            "Only the same metric with the same choices can be merged into skill in MSE (mean over a frame) against persistence; the " +
            "other is *mean frame.*");
        NotMade(() =>
            new Baseline(" ", Baseline.Persistence.Forecast), "A baseline needs a name, such as \"persistence\"; an empty one was given.*");
        FluentActions.Invoking(() => new SkillScore(new Baseline("short", (frames, _) => frames)).Add(p, p, past: past)).Should()
            .Throw<InvalidOperationException>()
            .WithMessage("The baseline short must forecast [3, 4, 1, 4, 5]; it gave [3, 2, 1, 4, 5].");
    }
}
