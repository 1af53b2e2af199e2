using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class StochasticDepthTests
{
    [Fact]
    public void Whole_samples_are_dropped_and_the_mean_stays()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var dropped = StochasticDepth.Drop(ones(4000, 2, 3), 0.25, training: true);
        dropped.shape.Should().Equal(4000, 2, 3);
        var samples = Numbers.Of(dropped).Chunk(6).ToList();
        samples.Should().OnlyContain(s => s.All(x => x == 0) || s.All(x => Math.Abs(x - (4.0 / 3)) < 1e-6));
        samples.Count(s => s[0] == 0).Should().BeInRange(900, 1100);
        Numbers.Of(dropped).Average().Should().BeApproximately(1, 0.04);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0.5, false)]
    public void Otherwise_the_branch_goes_through_untouched(double rate, bool training)
    {
        using var scope = NewDisposeScope();
        var branch = Numbers.Random(1, 3, 2, 2);
        StochasticDepth.Drop(branch, rate, training).Should().BeSameAs(branch);
    }

    [Fact]
    public void Each_call_draws_anew()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var branch = ones(100, 1);
        Numbers.Distance(StochasticDepth.Drop(branch, 0.5, true), StochasticDepth.Drop(branch, 0.5, true)).Should().Be(2);
    }

    [Fact]
    public void The_published_D_rises_on_the_way_down_and_falls_on_the_way_up()
    {
        var rates = StochasticDepth.Rates(SwinLstmOptions.D.Stages, 0.1).Select(s => s.Select(r => Math.Round(r, 4)).ToArray()).ToArray();
        rates.Should().HaveCount(4);
        rates[0].Should().Equal(0, 0.0143);
        rates[1].Should().Equal(0.0286, 0.0429, 0.0571, 0.0714, 0.0857, 0.1);
        rates[2].Should().Equal(0.1, 0.0857);
        rates[3].Should().Equal(0.0714, 0.0571, 0.0429, 0.0286, 0.0143, 0);
    }

    [Fact]
    public void The_published_B_has_one_rate()
    {
        var rates = StochasticDepth.Rates(SwinLstmOptions.B.Stages, 0.1);
        rates.Should().ContainSingle().Which.Should().HaveCount(12).And.OnlyContain(r => r == 0.1);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    public void Every_rate_lies_between_none_and_the_highest(double highest)
    {
        for (var depth = 1; depth <= 30; depth++)
        {
            var rates = StochasticDepth.Rates([new(depth, 1, Resampling.Merge), new(depth, 1, Resampling.Expand)], highest);
            rates.SelectMany(r => r).Should().OnlyContain(r => r >= 0 && r <= highest + 1e-15);
            rates[1].Should().Equal(rates[0].Reverse(), "the way up mirrors the way down");
        }
    }

    [Fact]
    public void A_single_block_of_a_ladder_is_never_dropped() =>
        StochasticDepth.Rates([new(1, 1, Resampling.Merge), new(2, 1), new(1, 1, Resampling.Expand)], 0.3)
            .Should().BeEquivalentTo(new double[][] { [0], [0.3, 0.3], [0] }, o => o.WithStrictOrdering());
}
