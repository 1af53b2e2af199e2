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
        var (persistence, line) = (new SkillScore(Baseline.Persistence), new SkillScore(Baseline.LinearExtrapolation(0, 1), () => new MeanAbsoluteError(PixelReduction.Sum)));
        foreach (var score in new[] { persistence, line })
            score.Add(tensor(past, known), tensor(p, shape), tensor(t, shape), mask);

        for (var lead = 0; lead < 4; lead++)
        {
            persistence.PerLeadTime[lead].Should().BeApproximately(1 - Error(lead, square: true, own: true) / Error(lead, square: true, own: false), 1e-12);
            line.PerLeadTime[lead].Should().BeApproximately(1 - Error(lead, square: false, own: true) / Error(lead, square: false, own: false), 1e-6);
        }
        var all = Enumerable.Range(0, 4).ToList();
        persistence.Result.Should().BeApproximately(1 - all.Sum(lead => Error(lead, true, true)) / all.Sum(lead => Error(lead, true, false)), 1e-12);
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
        double Of(Tensor prediction, Tensor target) => new SkillScore(Baseline.Persistence).Add(past, prediction, target)[0];
        var same = Baselines.Persistence(past, 4);
        Of(truth, truth).Should().Be(1);
        Of(same, truth).Should().Be(0);
        Of(truth, same).Should().Be(double.NegativeInfinity, "the baseline is perfect");
        Of(same, same).Should().Be(double.NaN);
    }

    [Fact]
    public void Any_split_and_any_merge_give_what_one_pass_gives() => SeededProperty.Holds<ushort, byte>(15, (seed, cut) =>
    {
        using var scope = NewDisposeScope();
        Tensor past = RandomFrames.Make(seed, known), p = RandomFrames.Make(seed + 1, shape), t = RandomFrames.Make(seed + 2, shape);
        var first = 1 + cut % 2;
        SkillScore once = new(Baseline.MeanFrame), left = new(Baseline.MeanFrame), right = new(Baseline.MeanFrame), read = new(Baseline.MeanFrame);
        var each = once.Add(past, p, t);
        left.Add(past.narrow(0, 0, first), p.narrow(0, 0, first), t.narrow(0, 0, first)).Should().Equal(each.Take(first));
        right.Add(past.narrow(0, first, 3 - first), p.narrow(0, first, 3 - first), t.narrow(0, first, 3 - first)).Should().Equal(each.Skip(first));
        read.MergeJson(right.ToJson());
        read.MergeJson(left.ToJson());
        left.Merge(right);
        foreach (var other in new[] { left, read })
        {
            other.Result.Should().BeApproximately(once.Result, 1e-12 * (1 + Math.Abs(once.Result)));
            other.PerLeadTime.Should().Equal(once.PerLeadTime, (x, y) => Math.Abs(x - y) <= 1e-12 * (1 + Math.Abs(y)));
            other.Sequences.Should().Be(3);
        }
        once.Reset();
        once.ToString().Should().Be(once.Name);
    });

    [Fact]
    public void No_tensor_stays()
    {
        using var scope = NewDisposeScope();
        Tensor past = RandomFrames.Make(1, known).to(ScalarType.BFloat16), p = RandomFrames.Make(2, shape), t = RandomFrames.Make(3, shape);
        var score = new SkillScore(Baseline.LinearExtrapolation(0, 1));
        score.Add(past, p, t);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        score.Add(past, p, t);
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_and_nothing_is_added()
    {
        using var scope = NewDisposeScope();
        Tensor past = RandomFrames.Make(1, known), p = RandomFrames.Make(2, shape);
        var score = new SkillScore(Baseline.Persistence);
        void Refused(Action action, string message) => action.Should().Throw<ArgumentException>().WithMessage(message);
        void NotMade(Func<object> make, string message) => make.Should().Throw<ArgumentException>().WithMessage(message);
        Refused(() => score.Add(past.narrow(0, 0, 2), p, p), "past must be of a floating dtype and have the axes [B, T, C, H, W], of which only T may differ from the prediction's; past is Float32 [2, 2, 1, 4, 5], the prediction is [3, 4, 1, 4, 5].*");
        Refused(() => score.Add(past.narrow(3, 0, 3), p, p), "*past is Float32 [3, 2, 1, 3, 5]*");
        Refused(() => score.Add(past.to(ScalarType.Byte), p, p), "*past is Byte*");
        var bad = past.clone();
        bad[1, 1, 0, 2, 3] = tensor(float.NaN);
        Refused(() => score.Add(bad, p, p), "The baseline persistence must be finite wherever a value counts; it is not at 4 values. Mark them as invalid, or give a baseline that knows them.*");
        score.Sequences.Should().Be(0);
        NotMade(() => new SkillScore(Baseline.Persistence, () => new PeakSignalToNoise(1, DecibelAverage.OfEachFrame)),
            "Skill needs a metric of which lower values are better and 0 is perfect; of PSNR*, HigherIsBetter. Use an error, such as MeanSquaredError.*");
        var one = new RootMeanSquaredError();
        NotMade(() => new SkillScore(Baseline.Persistence, () => one), "Skill compares two new metrics of one kind; RMSE and RMSE were made, and are one and the same. Let the function make a new one each time.*");
        Refused(() => score.Merge(new SkillScore(Baseline.MeanFrame)), "Only the same skill can be merged into skill in MSE (mean over a frame) against persistence; this one is *mean frame.*");
        Refused(() => score.MergeJson(new SkillScore(Baseline.MeanFrame).ToJson()), "Only what the same skill wrote can be merged into *persistence; skill in MSE (mean over a frame) against mean frame wrote this.*");
        FluentActions.Invoking(() => score.MergeJson("[]")).Should().Throw<InvalidDataException>();
        FluentActions.Invoking(() => score.Result).Should().Throw<InvalidOperationException>();
        NotMade(() => new Baseline(" ", Baselines.Persistence), "A baseline needs a name, such as \"persistence\"; an empty one was given.*");
        FluentActions.Invoking(() => new SkillScore(new Baseline("short", (frames, _) => frames)).Add(past, p, p)).Should().Throw<InvalidOperationException>()
            .WithMessage("The baseline short must forecast [3, 4, 1, 4, 5]; it gave [3, 2, 1, 4, 5].");
    }
}
