namespace SwinLSTM;

/// <summary>Tokens to windows and heads, and back, in the one copy that attention needs. Sides of the grid are multiples of the
/// window's.</summary>
/// <remarks>Source: window_partition and window_reverse of Swin Transformer. Windows lie row by row, and so do the N tokens in
/// each.</remarks>
internal static class WindowPartition
{
    /// <summary>Cuts queries, keys and values, side by side and each head by head, <c>[B, H, W, 3D]</c>, into <c>[3, B·nW·h, N,
    /// d]</c>.</summary>
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
