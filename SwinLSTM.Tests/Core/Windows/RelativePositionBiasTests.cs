using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class RelativePositionBiasTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 2, 2, 2)]
    [InlineData(2, 3, 2, 3)]
    [InlineData(5, 1, 5, 1)]
    [InlineData(2, 2, 4, 4)]
    [InlineData(1, 3, 2, 5)]
    public void The_index_is_the_offset_of_the_pair(int height, int width, int trainedHeight, int trainedWidth)
    {
        using var scope = NewDisposeScope();
        WindowSize window = new(height, width), trained = new(trainedHeight, trainedWidth);
        var naive = new NaiveWindows(WindowLayout.Of(new(height * 2, width * 2), window, shifted: false));
        var index = RelativePositionBias.Index(window, trained);
        index.dtype.Should().Be(ScalarType.Int64);
        index.shape.Should().Equal(window.Tokens, window.Tokens);
        Numbers.Of(index).Should().Equal(
            from query in Enumerable.Range(0, window.Tokens)
            from key in Enumerable.Range(0, window.Tokens)
            select (double)naive.Offset(query, key, trained));
        Numbers.Of(index).Distinct().Should().HaveCount(window.Offsets, "every offset of the window has a row of its own");
    }

    [Fact]
    public void Indices_by_hand()
    {
        using var scope = NewDisposeScope();
        RelativePositionBias.Index(2, 2).ShouldHold(4, 3, 1, 0, 5, 4, 2, 1, 7, 6, 4, 3, 8, 7, 5, 4);
        // The middle of 5 × 5 rows is 12: one token to the right is one row less.
        RelativePositionBias.Index(new(1, 2), 3).ShouldHold(12, 11, 13, 12);
    }

    [Fact]
    public void Lookup_puts_heads_first()
    {
        using var scope = NewDisposeScope();
        var table = Numbers.Counting(9, 2);
        var index = RelativePositionBias.Index(2, 2);
        var bias = RelativePositionBias.Lookup(table, index);
        bias.shape.Should().Equal(2, 4, 4);
        var rows = Numbers.Of(index);
        Numbers.Of(bias).Should().Equal([.. rows.Select(r => 2 * r), .. rows.Select(r => (2 * r) + 1)]);
    }

    [Theory]
    [InlineData(4, 4, 2, 2)]
    [InlineData(4, 4, 1, 3)]
    [InlineData(3, 5, 3, 2)]
    [InlineData(2, 2, 4, 4)]
    [InlineData(2, 4, 5, 3)]
    [InlineData(3, 3, 3, 3)]
    public void Resizing_keeps_known_offsets_and_takes_the_nearest_for_new_ones(int fromHeight, int fromWidth, int toHeight, int toWidth)
    {
        using var scope = NewDisposeScope();
        WindowSize from = new(fromHeight, fromWidth), to = new(toHeight, toWidth);
        var table = Numbers.Counting(from.Offsets, 3);
        var resized = RelativePositionBias.Resize(table, from, to);
        resized.shape.Should().Equal(to.Offsets, 3);
        Numbers.Of(resized).Should().Equal(
            from down in Enumerable.Range(1 - toHeight, (2 * toHeight) - 1)
            from right in Enumerable.Range(1 - toWidth, (2 * toWidth) - 1)
            from head in Enumerable.Range(0, 3)
            let row = Math.Clamp(down, 1 - fromHeight, fromHeight - 1) + fromHeight - 1
            let column = Math.Clamp(right, 1 - fromWidth, fromWidth - 1) + fromWidth - 1
            select (double)((((row * ((2 * fromWidth) - 1)) + column) * 3) + head));
    }

    [Fact]
    public void A_smaller_window_uses_the_middle_of_the_table()
    {
        using var scope = NewDisposeScope();
        var table = Numbers.Random(1, 49, 2);
        Tensor bias(Tensor from, WindowSize window, WindowSize trained) =>
            RelativePositionBias.Lookup(from, RelativePositionBias.Index(window, trained)).contiguous();
        var middle = bias(table, 2, 4);
        middle.ShouldEqual(bias(RelativePositionBias.Resize(table, 4, 2), 2, 2));
        // The upper left 2 × 2 of a 4 × 4 window: places 0, 1, 4, 5.
        var places = tensor(new long[] { 0, 1, 4, 5 });
        middle.ShouldEqual(bias(table, 4, 4).index_select(1, places).index_select(2, places));
    }

    [Fact]
    public void Growing_and_shrinking_again_is_exact()
    {
        using var scope = NewDisposeScope();
        var table = Numbers.Random(1, new WindowSize(2, 3).Offsets, 2);
        RelativePositionBias.Resize(RelativePositionBias.Resize(table, new(2, 3), new(5, 4)), new(5, 4), new(2, 3)).ShouldEqual(table);
    }
}
