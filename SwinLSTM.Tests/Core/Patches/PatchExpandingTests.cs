using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class PatchExpandingTests
{
    public static TheoryData<int, int> Grids => OddGrids.All;

    [Theory]
    [MemberData(nameof(Grids))]
    public void Expanding_is_that_of_loops_on_any_grid(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        const int d = 4;
        using var expanding = new PatchExpanding(d).WithWeights(1);
        var w = expanding.state_dict();
        w.Keys.Should().BeEquivalentTo("expand.weight", "norm.weight", "norm.bias");
        var tokens = Numbers.Random(2, 2, rows, columns, d);
        // A token's channels are (row, column, channel) of its square.
        var source = Numbers.Of(nn.functional.linear(tokens, w["expand.weight"]));
        double[] spread =
        [
            .. from b in Enumerable.Range(0, 2)
               from r in Enumerable.Range(0, 2 * rows)
               from c in Enumerable.Range(0, 2 * columns)
               from channel in Enumerable.Range(0, d / 2)
               let token = (((b * rows) + (r / 2)) * columns) + (c / 2)
               select source[(token * 2 * d) + (((r % 2 * 2) + (c % 2)) * d / 2) + channel],
        ];
        var squares = tensor(spread, [2, 2 * rows, 2 * columns, d / 2]).to(ScalarType.Float32);
        expanding.call(tokens).ShouldBeNear(nn.functional.layer_norm(squares, [d / 2], w["norm.weight"], w["norm.bias"]), 1e-5);
    }

    [Fact]
    public void Spreading_what_was_gathered_swaps_the_middle_quarters_only()
    {
        using var scope = NewDisposeScope();
        var tokens = Numbers.Random(1, 2, 4, 6, 3);
        var quarters = PatchMerging.Gather(tokens).chunk(4, 3);
        PatchExpanding.Spread(cat([quarters[0], quarters[2], quarters[1], quarters[3]], 3)).ShouldEqual(tokens);
        Numbers.Distance(PatchExpanding.Spread(cat(quarters, 3)), tokens).Should().BeGreaterThan(0.1);
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        foreach (var channels in new[] { 3, 0, -2 })
            Refusal.Of(() => new PatchExpanding(channels), $"channels is {channels}; expanding halves them, so they must be even.*");
        using var expanding = new PatchExpanding(4);
        Refusal.Of(() => expanding.call(zeros(4, 4)), "tokens is [4, 4]; this module was built for 4 channels. "
            + "Expected [batch, rows, columns, 4], no axis empty.*");
    }
}
