using FluentAssertions;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>The numbers of ensembles against loops.</summary>
public sealed class EnsembleMetricTests
{
    private const int Sequences = 3, Members = 5, Lead = 2, Values = 2 * 3 * 4;
    private static readonly long[] shape = [Sequences, Members, Lead, 2, 3, 4], truth = [Sequences, Lead, 2, 3, 4];

    // Rounded to tenths, so that members and truth tie often.
    private static float[] Tenths(int seed, long[] size) =>
        [.. RandomFrames.Values(seed, size).Select(value => MathF.Round(value * 10) / 10)];

    // The members and the truth of each value of a lead time that counts.
    private static IEnumerable<(double[] X, double Y)> Each(float[] members, float[] target, bool[]? valid, int? lead)
    {
        for (var b = 0; b < Sequences; b++)
            for (var t = 0; t < Lead; t++)
                for (var i = 0; i < Values; i++)
                {
                    var at = (b * Lead + t) * Values + i;
                    if ((lead is null || lead == t) && (valid is null || valid[at]))
                        yield return ([.. Enumerable.Range(0, Members).Select(m =>
                            (double)members[((b * Members + m) * Lead + t) * Values + i])], target[at]);
                }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_agree_with_loops(bool masked)
    {
        float[] members = Tenths(1, shape), target = Tenths(2, truth);
        var valid = masked ? Enumerable.Range(0, target.Length).Select(i => i % 5 < 3).ToArray() : null;
        using var scope = NewDisposeScope();
        var (standard, fair, spread, ranks) = (new ContinuousRankedProbabilityScore(false), new ContinuousRankedProbabilityScore(true),
            new SpreadSkillRatio(), new RankHistogram());
        foreach (var metric in new Metric[] { standard, fair, spread, ranks })
            metric.Add(tensor(members, shape), tensor(target, truth), valid is null ? null : tensor(valid, truth));

        foreach (var lead in new int?[] { null, 0, 1 })
        {
            var values = Each(members, target, valid, lead).ToList();
            double Of(Metric metric) => lead is { } t ? metric.PerLeadTime[t] : metric.Result;
            Of(standard).Should().BeApproximately(values.Average(v => NaiveEnsembles.CrpsByIntegral(v.X, v.Y)), 1e-12);
            Of(standard).Should().BeApproximately(values.Average(v => NaiveEnsembles.CrpsByPairs(v.X, v.Y, fair: false)), 1e-12);
            Of(fair).Should().BeApproximately(values.Average(v => NaiveEnsembles.CrpsByPairs(v.X, v.Y, fair: true)), 1e-12);

            var error = Math.Sqrt(values.Average(v => Math.Pow(v.X.Average() - v.Y, 2)));
            var deviation = Math.Sqrt(values.Average(v => v.X.Sum(x => Math.Pow(x - v.X.Average(), 2)) / (Members - 1)));
            (lead is { } a ? spread.ErrorPerLeadTime[a] : spread.Error).Should().BeApproximately(error, 1e-12);
            (lead is { } c ? spread.SpreadPerLeadTime[c] : spread.Spread).Should().BeApproximately(deviation, 1e-12);
            Of(spread).Should().BeApproximately(Math.Sqrt(6 / 5.0) * deviation / error, 1e-12);

            var parts = values.Select(v => NaiveEnsembles.RankParts(v.X, v.Y)).ToList();
            var frequencies = Enumerable.Range(0, Members + 1).Select(k => parts.Sum(part => part[k]) / values.Count).ToArray();
            (lead is { } d ? ranks.FrequenciesPerLeadTime[d] : ranks.Frequencies).Should()
                .Equal(frequencies, (x, y) => Math.Abs(x - y) < 1e-12);
            Of(ranks).Should().BeApproximately(frequencies.Sum(f => Math.Abs(f - 1.0 / 6)), 1e-12);
        }
        Each(members, target, valid, null).Count(v => v.X.Contains(v.Y)).Should().BeGreaterThan(5, "the rule for ties is tested, too");
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(3, 4)]
    [InlineData(7, 9)]
    [InlineData(8, 16)]
    [InlineData(13, 3)]
    [InlineData(33, 10)]
    public void The_sorting_network_gives_what_sorting_gives(int members, int values)
    {
        using var scope = NewDisposeScope();
        long[] size = [2, members, 3, 1, 1, values], one = [2, 3, 1, 1, values];
        var (x, y) = (Tenths(members, size), RandomFrames.Values(values, one));
        var (network, sorted) = (RankedProbability.Sums(tensor(x, size), tensor(y, one), members * members),
            RankedProbability.ByTensors(tensor(x, size), tensor(y, one), members * members));
        network.shape.Should().Equal(2, 3, 1);
        network.data<double>().ToArray().Should().Equal(sorted.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        var naive = Enumerable.Range(0, values).Sum(i => NaiveEnsembles.CrpsByPairs([.. Enumerable.Range(0, members).Select(m =>
            (double)x[((members + m) * 3 + 2) * values + i])], y[5 * values + i], fair: false));
        network[1, 2, 0].item<double>().Should().BeApproximately(naive, 1e-12);
    }

    [Fact]
    public void The_CRPS_of_one_member_is_the_mean_absolute_error()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(1, 2, 3, 1, 5, 6), RandomFrames.Make(2, 2, 3, 1, 5, 6));
        var valid = tensor(Enumerable.Range(0, 180).Select(i => i % 3 > 0).ToArray(), [2, 3, 1, 5, 6]);
        var (crps, error) = (new ContinuousRankedProbabilityScore(fair: false), new MeanAbsoluteError(PixelReduction.Mean));
        crps.Add(p.unsqueeze(1), t, valid);
        error.Add(p, t, valid);
        crps.Result.Should().BeApproximately(error.Result, 1e-15);
        crps.PerLeadTime.Should().Equal(error.PerLeadTime, (x, y) => Math.Abs(x - y) < 1e-15);
    }

