using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class NetworkBuildTests
{
    [Fact]
    public void A_seed_fixes_the_weights_and_leaves_the_callers_generator_alone()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(7);
        var undisturbed = rand(4);
        random.manual_seed(7);
        using SwinLstmNetwork a = Variants.D.Build(seed: 3), b = Variants.D.Build(seed: 3), other = Variants.D.Build(seed: 4);
        rand(4).ShouldEqual(undisturbed);
        foreach (var (name, weight) in a.state_dict()) weight.ShouldEqual(b.state_dict()[name], name);
        Numbers.Distance(a.state_dict()["embedding.proj.weight"], other.state_dict()["embedding.proj.weight"]).Should().BeGreaterThan(0.01);
    }

    [Fact]
    public void Without_a_seed_the_weights_come_from_the_callers_generator()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(7);
        using var a = Variants.B.Build();
        random.manual_seed(7);
        using var b = Variants.B.Build();
        using var c = Variants.B.Build();
        a.state_dict()["embedding.proj.weight"].ShouldEqual(b.state_dict()["embedding.proj.weight"]);
        Numbers.Distance(b.state_dict()["embedding.proj.weight"], c.state_dict()["embedding.proj.weight"]).Should().BeGreaterThan(0.01);
    }

    [Fact]
    public void Initial_weights_have_the_published_statistics()
    {
        using var network = (SwinLstmOptions.B with { Stages = [new(3, 8)] }).Build(seed: 1);
        var tables = new List<double>();
        foreach (var (name, weight) in network.state_dict())
        {
            var values = Numbers.Of(weight);
            if (name.EndsWith("relative_position_bias_table", StringComparison.Ordinal)) tables.AddRange(values);
            else if (name.Contains("norm", StringComparison.Ordinal))
                values.Should().OnlyContain(v => v == (name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0), name);
            else if (weight.dim() == 2)
            {
                var bound = 1 / Math.Sqrt(weight.size(1));
                values.Max(Math.Abs).Should().BeInRange(0.98 * bound, bound * 1.0001, name);
                Deviation(values).Should().BeApproximately(bound / Math.Sqrt(3), 0.02 * bound, name);
            }
        }

        tables.Should().HaveCount(3 * 49 * 8);
        Deviation(tables).Should().BeApproximately(0.02, 0.002);
        tables.Average().Should().BeApproximately(0, 0.003);
        tables.Distinct().Count().Should().BeGreaterThan(1000, "they are drawn, not filled");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void The_head_of_larger_patches_begins_normalised(int patch)
    {
        using var scope = NewDisposeScope();
        // Memory that was in use is where fresh tensors often lie.
        for (var i = 0; i < 64; i++) full([64], 1e30f).Dispose();
        using var network = (Variants.B.Options with { PatchSize = patch }).Build(seed: 1);
        foreach (var (name, weight) in network.state_dict().Where(w => w.Key.Contains(".norm.", StringComparison.Ordinal)))
            Numbers.Of(weight).Should().OnlyContain(v => v == (name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0), name);
    }

    [Fact]
    public void A_truncated_normal_stays_within_two()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var values = Numbers.Of(RelativePositionBias.TruncatedNormal(2, 100, 100));
        values.Max(Math.Abs).Should().BeInRange(1.99, 2);
        // Cut at one deviation either side, a normal distribution of deviation 2 keeps 2·√(1 - 2φ(1)/(2Φ(1) - 1)) = 1.079.
        Deviation(values).Should().BeApproximately(1.0791, 0.01);
    }

    [Fact]
    public void Float64_can_be_asked_for_when_building_or_later_and_twice()
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var frame = Numbers.Random(1, 1, 1, 13, 11);
        var options = Variants.Named("odd frame");
        using SwinLstmNetwork single = options.Build(seed: 1), built = options.Options.Build(dtype: ScalarType.Float64, seed: 1),
            moved = options.Build(seed: 1);
        foreach (var network in new[] { single, built, moved }) network.eval();
        var expected = built.call(frame.to(ScalarType.Float64), null).Next;
        expected.dtype.Should().Be(ScalarType.Float64);
        var first = single.call(frame, null).Next;
        first.ShouldBeNear(expected, 1e-5);

        moved.call(frame, null).Next.ShouldEqual(first);
        moved.to(ScalarType.Float64);
        moved.call(frame.to(ScalarType.Float64), null).Next.ShouldEqual(expected, "the derived tables follow");
        moved.to(ScalarType.Float32);
        moved.to(CPU);
        moved.call(frame, null).Next.ShouldEqual(first);
    }

    [Fact]
    public void BFloat16_is_close()
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var frame = Numbers.Random(1, 1, 1, 13, 11);
        using SwinLstmNetwork single = Variants.Named("odd frame").Build(seed: 1),
            half = Variants.Named("odd frame").Options.Build(dtype: ScalarType.BFloat16, seed: 1);
        single.eval();
        half.eval();
        var next = half.call(frame.to(ScalarType.BFloat16), null).Next;
        next.dtype.Should().Be(ScalarType.BFloat16);
        next.ShouldBeNear(single.call(frame, null).Next, 0.05);
    }

    private static double Deviation(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
