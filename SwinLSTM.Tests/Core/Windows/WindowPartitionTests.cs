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
        var layout = WindowLayout.Of(new(rows, columns), new(height, width), shifted: false);
        var naive = new NaiveWindows(layout);
        var tokens = Numbers.Counting(2, rows, columns, 3);
        var source = Numbers.Of(tokens);
        var windows = WindowPartition.Split(tokens, layout.Window);
        windows.shape.Should().Equal(2 * layout.Windows, layout.Window.Tokens, 3);
        Numbers.Of(windows).Should().Equal(
            from b in Enumerable.Range(0, 2)
            from w in Enumerable.Range(0, layout.Windows)
            from n in Enumerable.Range(0, layout.Window.Tokens)
            from c in Enumerable.Range(0, 3)
            select source[(((b * layout.Grid.Tokens) + naive.Token(w, n)) * 3) + c]);
        WindowPartition.Join(windows, layout.Grid, layout.Window).ShouldEqual(tokens);
    }

    [Theory]
    [InlineData(4, 4, 2, 2, 1)]
    [InlineData(4, 4, 2, 2, 2)]
    [InlineData(4, 6, 2, 3, 3)]
    public void SplitHeads_is_Split_with_queries_keys_values_and_heads_apart(int rows, int columns, int height, int width, int heads)
    {
        using var scope = NewDisposeScope();
        var layout = WindowLayout.Of(new(rows, columns), new(height, width), shifted: false);
        var naive = new NaiveWindows(layout);
        var (n, d) = (layout.Window.Tokens, 2);
        var qkv = Numbers.Counting(2, rows, columns, 3 * heads * d);
        var source = Numbers.Of(qkv);
        var split = WindowPartition.SplitHeads(qkv, layout.Window, heads);
        split.shape.Should().Equal(3, 2 * layout.Windows * heads, n, d);
        Numbers.Of(split).Should().Equal(
            from which in Enumerable.Range(0, 3)
            from b in Enumerable.Range(0, 2)
            from w in Enumerable.Range(0, layout.Windows)
            from h in Enumerable.Range(0, heads)
            from i in Enumerable.Range(0, n)
            from c in Enumerable.Range(0, d)
            select source[(((b * layout.Grid.Tokens) + naive.Token(w, i)) * 3 * heads * d) + (((which * heads) + h) * d) + c]);
        var parts = qkv.chunk(3, 3);
        for (var which = 0; which < 3; which++)
            WindowPartition.JoinHeads(split.select(0, which), layout.Grid, layout.Window, heads).ShouldEqual(parts[which].contiguous());
    }

    [Fact]
    public void Tokens_in_any_order_of_memory_are_split_alike()
    {
        using var scope = NewDisposeScope();
        var tokens = Numbers.Random(1, 2, 6, 4, 4).permute(0, 2, 3, 1); // [2, 4, 4, 6]
        var layout = WindowLayout.Of(new(4, 4), 2, shifted: true);
        WindowPartition.Split(tokens, 2).ShouldEqual(WindowPartition.Split(tokens.contiguous(), 2));
        WindowPartition.SplitHeads(tokens, 2, 2).ShouldEqual(WindowPartition.SplitHeads(tokens.contiguous(), 2, 2));
        WindowShift.Shift(tokens, layout).ShouldEqual(WindowShift.Shift(tokens.contiguous(), layout));
        new TokenGrid(5, 6).Pad(tokens).ShouldEqual(new TokenGrid(5, 6).Pad(tokens.contiguous()));
    }
}
