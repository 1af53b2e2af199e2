using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class PatchGridTests
{
    [Theory]
    [InlineData(64, 64, 2, 32, 32)]
    [InlineData(59, 60, 2, 30, 30)]
    [InlineData(1, 9, 8, 1, 2)]
    [InlineData(5, 7, 1, 5, 7)]
    public void A_rest_fills_a_patch_of_its_own(int height, int width, int patch, int rows, int columns)
    {
        var grid = PatchGrid.Of(height, width, patch);
        grid.Should().Be(new PatchGrid(rows, columns));
        grid.Tokens.Should().Be(rows * columns);
    }

    [Fact]
    public void Merging_rounds_up_and_padding_reaches_the_next_multiple()
    {
        new PatchGrid(8, 5).Merged().Should().Be(new PatchGrid(4, 3));
        new PatchGrid(1, 1).Merged().Should().Be(new PatchGrid(1, 1));
        new PatchGrid(8, 5).PaddedTo(4).Should().Be(new PatchGrid(8, 8));
        new PatchGrid(7, 5).PaddedTo(new WindowSize(3, 5)).Should().Be(new PatchGrid(9, 5));
    }
}
