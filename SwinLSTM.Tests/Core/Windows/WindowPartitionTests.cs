using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class WindowPartitionTests
{
    [Theory]
    [InlineData(4, 4, 2, 2, 1)]
    [InlineData(4, 4, 2, 2, 2)]
    [InlineData(4, 6, 2, 3, 3)]
    [InlineData(3, 4, 3, 1, 1)]
    [InlineData(6, 2, 6, 2, 2)]
    public void SplitHeads_lists_windows_row_by_row_and_JoinHeads_undoes_it(int rows, int columns, int height, int width, int heads)
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
        WindowPartition.SplitHeads(tokens, 2, 2).ShouldEqual(WindowPartition.SplitHeads(tokens.contiguous(), 2, 2));
        WindowShift.Shift(tokens, layout).ShouldEqual(WindowShift.Shift(tokens.contiguous(), layout));
        new TokenGrid(5, 6).Pad(tokens).ShouldEqual(new TokenGrid(5, 6).Pad(tokens.contiguous()));
    }
}
