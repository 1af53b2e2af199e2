using FluentAssertions;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What every metric of ensembles owes, and their numbers against loops.</summary>
public sealed class EnsembleMetricTests
{
    private const int Sequences = 3, Members = 5, Lead = 2, Values = 2 * 3 * 4;
    private static readonly long[] shape = [Sequences, Members, Lead, 2, 3, 4], truth = [Sequences, Lead, 2, 3, 4];

    private static readonly Func<EnsembleMetric>[] all =
    [
        () => new ContinuousRankedProbability(fair: false),
        () => new ContinuousRankedProbability(fair: true),
        () => new SpreadSkill(),
        () => new RankHistogram(Members),
    ];

    public static TheoryData<int> Metrics => [.. Enumerable.Range(0, all.Length)];

    // Rounded to tenths, so that members and truth tie often.
    private static float[] Tenths(int seed, long[] size) => [.. RandomFrames.Values(seed, size).Select(value => MathF.Round(value * 10) / 10)];

    // The members and the truth of each value of a lead time that counts.
    private static IEnumerable<(double[] X, double Y)> Each(float[] members, float[] target, bool[]? valid, int? lead)
    {
        for (var b = 0; b < Sequences; b++)
            for (var t = 0; t < Lead; t++)
                for (var i = 0; i < Values; i++)
                {
                    var at = (b * Lead + t) * Values + i;
                    if ((lead is null || lead == t) && (valid is null || valid[at]))
                        yield return ([.. Enumerable.Range(0, Members).Select(m => (double)members[((b * Members + m) * Lead + t) * Values + i])], target[at]);
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
        var (standard, fair, spread, ranks) = (new ContinuousRankedProbability(false), new ContinuousRankedProbability(true), new SpreadSkill(), new RankHistogram(Members));
        foreach (var metric in new EnsembleMetric[] { standard, fair, spread, ranks })
            metric.Add(tensor(members, shape), tensor(target, truth), valid is null ? null : tensor(valid, truth));

        foreach (var lead in new int?[] { null, 0, 1 })
        {
            var values = Each(members, target, valid, lead).ToList();
            double Of(EnsembleMetric metric) => lead is { } t ? metric.PerLeadTime[t] : metric.Result;
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
            (lead is { } d ? ranks.FrequenciesPerLeadTime[d] : ranks.Frequencies).Should().Equal(frequencies, (x, y) => Math.Abs(x - y) < 1e-12);
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
        var (x, y) = (tensor(Tenths(members, [2, members, values]), [2, members, values]).to(ScalarType.Float64), RandomFrames.Make(values, 2, values).to(ScalarType.Float64));
        var (network, sorted) = (EnsembleMath.Crps(x, y, fair: false), EnsembleMath.BySorting(x, y, (double)members * members));
        network.shape.Should().Equal(2, values);
        network.data<double>().ToArray().Should().Equal(sorted.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-13);
        var naive = NaiveEnsembles.CrpsByPairs([.. x.select(0, 1).select(1, values - 1).contiguous().data<double>().ToArray()], y[1, values - 1].item<double>(), fair: false);
        network[1, values - 1].item<double>().Should().BeApproximately(naive, 1e-13);
    }

    [Fact]
    public void Any_split_and_any_merge_give_what_one_pass_gives() => SeededProperty.Holds<ushort, byte>(15, (seed, cut) =>
    {
        using var scope = NewDisposeScope();
        var (members, target) = (tensor(Tenths(seed, shape), shape), tensor(Tenths(seed + 1, truth), truth));
        var first = 1 + cut % (Sequences - 1);
        foreach (var make in all)
        {
            EnsembleMetric once = make(), split = make(), left = make(), right = make(), read = make();
            var each = once.Add(members, target);
            each.Should().HaveCount(Sequences);
            foreach (var (start, length, part) in new[] { (0, first, left), (first, Sequences - first, right) })
            {
                split.Add(members.narrow(0, start, length), target.narrow(0, start, length));
                part.Add(members.narrow(0, start, length), target.narrow(0, start, length)).Should().Equal(each.Skip(start).Take(length));
            }
            read.MergeJson(left.ToJson());
            read.MergeJson(right.ToJson());
            left.Merge(make());
            left.Merge(right);
            foreach (var other in new[] { split, left, read })
            {
                other.Result.Should().BeApproximately(once.Result, 1e-12);
                other.PerLeadTime.Should().Equal(once.PerLeadTime, (x, y) => Math.Abs(x - y) < 1e-12);
                other.Sequences.Should().Be(Sequences);
            }
        }
    });

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Dtypes_and_strides_make_no_difference_and_no_tensor_stays(int kind)
    {
        using var scope = NewDisposeScope();
        var (members, target) = (tensor(Tenths(3, shape), shape), tensor(Tenths(4, truth), truth));
        foreach (var dtype in new[] { ScalarType.BFloat16, ScalarType.Float16, ScalarType.Float64 })
        {
            EnsembleMetric low = all[kind](), single = all[kind]();
            low.Add(members.to(dtype), target.to(dtype));
            single.Add(members.to(dtype).to(ScalarType.Float32), target.to(dtype).to(ScalarType.Float32));
            low.Result.Should().BeApproximately(single.Result, 1e-12, $"{dtype}");
        }
        EnsembleMetric plain = all[kind](), strided = all[kind]();
        plain.Add(members, target);
        var (away, wanting) = (members.transpose(1, 5).contiguous().transpose(1, 5), target.transpose(0, 1).contiguous().transpose(0, 1).requires_grad_());
        strided.Add(away, wanting);
        strided.Result.Should().BeApproximately(plain.Result, 1e-12);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        strided.Add(away, wanting);
        Tensor.TotalCount.Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void What_is_not_valid_makes_no_difference(int kind)
    {
        using var scope = NewDisposeScope();
        var (members, target) = (tensor(Tenths(5, shape), shape), tensor(Tenths(6, truth), truth));
        var valid = ones([1, 1, 1, 3, 4], ScalarType.Bool);
        valid[0, 0, 0, 1, 2] = tensor(false);
        EnsembleMetric clean = all[kind](), dirty = all[kind](), skipping = kind switch
        {
            0 or 1 => new ContinuousRankedProbability(kind == 1) { NotFinite = NotFinitePolicy.Skip },
            2 => new SpreadSkill { NotFinite = NotFinitePolicy.Skip },
            _ => new RankHistogram(Members) { NotFinite = NotFinitePolicy.Skip },
        };
        clean.Add(members, target, valid);
        var bad = members.clone();
        bad.select(5, 2).select(4, 1).select(1, 3).fill_(double.NaN); // one member, at the place that does not count
        dirty.Add(bad, target, valid);
        dirty.Result.Should().Be(clean.Result);
        skipping.Add(bad, target);
        skipping.Result.Should().Be(clean.Result);
        skipping.SkippedValues.Should().Be(Sequences * Lead * 2);
        FluentActions.Invoking(() => dirty.Add(bad, target)).Should().Throw<ArgumentException>()
            .WithMessage("Every value must be finite; members[0, 0, 0, 1, 2] (batch, time, channel, row, column) is not.*");
        dirty.Sequences.Should().Be(Sequences, "nothing was added");

        var nothing = all[kind]();
        nothing.Add(members, target, zeros([1, 1, 1, 1, 1], ScalarType.Bool));
        nothing.Result.Should().Be(double.NaN);
    }

    [Fact]
    public void The_CRPS_of_one_member_is_the_mean_absolute_error()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(1, 2, 3, 1, 5, 6), RandomFrames.Make(2, 2, 3, 1, 5, 6));
        var valid = tensor(Enumerable.Range(0, 180).Select(i => i % 3 > 0).ToArray(), [2, 3, 1, 5, 6]);
        var (crps, error) = (new ContinuousRankedProbability(fair: false), new MeanAbsoluteError(PixelReduction.Mean));
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
        double Of(EnsembleMetric metric) => metric.Add(members, target)[0];
        Of(new ContinuousRankedProbability(fair: false)).Should().BeApproximately(1 - 12 / 18.0, 1e-15); // |x - y| = 1, 0, 2; the 9 pairs' distances sum to 12
        Of(new ContinuousRankedProbability(fair: true)).Should().BeApproximately(1 - 12 / 12.0, 1e-15);
        Of(new SpreadSkill()).Should().BeApproximately(Math.Sqrt(4 / 3.0) * Math.Sqrt(7 / 3.0) / (1 / 3.0), 1e-12); // mean 7/3, variance 7/3
        var ranks = new RankHistogram(3);
        ranks.Add(members, target);
        ranks.Frequencies.Should().Equal(0, 0.5, 0.5, 0); // above one member, or above two
        ranks.Result.Should().Be(1);
    }

    [Fact]
    public void An_ensemble_drawn_as_the_truth_is_reliable()
    {
        var random = new SampleRandom(5, 0);
        using var scope = NewDisposeScope();
        Tensor Draw(params long[] size) => tensor([.. Enumerable.Range(0, (int)size.Aggregate(1L, (a, b) => a * b)).Select(_ => random.NextDouble(0, 1))], size, ScalarType.Float64);
        var (members, target) = (Draw(1, 8, 1, 1, 100, 200), Draw(1, 1, 1, 100, 200));
        var (spread, ranks, fair, fairOfTwo) = (new SpreadSkill(), new RankHistogram(8), new ContinuousRankedProbability(true), new ContinuousRankedProbability(true));
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
        var crps = new ContinuousRankedProbability(fair: true);
        void Refused(EnsembleMetric metric, Tensor members, Tensor target, string message) =>
            FluentActions.Invoking(() => metric.Add(members, target)).Should().Throw<ArgumentException>().WithMessage(message);

        Refused(crps, zeros([1, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]), "members must have the axes [B, M, T, C, H, W]; they have the shape [1, 2, 1, 4, 4]. Put single forecasts*");
        Refused(crps, zeros([1, 0, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]), "An ensemble must have at least one member; its shape [B, M, T, C, H, W] is [1, 0, 2, 1, 4, 4].*");
        Refused(crps, zeros([1, 3, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 5]), "prediction and target must have one shape; prediction is [1, 2, 1, 4, 4], target is [1, 2, 1, 4, 5].*");
        Refused(crps, zeros([1, 1, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]), "The fair CRPS needs at least 2 members, as it compares each with the others; there is 1. Use the standard one*");
        Refused(new SpreadSkill(), zeros([1, 1, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]), "A spread needs at least 2 members; there is 1.*");
        Refused(new RankHistogram(4), zeros([1, 3, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]), "This histogram is for ensembles of 4; there are 3 members.*");
        crps.Add(zeros([1, 3, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]));
        Refused(crps, zeros([1, 4, 2, 1, 4, 4]), zeros([1, 2, 1, 4, 4]), "All batches must have members of one shape [M, T, C, H, W]; earlier ones were [3, 2, 1, 4, 4], this one is [4, 2, 1, 4, 4].*");
        FluentActions.Invoking(() => crps.Merge(new ContinuousRankedProbability(false))).Should().Throw<ArgumentException>()
            .WithMessage("Only a metric of the same kind and choices can be merged into CRPS (fair); this one is CRPS (standard).*");
        FluentActions.Invoking(() => crps.MergeJson("{}")).Should().Throw<InvalidDataException>();
        FluentActions.Invoking(() => new RankHistogram(0)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("An ensemble must have at least one member; 0 was given.*");
        crps.ToString().Should().StartWith("CRPS (fair) = ");
        crps.Reset();
        crps.ToString().Should().Be("CRPS (fair)");
        FluentActions.Invoking(() => crps.Result).Should().Throw<InvalidOperationException>()
            .WithMessage("CRPS (fair) has no result before the first batch. Call Add with the members of an ensemble and their target.");
    }
}
