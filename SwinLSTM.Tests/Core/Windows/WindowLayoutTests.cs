using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class WindowLayoutTests
{
    [Theory]
    // Smaller than the grid: as it is, shifted by half, padded to its multiple.
    [InlineData(8, 8, 4, 4, 4, 4, 2, 2, 8, 8)]
    [InlineData(9, 13, 4, 4, 4, 4, 2, 2, 12, 16)]
    [InlineData(5, 5, 3, 3, 3, 3, 1, 1, 6, 6)]
    [InlineData(8, 8, 2, 4, 2, 4, 1, 2, 8, 8)]
    [InlineData(3, 3, 1, 1, 1, 1, 0, 0, 3, 3)]
    // A square window that is not smaller takes the shorter side and stays square, unshifted on both axes.
    [InlineData(4, 4, 4, 4, 4, 4, 0, 0, 4, 4)]
    [InlineData(4, 8, 4, 4, 4, 4, 0, 0, 4, 8)]
    [InlineData(3, 8, 4, 4, 3, 3, 0, 0, 3, 9)]
    [InlineData(8, 2, 16, 16, 2, 2, 0, 0, 8, 2)]
    [InlineData(1, 9, 4, 4, 1, 1, 0, 0, 1, 9)]
    // A rectangular window is cut axis by axis and shifted where it is still smaller.
    [InlineData(4, 8, 6, 4, 4, 4, 0, 2, 4, 8)]
    [InlineData(9, 3, 2, 5, 2, 3, 1, 0, 10, 3)]
    [InlineData(2, 2, 3, 5, 2, 2, 0, 0, 2, 2)]
    public void The_rules_of_windows(
        int rows, int columns, int height, int width, int usedHeight, int usedWidth,
        int shiftRows, int shiftColumns, int paddedRows, int paddedColumns)
    {
        var layout = WindowLayout.Of(new(rows, columns), new(height, width), shifted: true);
        layout.Window.Should().Be(new WindowSize(usedHeight, usedWidth));
        (layout.ShiftRows, layout.ShiftColumns).Should().Be((shiftRows, shiftColumns));
        layout.Padded.Should().Be(new TokenGrid(paddedRows, paddedColumns));
        layout.Grid.Should().Be(new TokenGrid(rows, columns));
        layout.Windows.Should().Be(paddedRows * paddedColumns / (usedHeight * usedWidth));
        layout.IsShifted.Should().Be(shiftRows + shiftColumns > 0);

        var plain = WindowLayout.Of(new(rows, columns), new(height, width), shifted: false);
        (plain.Window, plain.Padded).Should().Be((layout.Window, layout.Padded), "only the shift differs");
        plain.IsShifted.Should().BeFalse();
    }
}
