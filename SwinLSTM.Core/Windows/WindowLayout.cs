namespace SwinLSTM;

/// <summary>How windows lie on a grid: their size, their shift, and the grid they need.</summary>
/// <remarks>
/// <para>A window that is smaller than the grid on both axes is used as it is; shifted blocks shift it by half, and a grid that it does not
/// divide is padded at the bottom and right.</para>
/// <para>A window that is not smaller would only see padding, so it shrinks, and there is nothing to shift to. A square one stays square:
/// its side becomes the shorter side of the grid, and it is not shifted on either axis (the authors' rule). A rectangular one is cut to the
/// grid axis by axis, and is shifted along the axes on which it is still smaller.</para>
/// </remarks>
internal sealed record WindowLayout(TokenGrid Grid, WindowSize Window, int ShiftRows, int ShiftColumns)
{
    /// <summary>The grid that the windows cover: <see cref="Grid"/>, or the next multiple of the window.</summary>
    public TokenGrid Padded => Grid.PaddedTo(Window);

    /// <summary>Windows on the padded grid: nW.</summary>
    public int Windows => Padded.Tokens / Window.Tokens;

    public bool IsShifted => ShiftRows != 0 || ShiftColumns != 0;

    /// <summary>Returns the layout of a block on a grid of tokens, for the window asked for; every odd block shifts its windows.</summary>
    public static WindowLayout Of(TokenGrid grid, WindowSize window, bool shifted)
    {
        bool rowsFit = window.Height < grid.Rows, columnsFit = window.Width < grid.Columns;
        if (window.Height == window.Width && !(rowsFit && columnsFit)) return new(grid, Math.Min(grid.Rows, grid.Columns), 0, 0);
        var used = new WindowSize(Math.Min(window.Height, grid.Rows), Math.Min(window.Width, grid.Columns));
        return new(grid, used, shifted && rowsFit ? used.Height / 2 : 0, shifted && columnsFit ? used.Width / 2 : 0);
    }
}
