using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class WindowPartitionTests
{
    [Theory]
    [InlineData(4, 4, 2, 2)]
    [InlineData(4, 6, 2, 3)]
    [InlineData(3, 4, 3, 1)]
    [InlineData(6, 2, 6, 2)]
    public void Split_lists_windows_row_by_row_and_Join_undoes_it(int rows, int columns, int height, int width)
    {
        using var scope = NewDisposeScope();
        var (grid, window) = (new PatchGrid(rows, columns), new WindowSize(height, width));
        var naive = new NaiveWindows(WindowLayout.Of(grid, window, shifted: false));
        var tokens = Numbers.Counting(2, grid.Tokens, 3);
        var source = Numbers.Of(tokens);
        var expected = new List<double>();
        for (var b = 0; b < 2; b++)
            for (var w = 0; w < grid.Tokens / window.Tokens; w++)
                for (var n = 0; n < window.Tokens; n++)
                    for (var c = 0; c < 3; c++)
                        expected.Add(source[(((b * grid.Tokens) + naive.Token(w, n)) * 3) + c]);
        var windows = WindowPartition.Split(tokens, grid, window);
        windows.shape.Should().Equal(2 * grid.Tokens / window.Tokens, window.Tokens, 3);
        Numbers.Of(windows).Should().Equal(expected);
        WindowPartition.Join(windows, grid, window).ShouldEqual(tokens);
    }

    [Theory]
    [InlineData(4, 4, 2, 2, 1)]
    [InlineData(4, 4, 2, 2, 2)]
    [InlineData(4, 6, 2, 3, 3)]
    public void SplitHeads_is_Split_with_queries_keys_values_and_heads_apart(int rows, int columns, int height, int width, int heads)
    {
        using var scope = NewDisposeScope();
        var layout = WindowLayout.Of(new(rows, columns), new(height, width), shifted: false);
        var (grid, n, d) = (layout.Grid, layout.Window.Tokens, 2);
        var qkv = Numbers.Counting(2, grid.Tokens, 3 * heads * d);
        var source = Numbers.Of(qkv);
        var naive = new NaiveWindows(layout);
        var expected = new List<double>();
        for (var which = 0; which < 3; which++)
            for (var b = 0; b < 2; b++)
                for (var w = 0; w < layout.Windows; w++)
                    for (var h = 0; h < heads; h++)
                        for (var i = 0; i < n; i++)
                            for (var c = 0; c < d; c++)
                                expected.Add(source[(((b * grid.Tokens) + naive.Token(w, i)) * 3 * heads * d) + (((which * heads) + h) * d) + c]);
        var split = WindowPartition.SplitHeads(qkv, layout, heads);
        split.shape.Should().Equal(3, 2 * layout.Windows * heads, n, d);
        Numbers.Of(split).Should().Equal(expected);
        var parts = qkv.chunk(3, 2);
        for (var which = 0; which < 3; which++)
            WindowPartition.JoinHeads(split.select(0, which), layout, heads).ShouldEqual(parts[which].contiguous());
    }

    [Fact]
    public void Tokens_in_any_order_of_memory_are_split_alike()
    {
        using var scope = NewDisposeScope();
        var tokens = Numbers.Random(1, 2, 3, 16).transpose(1, 2);
        WindowPartition.Split(tokens, new(4, 4), 2).ShouldEqual(WindowPartition.Split(tokens.contiguous(), new(4, 4), 2));
        var layout = WindowLayout.Of(new(3, 4), 2, shifted: true);
        WindowShift.Shift(tokens, layout).ShouldEqual(WindowShift.Shift(tokens.contiguous(), layout));
        GridPadding.Pad(tokens, new(4, 4), new(5, 6)).ShouldEqual(GridPadding.Pad(tokens.contiguous(), new(4, 4), new(5, 6)));
    }
}
