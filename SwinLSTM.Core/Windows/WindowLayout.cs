namespace SwinLSTM;

/// <summary>How windows lie on a grid: their size, their shift, and the grid they need.</summary>
/// <remarks>
/// A window that is smaller than the grid on both axes is used as it is; shifted blocks shift it by half, and a grid that it does not divide
/// is padded at the bottom and right. A window that is not smaller would only see padding, so it shrinks, and there is nothing to shift to:
/// <list type="bullet">
/// <item>a square window stays square: its side becomes the shorter side of the grid, and it is not shifted on either axis (the authors' rule);</item>
/// <item>a rectangular window is cut to the grid axis by axis, and is shifted along the axes on which it is still smaller.</item>
/// </list>
/// </remarks>
public sealed record WindowLayout
{
    private WindowLayout(PatchGrid grid, WindowSize window, int shiftRows, int shiftColumns) =>
        (Grid, Window, ShiftRows, ShiftColumns, Padded) = (grid, window, shiftRows, shiftColumns, grid.PaddedTo(window));

    /// <summary>The grid of the tokens.</summary>
    public PatchGrid Grid { get; }

    /// <summary>The window that is really used.</summary>
    public WindowSize Window { get; }

    /// <summary>Rows by which the windows are moved down.</summary>
    public int ShiftRows { get; }

    /// <summary>Columns by which the windows are moved right.</summary>
    public int ShiftColumns { get; }

    /// <summary>The grid that the windows cover: <see cref="Grid"/>, or the next multiple of the window.</summary>
    public PatchGrid Padded { get; }

    /// <summary>Windows on the padded grid: nW.</summary>
    public int Windows => Padded.Tokens / Window.Tokens;

    /// <summary>Whether the windows are moved at all.</summary>
    public bool IsShifted => ShiftRows != 0 || ShiftColumns != 0;

    /// <summary>The layout of a block.</summary>
    /// <param name="grid">The grid of its tokens.</param>
    /// <param name="window">The window asked for.</param>
    /// <param name="shifted">Whether the block shifts its windows (every odd block does).</param>
    public static WindowLayout Of(PatchGrid grid, WindowSize window, bool shifted)
    {
        Require.AtLeast(1, Math.Min(window.Height, window.Width), nameof(window));
        Require.AtLeast(1, Math.Min(grid.Rows, grid.Columns), nameof(grid));
        bool rowsFit = window.Height < grid.Rows, columnsFit = window.Width < grid.Columns;
        if (window.Height == window.Width && !(rowsFit && columnsFit)) return new(grid, Math.Min(grid.Rows, grid.Columns), 0, 0);
        var used = new WindowSize(Math.Min(window.Height, grid.Rows), Math.Min(window.Width, grid.Columns));
        return new(grid, used, shifted && rowsFit ? used.Height / 2 : 0, shifted && columnsFit ? used.Width / 2 : 0);
    }
}
