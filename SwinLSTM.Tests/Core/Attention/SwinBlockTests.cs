using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class SwinBlockTests
{
    public static TheoryData<int, int> Grids => OddGrids.All;

    [Theory]
    [MemberData(nameof(Grids))]
    public void A_block_is_two_residual_branches_on_any_grid(int rows, int columns)
    {
        foreach (var fuses in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            using var source = new DropoutSource();
            using var block = new SwinBlock(4, 2, 3, !fuses, fuses, 0, new() { FeedForwardRatio = 2 }, source).WithWeights(1);
            Tensor x = Numbers.Random(1, 2, rows, columns, 4), h = Numbers.Random(2, 2, rows, columns, 4);
            block.call(x, fuses ? h : null).ShouldBeNear(NaiveCell.Block(block, x, fuses ? h : null, 2, 3, !fuses), 1e-5);
        }
    }

    [Fact]
    public void Stochastic_depth_drops_branches_of_whole_samples()
    {
        using var scope = NewDisposeScope();
        using var source = new DropoutSource();
        source.Reseed(1);
        using var block = new SwinBlock(4, 2, 2, shifted: true, fuses: false, stochasticDepth: 0.5, new(), source).WithWeights(1);
        var x = Numbers.Random(1, 1, 4, 4, 4).expand(64, 4, 4, 4).contiguous();
        // Both branches dropped, either, or none: four results, the first of them x itself.
        var results = Samples(block.call(x, null));
        results.Distinct().Should().HaveCount(4);
        results.Should().Contain(Samples(x)[0]);
        block.eval();
        Samples(block.call(x, null)).Distinct().Should().ContainSingle("every sample is the same now");

        static List<string> Samples(Tensor batch) =>
            [.. Numbers.Of(batch).Chunk(64).Select(s => string.Join(' ', s.Select(v => v.ToString("R"))))];
    }
}
