using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>Zeros at the bottom and right, and their removal. Where nothing is to be padded the tensor goes through untouched.</summary>
public static class GridPadding
{
    /// <summary>Tokens on a larger grid.</summary>
    /// <param name="tokens"><c>[B, L, D]</c> on <paramref name="grid"/>.</param>
    /// <param name="grid">The grid they lie on.</param>
    /// <param name="padded">The grid to fill, nowhere smaller.</param>
    /// <returns><c>[B, L', D]</c> on <paramref name="padded"/>.</returns>
    public static Tensor Pad(Tensor tokens, PatchGrid grid, PatchGrid padded)
    {
        if (grid == padded) return tokens;
        var channels = tokens.size(2);
        var image = tokens.view(-1, grid.Rows, grid.Columns, channels); // [B, H, W, D]
        image = functional.pad(image, [0, 0, 0, padded.Columns - grid.Columns, 0, padded.Rows - grid.Rows]); // [B, H', W', D]
        return image.reshape(-1, padded.Tokens, channels); // [B, L', D]
    }

    /// <summary>The tokens of the upper left corner: what <see cref="Pad"/> was given.</summary>
    /// <param name="tokens"><c>[B, L', D]</c> on <paramref name="padded"/>.</param>
    /// <param name="padded">The grid they lie on.</param>
    /// <param name="grid">The grid to keep, nowhere larger.</param>
    /// <returns><c>[B, L, D]</c> on <paramref name="grid"/>.</returns>
    public static Tensor Crop(Tensor tokens, PatchGrid padded, PatchGrid grid)
    {
        if (grid == padded) return tokens;
        var channels = tokens.size(2);
        var image = tokens.view(-1, padded.Rows, padded.Columns, channels); // [B, H', W', D]
        image = image.narrow(1, 0, grid.Rows).narrow(2, 0, grid.Columns); // [B, H, W, D]
        return image.reshape(-1, grid.Tokens, channels); // [B, L, D]
    }
}
