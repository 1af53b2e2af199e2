using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class GridPaddingTests
{
    [Fact]
    public void Zeros_come_at_the_bottom_and_right()
    {
        using var scope = NewDisposeScope();
        var tokens = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [1, 6, 1]);
        GridPadding.Pad(tokens, new(2, 3), new(3, 4)).ShouldHold(1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0, 0);
    }

    [Theory]
    [InlineData(2, 3, 3, 4)]
    [InlineData(2, 3, 2, 8)]
    [InlineData(1, 1, 4, 4)]
    public void Cropping_undoes_padding(int rows, int columns, int paddedRows, int paddedColumns)
    {
        using var scope = NewDisposeScope();
        PatchGrid grid = new(rows, columns), padded = new(paddedRows, paddedColumns);
        var tokens = Numbers.Random(1, 2, grid.Tokens, 3);
        var larger = GridPadding.Pad(tokens, grid, padded);
        larger.shape.Should().Equal(2, padded.Tokens, 3);
        Numbers.Of(larger.abs().sum()).Single().Should().BeApproximately(Numbers.Of(tokens.abs().sum()).Single(), 1e-5);
        GridPadding.Crop(larger, padded, grid).ShouldEqual(tokens);
    }

    [Fact]
    public void Where_nothing_is_to_be_padded_the_tensor_goes_through()
    {
        using var scope = NewDisposeScope();
        var tokens = Numbers.Counting(1, 6, 1);
        GridPadding.Pad(tokens, new(2, 3), new(2, 3)).Should().BeSameAs(tokens);
        GridPadding.Crop(tokens, new(2, 3), new(2, 3)).Should().BeSameAs(tokens);
    }
}
