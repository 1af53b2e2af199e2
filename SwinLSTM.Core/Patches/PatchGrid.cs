namespace SwinLSTM;

/// <summary>The grid that a frame's tokens lie on; tokens are listed row by row.</summary>
/// <param name="Rows">Rows of tokens.</param>
/// <param name="Columns">Columns of tokens.</param>
public readonly record struct PatchGrid(int Rows, int Columns)
{
    /// <summary>Tokens on the grid: the axis L of <c>[B, L, D]</c>.</summary>
    public int Tokens => Rows * Columns;

    /// <summary>The grid of a frame cut into square patches; a rest at the bottom or right fills a patch of its own.</summary>
    public static PatchGrid Of(int height, int width, int patchSize) => new(Up(height, patchSize), Up(width, patchSize));

    /// <summary>The grid after 2 × 2 tokens became one; an odd row or column is merged with padding.</summary>
    public PatchGrid Merged() => new(Up(Rows, 2), Up(Columns, 2));

    /// <summary>The smallest grid that holds this one and is a multiple of the window.</summary>
    public PatchGrid PaddedTo(WindowSize window) => new(Up(Rows, window.Height) * window.Height, Up(Columns, window.Width) * window.Width);

    /// <summary>As people write it: <c>32 × 32</c>.</summary>
    public override string ToString() => $"{Rows} × {Columns}";

    private static int Up(int length, int part) => (length + part - 1) / part;
}
