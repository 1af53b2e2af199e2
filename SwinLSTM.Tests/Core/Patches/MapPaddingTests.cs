using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class MapPaddingTests
{
    [Fact]
    public void Zeros_come_at_the_bottom_and_right_and_go_again()
    {
        using var scope = NewDisposeScope();
        var maps = Numbers.Counting(1, 2, 1, 3) + 1;
        var padded = TokenGrid.Of(maps, axis: 2).PaddedTo(2).Pad(maps, axis: 2);
        padded.shape.Should().Equal(1, 2, 2, 4);
        padded.ShouldHold(1, 2, 3, 0, 0, 0, 0, 0, 4, 5, 6, 0, 0, 0, 0, 0);
        TokenGrid.Of(maps, axis: 2).Crop(padded, axis: 2).contiguous().ShouldEqual(maps);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(3, 4)]
    public void Each_axis_has_its_own_rest(int height, int width)
    {
        using var scope = NewDisposeScope();
        var padded = TokenGrid.Of(height, width, 1).PaddedTo(4).Pad(ones(1, 1, height, width), axis: 2);
        padded.shape.Should().Equal(1, 1, 4, 4);
        padded.sum().ShouldHold(12);
        new TokenGrid(height, width).Crop(padded, axis: 2).contiguous().ShouldEqual(ones(1, 1, height, width));
    }

    [Fact]
    public void Where_nothing_is_to_be_done_the_tensor_goes_through()
    {
        using var scope = NewDisposeScope();
        var maps = zeros(1, 1, 4, 6);
        TokenGrid.Of(maps, axis: 2).PaddedTo(2).Pad(maps, axis: 2).Should().BeSameAs(maps);
        new TokenGrid(4, 6).Crop(maps, axis: 2).Should().BeSameAs(maps);
    }
}
