using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class TokenGridTests
{
    [Theory]
    [InlineData(64, 64, 2, 32, 32)]
    [InlineData(59, 60, 2, 30, 30)]
    [InlineData(1, 9, 8, 1, 2)]
    [InlineData(5, 7, 1, 5, 7)]
    [InlineData(int.MaxValue, 1, 8, 1 << 28, 1)]
    public void A_rest_fills_a_patch_of_its_own(int height, int width, int patch, int rows, int columns) =>
        TokenGrid.Of(height, width, patch).Should().Be(new TokenGrid(rows, columns));

    [Fact]
    public void Merging_rounds_up_and_padding_reaches_the_next_multiple()
    {
        TokenGrid.Of(8, 5, 2).Should().Be(new TokenGrid(4, 3));
        TokenGrid.Of(1, 1, 2).Should().Be(new TokenGrid(1, 1));
        new TokenGrid(8, 5).PaddedTo(4).Should().Be(new TokenGrid(8, 8));
        new TokenGrid(7, 5).PaddedTo(new WindowSize(3, 5)).Should().Be(new TokenGrid(9, 5));
        new TokenGrid(4, 8).ToString().Should().Be("4 × 8");
    }

    [Fact]
    public void Zeros_come_at_the_bottom_and_right()
    {
        using var scope = NewDisposeScope();
        new TokenGrid(3, 4).Pad(tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [1, 2, 3, 1])).ShouldHold(1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0, 0);
    }

    [Theory]
    [InlineData(2, 3, 3, 4)]
    [InlineData(2, 3, 2, 8)]
    [InlineData(1, 1, 4, 4)]
    public void Cropping_undoes_padding(int rows, int columns, int paddedRows, int paddedColumns)
    {
        using var scope = NewDisposeScope();
        var tokens = Numbers.Random(1, 2, rows, columns, 3);
        var larger = new TokenGrid(paddedRows, paddedColumns).Pad(tokens);
        larger.shape.Should().Equal(2, paddedRows, paddedColumns, 3);
        Numbers.Of(larger).Where(x => x != 0).Should().Equal(Numbers.Of(tokens));
        TokenGrid.Of(tokens).Crop(larger).contiguous().ShouldEqual(tokens);
    }

    [Fact]
    public void Where_nothing_is_to_be_done_the_tensor_goes_through()
    {
        using var scope = NewDisposeScope();
        var tokens = Numbers.Counting(1, 2, 3, 1);
        new TokenGrid(2, 3).Pad(tokens).Should().BeSameAs(tokens);
        new TokenGrid(2, 3).Crop(tokens).Should().BeSameAs(tokens);
    }
}
