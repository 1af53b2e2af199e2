using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>Rows and columns of tokens <c>[B, h, w, D]</c>: always read off a tensor or worked out from a frame, never
/// configured.</summary>
internal readonly record struct TokenGrid(int Rows, int Columns)
{
    public int Tokens => Rows * Columns;

    public static TokenGrid Of(Tensor tokens) => new(checked((int)tokens.size(1)), checked((int)tokens.size(2)));

    /// <summary>The grid of a frame cut into square patches; a rest at the bottom or right fills a patch of its own.</summary>
    public static TokenGrid Of(int height, int width, int patchSize) => new(Up(height, patchSize), Up(width, patchSize));

    /// <summary>Returns the grid that each stage's cell works on, for frames of this grid of patches.</summary>
    public IEnumerable<TokenGrid> OfStages(SwinLstmOptions options)
    {
        var (grid, finer) = (this, new Stack<TokenGrid>());
        foreach (var stage in options.Stages)
        {
            yield return grid;
            if (stage.Then == Resampling.Downsample) finer.Push(grid);
            grid = stage.Then switch { Resampling.Downsample => grid.Merged(), Resampling.Upsample => finer.Pop(), _ => grid };
        }
    }

    /// <summary>The grid after 2 × 2 tokens became one; an odd row or column is merged with padding.</summary>
    public TokenGrid Merged() => new(Up(Rows, 2), Up(Columns, 2));

    /// <summary>The smallest grid that holds this one and is a multiple of the window.</summary>
    public TokenGrid PaddedTo(WindowSize window) => new(Up(Rows, window.Height) * window.Height, Up(Columns, window.Width) * window.Width);

    /// <summary>Fills up with zeros at the bottom and right. Returns the tensor itself where nothing is missing.</summary>
    public Tensor Pad(Tensor tokens)
    {
        long bottom = Rows - tokens.size(1), right = Columns - tokens.size(2);
        return bottom == 0 && right == 0 ? tokens : functional.pad(tokens, [0, 0, 0, right, 0, bottom]); // [B, Rows, Columns, D]
    }

    /// <summary>Keeps the upper left corner: what <see cref="Pad"/> was given. Returns the tensor itself where nothing is to go.</summary>
    public Tensor Crop(Tensor tokens) =>
        Of(tokens) == this ? tokens : tokens.narrow(1, 0, Rows).narrow(2, 0, Columns); // [B, Rows, Columns, D]

    public override string ToString() => $"{Rows} × {Columns}";

    private static int Up(int length, int part) => (int)((length + (long)part - 1) / part);
}
