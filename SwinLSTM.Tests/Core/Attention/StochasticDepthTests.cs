using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class StochasticDepthTests
{
    [Fact]
    public void The_published_D_rises_on_the_way_down_and_falls_on_the_way_up()
    {
        var rates = StageOptions.DropRates(SwinLstmOptions.D.Stages, 0.1).Select(s => s.Select(r => Math.Round(r, 4)).ToArray()).ToArray();
        rates.Should().HaveCount(4);
        rates[0].Should().Equal(0, 0.0143);
        rates[1].Should().Equal(0.0286, 0.0429, 0.0571, 0.0714, 0.0857, 0.1);
        rates[2].Should().Equal(0.1, 0.0857);
        rates[3].Should().Equal(0.0714, 0.0571, 0.0429, 0.0286, 0.0143, 0);
    }

    [Fact]
    public void The_published_B_has_one_rate()
    {
        var rates = StageOptions.DropRates(SwinLstmOptions.B.Stages, 0.1);
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
            var rates = StageOptions.DropRates([new(depth, 1, Resampling.Downsample), new(depth, 1, Resampling.Upsample)], highest);
            rates.SelectMany(r => r).Should().OnlyContain(r => r >= 0 && r <= highest + 1e-15);
            rates[1].Should().Equal(rates[0].Reverse(), "the way up mirrors the way down");
        }
    }

    [Fact]
    public void A_single_block_of_a_ladder_is_never_dropped() =>
        StageOptions.DropRates([new(1, 1, Resampling.Downsample), new(2, 1), new(1, 1, Resampling.Upsample)], 0.3)
            .Should().BeEquivalentTo(new double[][] { [0], [0.3, 0.3], [0] }, o => o.WithStrictOrdering());
}
