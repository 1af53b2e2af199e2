using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Tokens to windows and back. Every <c>Split</c> has its <c>Join</c>; sides of the grid are multiples of the window's.</summary>
/// <remarks>Source: window_partition and window_reverse of Swin Transformer; the versions with heads do the same in the one copy that
/// attention needs.</remarks>
internal static class WindowPartition
{
    /// <summary>Cuts tokens <c>[B, H, W, D]</c> into windows <c>[B·nW, N, D]</c>: windows row by row, N tokens in each, row by
    /// row.</summary>
    public static Tensor Split(Tensor tokens, WindowSize window)
    {
        var (rows, columns, d) = (tokens.size(1), tokens.size(2), tokens.size(3));
        return tokens.view(-1, rows / window.Height, window.Height, columns / window.Width, window.Width, d) // [B, nH, wh, nW, ww, D]
            .permute(0, 1, 3, 2, 4, 5) // [B, nH, nW, wh, ww, D]
            .reshape(-1, window.Tokens, d); // [B·nW, N, D]
    }

    /// <summary>Puts windows <c>[B·nW, N, D]</c> back together on a grid <c>[B, H, W, D]</c>: the inverse of <see cref="Split"/>.</summary>
    public static Tensor Join(Tensor windows, TokenGrid grid, WindowSize window) =>
        windows.view(-1, grid.Rows / window.Height, grid.Columns / window.Width, window.Height, window.Width, windows.size(2))
            .permute(0, 1, 3, 2, 4, 5) // [B, nH, wh, nW, ww, D]
            .reshape(-1, grid.Rows, grid.Columns, windows.size(2)); // [B, H, W, D]

    /// <summary>Cuts queries, keys and values into windows and heads.</summary>
    /// <param name="qkv"><c>[B, H, W, 3D]</c>: the three side by side, each head by head.</param>
    /// <param name="window">The window.</param>
    /// <param name="heads">Heads h; d = D/h channels each.</param>
    /// <returns><c>[3, B·nW·h, N, d]</c>.</returns>
    public static Tensor SplitHeads(Tensor qkv, WindowSize window, int heads)
    {
        long down = qkv.size(1) / window.Height, across = qkv.size(2) / window.Width, d = qkv.size(3) / (3 * heads);
        return qkv.view(-1, down, window.Height, across, window.Width, 3, heads, d) // [B, nH, wh, nW, ww, 3, h, d]
            .permute(5, 0, 1, 3, 6, 2, 4, 7) // [3, B, nH, nW, h, wh, ww, d]
            .reshape(3, -1, window.Tokens, d); // [3, B·nW·h, N, d]
    }

    /// <summary>Puts heads and windows <c>[B·nW·h, N, d]</c> back together on a grid: <c>[B, H, W, D]</c>.</summary>
    public static Tensor JoinHeads(Tensor attended, TokenGrid grid, WindowSize window, int heads)
    {
        int down = grid.Rows / window.Height, across = grid.Columns / window.Width;
        var d = attended.size(2);
        return attended.view(-1, down, across, heads, window.Height, window.Width, d) // [B, nH, nW, h, wh, ww, d]
            .permute(0, 1, 4, 2, 5, 3, 6) // [B, nH, wh, nW, ww, h, d]
            .reshape(-1, grid.Rows, grid.Columns, heads * d); // [B, H, W, D]
    }
}
