using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class WindowShiftTests
{
    /// <summary>Windows up to 4 × 4, each on every grid up to 6 × 7: whole and padded, square and not, larger than the grid.</summary>
    public static TheoryData<int, int> Windows()
    {
        var windows = new TheoryData<int, int>();
        for (var height = 1; height <= 4; height++)
            for (var width = 1; width <= 4; width++)
                windows.Add(height, width);
        return windows;
    }

    [Fact]
    public void A_shift_moves_up_and_left()
    {
        using var scope = NewDisposeScope();
        var layout = WindowLayout.Of(new(4, 4), 2, shifted: true);
        WindowShift.Shift(Numbers.Counting(1, 4, 4, 1), layout).ShouldHold(5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12, 1, 2, 3, 0);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Windows_cut_from_shifted_tokens_hold_the_tokens_of_their_definition(int height, int width)
    {
        foreach (var layout in Layouts(height, width))
        {
            using var scope = NewDisposeScope();
            var tokens = Numbers.Counting(1, layout.Padded.Rows, layout.Padded.Columns, 1);
            var shifted = WindowShift.Shift(tokens, layout);
            var naive = new NaiveWindows(layout);
            var expected =
                from w in Enumerable.Range(0, layout.Windows)
                from n in Enumerable.Range(0, layout.Window.Tokens)
                select (double)naive.Token(w, n);
            Numbers.Of(WindowPartition.SplitHeads(shifted.expand(-1, -1, -1, 3), layout.Window, 1)[0]).Should()
                .Equal(expected, $"{layout}");
            WindowShift.Unshift(shifted, layout).ShouldEqual(layout.Grid.Crop(tokens), $"{layout}");
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void The_mask_is_that_of_its_definition(int height, int width)
    {
        foreach (var layout in Layouts(height, width))
        {
            using var scope = NewDisposeScope();
            var naive = new NaiveWindows(layout);
            var n = layout.Window.Tokens;
            double[] expected =
            [
                .. from w in Enumerable.Range(0, layout.Windows)
                   from query in Enumerable.Range(0, n)
                   from key in Enumerable.Range(0, n)
                   select naive.Mask(naive.Token(w, query), naive.Token(w, key)),
            ];
            var mask = WindowShift.Mask(layout);
            if (mask is null) expected.Should().OnlyContain(m => m == 0, $"{layout}");
            else
            {
                mask.shape.Should().Equal([layout.Windows, n, n], $"{layout}");
                mask.dtype.Should().Be(ScalarType.Float32);
                Numbers.Of(mask).Should().Equal(expected, $"{layout}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Every_token_may_look_at_something(int height, int width)
    {
        foreach (var layout in Layouts(height, width))
        {
            using var scope = NewDisposeScope();
            if (WindowShift.Mask(layout) is { } mask) Numbers.Of(mask.amax([2])).Should().OnlyContain(m => m == 0, $"{layout}");
        }
    }

    [Fact]
    public void Where_nothing_is_masked_there_is_no_mask() =>
        WindowShift.Mask(WindowLayout.Of(new(4, 8), 2, shifted: false)).Should().BeNull();

    private static IEnumerable<WindowLayout> Layouts(int height, int width) =>
        from rows in Enumerable.Range(1, 6)
        from columns in Enumerable.Range(1, 7)
        from shifted in new[] { false, true }
        select WindowLayout.Of(new(rows, columns), new(height, width), shifted);
}