    [Fact]
    public void Hand_computed_numbers()
    {
        using var scope = NewDisposeScope();
        var (members, target) = (tensor(new[] { 1f, 2, 4 }, [1, 3, 1, 1, 1, 1]), tensor(new[] { 2f }, [1, 1, 1, 1, 1]));
        double Of(Metric metric) => metric.Add(members, target)[0];
        Of(new ContinuousRankedProbabilityScore(fair: false)).Should()
            .BeApproximately(1 - 12 / 18.0, 1e-15); // |x - y| = 1, 0, 2; the 9 pairs' distances sum to 12
        Of(new ContinuousRankedProbabilityScore(fair: true)).Should().BeApproximately(1 - 12 / 12.0, 1e-15);
        Of(new SpreadSkillRatio()).Should()
            .BeApproximately(Math.Sqrt(4 / 3.0) * Math.Sqrt(7 / 3.0) / (1 / 3.0), 1e-12); // mean 7/3, variance 7/3
        var ranks = new RankHistogram();
        ranks.Add(members, target);
        ranks.Frequencies.Should().Equal(0, 0.5, 0.5, 0); // above one member, or above two
        ranks.Result.Should().Be(1);
    }

    [Fact]
    public void An_ensemble_drawn_as_the_truth_is_reliable()
    {
        var random = new SampleRandom(5, 0);
        using var scope = NewDisposeScope();
        Tensor Draw(params long[] size) => tensor([.. Enumerable.Range(0, (int)size.Aggregate(1L, (a, b) => a * b)).Select(_ =>
            random.NextDouble(0, 1))], size, ScalarType.Float64);
        var (members, target) = (Draw(1, 8, 1, 1, 100, 200), Draw(1, 1, 1, 100, 200));
        var (spread, ranks, fair, fairOfTwo) = (new SpreadSkillRatio(), new RankHistogram(), new ContinuousRankedProbabilityScore(true),
            new ContinuousRankedProbabilityScore(true));
        spread.Add(members, target)[0].Should().BeApproximately(1, 0.02);
        ranks.Add(members, target)[0].Should().BeLessThan(0.04);
        // of uniform numbers E|x - y| = 1/3, so the fair CRPS is 1/6 whatever the size
        fair.Add(members, target)[0].Should().BeApproximately(1 / 6.0, 0.003);
        fairOfTwo.Add(members.narrow(1, 0, 2), target)[0].Should().BeApproximately(1 / 6.0, 0.006);
    }

    [Fact]
    public void What_is_no_ensemble_is_refused()
    {
        using var scope = NewDisposeScope();
        var crps = new ContinuousRankedProbabilityScore(fair: true);
        void Refused(Metric metric, Tensor members, Tensor target, string message) =>
            FluentActions.Invoking(() => metric.Add(members, target)).Should().Throw<ArgumentException>().WithMessage(message);

        Refused(crps, zeros([1, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]),
            "CRPS (fair) takes the members of an ensemble [B, M, T, C, H, W]; the forecast is [1, 2, 1, 4, 4]. Stack*");
        Refused(crps, zeros([1, 0, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]),
            "An ensemble must have at least one member; its shape [B, M, T, C, H, W] is [1, 0, 2, 1, 4, 4].*");
        Refused(crps, zeros([1, 3, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 5]),
            "forecast and truth must have the same shape, but for the members of an ensemble; forecast is [1, 3, 2, 1, 4, 4], truth is " +
            "[1, 2, 1, 4, 5].*");
        Refused(crps, zeros([1, 1, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]),
            "The fair CRPS needs at least 2 members, as it compares each with the others; there is 1. Use the standard one*");
        Refused(new SpreadSkillRatio(), zeros([1, 1, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]),
            "A spread needs at least 2 members; there is 1.*");
        crps.Add(zeros([1, 3, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]));
        Refused(crps, zeros([1, 4, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]),
            "CRPS (fair) measures frames of one shape [M, T, C, H, W]; earlier ones are [3, 2, 1, 4, 4], these are [4, 2, 1, 4, 4].*");
    }
}
