using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Tokens to windows and back. Every <c>Split</c> has its <c>Join</c>.</summary>
/// <remarks>Source: window_partition and window_reverse of Swin Transformer; the versions with heads do the same in the one copy that attention needs.</remarks>
public static class WindowPartition
{
    /// <summary>Cuts a grid into windows.</summary>
    /// <param name="tokens"><c>[B, L, D]</c>.</param>
    /// <param name="grid">Their grid, a multiple of the window.</param>
    /// <param name="window">The window.</param>
    /// <returns><c>[B·nW, N, D]</c>: windows row by row, N tokens in each, row by row.</returns>
    public static Tensor Split(Tensor tokens, PatchGrid grid, WindowSize window) =>
        tokens.view(-1, grid.Rows / window.Height, window.Height, grid.Columns / window.Width, window.Width, tokens.size(2)) // [B, nH, h, nW, w, D]
            .permute(0, 1, 3, 2, 4, 5) // [B, nH, nW, h, w, D]
            .reshape(-1, window.Tokens, tokens.size(2)); // [B·nW, N, D]

    /// <summary>Puts windows back together: the inverse of <see cref="Split"/>.</summary>
    /// <param name="windows"><c>[B·nW, N, D]</c>.</param>
    /// <param name="grid">The grid, a multiple of the window.</param>
    /// <param name="window">The window.</param>
    /// <returns><c>[B, L, D]</c>.</returns>
    public static Tensor Join(Tensor windows, PatchGrid grid, WindowSize window) =>
        windows.view(-1, grid.Rows / window.Height, grid.Columns / window.Width, window.Height, window.Width, windows.size(2)) // [B, nH, nW, h, w, D]
            .permute(0, 1, 3, 2, 4, 5) // [B, nH, h, nW, w, D]
            .reshape(-1, grid.Tokens, windows.size(2)); // [B, L, D]

    /// <summary>Cuts queries, keys and values into windows and heads.</summary>
    /// <param name="qkv"><c>[B, L, 3D]</c>: the three side by side, each head by head.</param>
    /// <param name="layout">The windows; the tokens lie on its padded grid.</param>
    /// <param name="heads">Heads h; d = D/h channels each.</param>
    /// <returns><c>[3, B·nW·h, N, d]</c>.</returns>
    public static Tensor SplitHeads(Tensor qkv, WindowLayout layout, int heads)
    {
        var (grid, window, d) = (layout.Padded, layout.Window, qkv.size(2) / (3 * heads));
        return qkv.view(-1, grid.Rows / window.Height, window.Height, grid.Columns / window.Width, window.Width, 3, heads, d) // [B, nH, wh, nW, ww, 3, h, d]
            .permute(5, 0, 1, 3, 6, 2, 4, 7) // [3, B, nH, nW, h, wh, ww, d]
            .reshape(3, -1, window.Tokens, d); // [3, B·nW·h, N, d]
    }

    /// <summary>Puts heads and windows back together.</summary>
    /// <param name="attended"><c>[B·nW·h, N, d]</c>.</param>
    /// <param name="layout">The windows.</param>
    /// <param name="heads">Heads h.</param>
    /// <returns><c>[B, L, D]</c> on the padded grid.</returns>
    public static Tensor JoinHeads(Tensor attended, WindowLayout layout, int heads)
    {
        var (grid, window, d) = (layout.Padded, layout.Window, attended.size(2));
        return attended.view(-1, grid.Rows / window.Height, grid.Columns / window.Width, heads, window.Height, window.Width, d) // [B, nH, nW, h, wh, ww, d]
            .permute(0, 1, 4, 2, 5, 3, 6) // [B, nH, wh, nW, ww, h, d]
            .reshape(-1, grid.Tokens, heads * d); // [B, L, D]
    }
}
