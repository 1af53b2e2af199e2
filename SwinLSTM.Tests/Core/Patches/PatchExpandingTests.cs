using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class PatchExpandingTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 1)]
    public void Spread_lays_channels_out_row_column_channel(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        const int d = 3;
        var tokens = Numbers.Counting(2, rows * columns, 4 * d);
        var source = Numbers.Of(tokens);
        var expected = new List<double>();
        for (var b = 0; b < 2; b++)
            for (var r = 0; r < 2 * rows; r++)
                for (var c = 0; c < 2 * columns; c++)
                    for (var channel = 0; channel < d; channel++)
                        expected.Add(source[(((((b * rows) + (r / 2)) * columns) + (c / 2)) * 4 * d) + ((((r % 2) * 2) + (c % 2)) * d) + channel]);
        var spread = PatchExpanding.Spread(tokens, new(rows, columns));
        spread.shape.Should().Equal(2, 4 * rows * columns, d);
        Numbers.Of(spread).Should().Equal(expected);
    }

    [Fact]
    public void Spreading_what_was_gathered_swaps_the_middle_quarters_only()
    {
        using var scope = NewDisposeScope();
        var tokens = Numbers.Random(1, 2, 24, 3);
        var quarters = PatchMerging.Gather(tokens, new(4, 6)).chunk(4, 2);
        PatchExpanding.Spread(cat([quarters[0], quarters[2], quarters[1], quarters[3]], 2), new(2, 3)).ShouldEqual(tokens);
        Numbers.Distance(PatchExpanding.Spread(cat(quarters, 2), new(2, 3)), tokens).Should().BeGreaterThan(0.1);
    }

    [Fact]
    public void Expanding_normalises_each_new_token()
    {
        using var scope = NewDisposeScope();
        using var expanding = new PatchExpanding(new(1, 1), new(2, 2), 4).WithWeights(1);
        var weights = expanding.state_dict();
        var input = Numbers.Random(7, 1, 1, 4);
        var rows = mv(weights["expand.weight"], input.view(4)).view(4, 2);
        var normal = (rows - rows.mean([1], keepdim: true)) / (rows.var(1, false, true) + 1e-5).sqrt();
        expanding.call(input).ShouldBeNear(((normal * weights["norm.weight"]) + weights["norm.bias"]).view(1, 4, 2), 1e-5);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(4, 5)]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    public void Merging_and_expanding_returns_to_the_grid_it_left(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var grid = new PatchGrid(rows, columns);
        using var merging = new PatchMerging(grid, 4);
        using var expanding = new PatchExpanding(grid.Merged(), grid, 8).WithWeights(3);
        var merged = merging.call(Numbers.Random(1, 2, grid.Tokens, 4));
        var back = expanding.call(merged);
        back.shape.Should().Equal(2, grid.Tokens, 4);
        // What is cut off is the last row or column, and the rest does not depend on it.
        using var whole = new PatchExpanding(grid.Merged(), new(2 * grid.Merged().Rows, 2 * grid.Merged().Columns), 8).WithWeights(3);
        back.ShouldEqual(GridPadding.Crop(whole.call(merged), grid.PaddedTo(2), grid));
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        FluentActions.Invoking(() => new PatchExpanding(new(2, 2), new(5, 4), 4)).Should().Throw<ArgumentException>()
            .WithMessage("A grid of 2 × 2 does not expand to 5 × 4; the finer grid has twice the rows and columns, or one less.*");
        FluentActions.Invoking(() => new PatchExpanding(new(2, 2), new(4, 4), 3)).Should().Throw<ArgumentException>()
            .WithMessage("channels is 3; expanding halves them, so they must be even.*");
        using var expanding = new PatchExpanding(new(2, 2), new(4, 4), 4);
        expanding.Invoking(m => m.call(zeros(4, 4))).Should().Throw<ArgumentException>()
            .WithMessage("tokens is [4, 4]; the grid to expand is 2 × 2. Expected [batch, 4, 4], no axis empty.*");
    }
}
