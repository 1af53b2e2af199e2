namespace SwinLSTM;

/// <summary>Rows and columns of tokens, or of pixels: read off a tensor or worked out from a frame, never configured.</summary>
/// <remarks>Tokens <c>[B, h, w, D]</c> have their rows on axis 1, maps <c>[B, C, H, W]</c> on axis 2.</remarks>
internal readonly record struct TokenGrid(int Rows, int Columns)
{
    public int Tokens => Rows * Columns;

    public static TokenGrid Of(Tensor tensor, int axis = 1) => new(checked((int)tensor.size(axis)), checked((int)tensor.size(axis + 1)));

    /// <summary>Returns the grid of a frame cut into square patches; a rest at the bottom or right fills a patch of its own.</summary>
    public static TokenGrid Of(int height, int width, int patchSize) => new(Up(height, patchSize), Up(width, patchSize));

    /// <summary>Returns the grid that each stage's cell works on, for frames of this grid of patches.</summary>
    public IEnumerable<TokenGrid> OfStages(SwinLstmOptions options)
    {
        var (grid, finer) = (this, new Stack<TokenGrid>());
        foreach (var stage in options.Stages)
        {
            yield return grid;
            if (stage.Then == Resampling.Downsample) finer.Push(grid);
            // An odd row or column is merged with padding.
            var merged = Of(grid.Rows, grid.Columns, 2);
            grid = stage.Then switch { Resampling.Downsample => merged, Resampling.Upsample => finer.Pop(), _ => grid };
        }
    }

    /// <summary>Returns the smallest grid that holds this one and is a multiple of the window.</summary>
    public TokenGrid PaddedTo(WindowSize window) => new(Up(Rows, window.Height) * window.Height, Up(Columns, window.Width) * window.Width);

    /// <summary>Fills a tensor up to this grid with zeros at the bottom and right; where nothing is missing it comes back itself.</summary>
    public Tensor Pad(Tensor tensor, int axis = 1)
    {
        if (Of(tensor, axis) == this) return tensor;
        long bottom = Rows - tensor.size(axis), right = Columns - tensor.size(axis + 1);
        return functional.pad(tensor, [.. new long[2 * (2 - axis)], 0, right, 0, bottom]); // [B, Rows, Columns, D]
    }

    /// <summary>Keeps the upper left corner: what <see cref="Pad"/> was given. Where nothing is to go the tensor comes back
    /// itself.</summary>
    public Tensor Crop(Tensor tensor, int axis = 1) =>
        Of(tensor, axis) == this ? tensor : tensor.narrow(axis, 0, Rows).narrow(axis + 1, 0, Columns); // [B, Rows, Columns, D]

    public override string ToString() => $"{Rows} × {Columns}";

    private static int Up(int length, int part) => (int)((length + (long)part - 1) / part);
}
