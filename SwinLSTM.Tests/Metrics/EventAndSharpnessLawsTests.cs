using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What metrics of events, anomalies and sharpness owe as every metric does.</summary>
public sealed class EventAndSharpnessLawsTests
{
    private const int MaskedKinds = 5; // the first so many take masks
    private static readonly long[] shape = [4, 2, 2, 12, 16];

    private static FrameMetric Make(int kind, NotFinitePolicy policy = NotFinitePolicy.Refuse) => kind switch
    {
        0 => new ThresholdScores([0.3, 0.5, 0.7]) { NotFinite = policy },
        1 => new ThresholdScores([0.3, 0.5, 0.7], pool: 4) { NotFinite = policy },
        2 => new FractionsSkillScore(0.55, 5) { NotFinite = policy },
        3 => new GradientRatio { NotFinite = policy },
        4 => new AnomalyCorrelation(new Climatology(full([2, 12, 16], 0.4)), centred: true) { NotFinite = policy },
        _ => new PowerSpectrum(12, 16) { NotFinite = policy },
    };

    public static TheoryData<int> All => [.. Enumerable.Range(0, MaskedKinds + 1)];

    public static TheoryData<int> Masked => [.. Enumerable.Range(0, MaskedKinds)];

    [Theory]
    [MemberData(nameof(All))]
    public void Any_split_and_any_merge_give_what_one_pass_gives(int kind) => SeededProperty.Holds<ushort, byte>(8, (seed, cut) =>
    {
        using var scope = NewDisposeScope();
        Tensor p = RandomFrames.Make(seed, shape), t = RandomFrames.Make(seed + 1, shape);
        FrameMetric once = Make(kind), split = Make(kind), left = Make(kind), right = Make(kind), read = Make(kind);
        var each = once.Add(p, t);
        var first = 1 + cut % 3;
        foreach (var (start, length, part) in new[] { (0, first, left), (first, 4 - first, right) })
        {
            split.Add(p.narrow(0, start, length), t.narrow(0, start, length));
            part.Add(p.narrow(0, start, length), t.narrow(0, start, length)).Should().Equal(each.Skip(start).Take(length), Near);
        }
        read.MergeJson(right.ToJson());
        read.MergeJson(left.ToJson());
        left.Merge(Make(kind));
        left.Merge(right);
        foreach (var other in new[] { split, left, read })
        {
            Near(other.Result, once.Result).Should().BeTrue();
            other.PerLeadTime.Should().Equal(once.PerLeadTime, Near);
        }
        var second = Make(kind);
        second.Add(p.narrow(1, 1, 1), t.narrow(1, 1, 1));
        Near(second.Result, once.PerLeadTime[1]).Should().BeTrue("a lead time is the metric of its frames alone");
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Dtypes_and_strides_make_no_difference_and_no_tensor_stays(int kind)
    {
        using var scope = NewDisposeScope();
        Tensor p = RandomFrames.Make(1, shape), t = RandomFrames.Make(2, shape);
        foreach (var dtype in new[] { ScalarType.BFloat16, ScalarType.Float16, ScalarType.Float64 })
        {
            // A threshold is rounded to the dtype; 0.5 is the same in all.
            FrameMetric low = kind == 0 ? new ThresholdScores(0.5) : kind == 1 ? new ThresholdScores(0.5, 4) : kind == 2 ? new FractionsSkillScore(0.5, 5) : Make(kind);
            FrameMetric single = kind == 0 ? new ThresholdScores(0.5) : kind == 1 ? new ThresholdScores(0.5, 4) : kind == 2 ? new FractionsSkillScore(0.5, 5) : Make(kind);
            low.Add(p.to(dtype), t.to(dtype));
            single.Add(p.to(dtype).to(ScalarType.Float32), t.to(dtype).to(ScalarType.Float32));
            Near(low.Result, single.Result).Should().BeTrue($"{dtype}");
        }
        FrameMetric plain = Make(kind), strided = Make(kind);
        plain.Add(p, t);
        Tensor across = p.transpose(3, 4).contiguous().transpose(3, 4).requires_grad_(), apart = t.transpose(0, 2).contiguous().transpose(0, 2);
        strided.Add(across, apart);
        Near(strided.Result, plain.Result).Should().BeTrue();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        strided.Add(across, apart);
        Tensor.TotalCount.Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Masked))]
    public void What_is_not_valid_makes_no_difference(int kind)
    {
        using var scope = NewDisposeScope();
        Tensor p = RandomFrames.Make(3, shape), t = RandomFrames.Make(4, shape);
        var valid = tensor(Enumerable.Range(0, 12 * 16).Select(i => i % 7 > 1).ToArray(), [1, 1, 1, 12, 16]);
        FrameMetric clean = Make(kind), dirty = Make(kind), skipping = Make(kind, NotFinitePolicy.Skip), whole = Make(kind), nothing = Make(kind);
        clean.Add(p, t, valid);
        whole.Add(p, t);
        clean.Result.Should().NotBe(whole.Result);
        var bad = p.masked_fill(valid.logical_not(), double.NaN);
        dirty.Add(bad, t.masked_fill(valid.logical_not(), 1e6), valid);
        dirty.Result.Should().Be(clean.Result);
        skipping.Add(bad, t);
        skipping.Result.Should().Be(clean.Result);
        FluentActions.Invoking(() => whole.Add(bad, t)).Should().Throw<ArgumentException>().WithMessage("Every value must be finite; prediction[0, 0, 0, 0, 0]*");

        nothing.Add(p, t, zeros([1, 1, 1, 1, 1], ScalarType.Bool));
        nothing.Result.Should().Be(double.NaN);
        nothing.Add(p, t, valid);
        Near(nothing.Result, clean.Result).Should().BeTrue("frames of which nothing counts add nothing");
    }

    [Fact]
    public void They_share_a_pass()
    {
        using var scope = NewDisposeScope();
        Tensor p = RandomFrames.Make(5, shape), t = RandomFrames.Make(6, shape);
        var set = new MetricSet([.. Enumerable.Range(0, MaskedKinds + 1).Select(kind => Make(kind)), new ThresholdScores(0.6, pool: 4)]);
        set.Add(p, t);
        for (var kind = 0; kind <= MaskedKinds; kind++)
        {
            var alone = Make(kind);
            alone.Add(p, t);
            set[alone.Name].Result.Should().Be(alone.Result);
        }
    }

    private static bool Near(double x, double y) => Math.Abs(x - y) <= 1e-12 * (1 + Math.Abs(y));
}
