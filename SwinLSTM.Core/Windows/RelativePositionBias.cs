using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>A learned bias for every offset between two tokens of a window, and head.</summary>
/// <remarks>Source: Swin Transformer, section 3.2; a table has (2h-1)(2w-1) rows, one for each offset, and a column for each head. A window
/// that a small grid shrank uses the middle of the table.</remarks>
internal static class RelativePositionBias
{
    /// <summary>Returns the table row of each pair of tokens.</summary>
    /// <param name="window">The window in use.</param>
    /// <param name="trained">The window of the table, nowhere smaller.</param>
    /// <returns><c>[N, N]</c> int64 (query, key).</returns>
    public static Tensor Index(WindowSize window, WindowSize trained)
    {
        var n = window.Tokens;
        var rows = new long[n * n];
        for (var query = 0; query < n; query++)
            for (var key = 0; key < n; key++)
            {
                var down = (query / window.Width) - (key / window.Width) + trained.Height - 1;
                var right = (query % window.Width) - (key % window.Width) + trained.Width - 1;
                rows[(query * n) + key] = (down * ((2 * trained.Width) - 1)) + right;
            }

        return tensor(rows, [n, n]);
    }

    /// <summary>Looks every pair of tokens up.</summary>
    /// <param name="table"><c>[(2h-1)(2w-1), heads]</c>.</param>
    /// <param name="index"><see cref="Index"/>, on the table's device.</param>
    /// <returns><c>[heads, N, N]</c>.</returns>
    public static Tensor Lookup(Tensor table, Tensor index) =>
        table.index_select(0, index.view(-1)) // [N·N, heads]
            .view(index.size(0), index.size(1), table.size(1)) // [N, N, heads]
            .permute(2, 0, 1); // [heads, N, N]

    /// <summary>Makes a table for another window. Offsets that both windows have keep their bias; new ones take that of the nearest known
    /// offset.</summary>
    /// <param name="table"><c>[(2h-1)(2w-1), heads]</c>.</param>
    /// <param name="from">The window of the table.</param>
    /// <param name="to">The window wanted.</param>
    /// <returns>A new table for <paramref name="to"/>. Shrinking cuts out the middle, and growing lays into it, so the two undo each
    /// other.</returns>
    public static Tensor Resize(Tensor table, WindowSize from, WindowSize to)
    {
        using var scope = NewDisposeScope();
        var picked = table.view((2 * from.Height) - 1, (2 * from.Width) - 1, table.size(1)) // [2h-1, 2w-1, heads]
            .index_select(0, Nearest(from.Height, to.Height).to(table.device)) // [2h'-1, 2w-1, heads]
            .index_select(1, Nearest(from.Width, to.Width).to(table.device)); // [2h'-1, 2w'-1, heads]
        return scope.MoveToOuter(picked.reshape(to.Offsets, table.size(1))); // [(2h'-1)(2w'-1), heads]
    }

    private static Tensor Nearest(int from, int to) =>
        tensor(Enumerable.Range(1 - to, (2 * to) - 1).Select(offset =>
            Math.Clamp(offset, 1 - from, from - 1) + from - 1L).ToArray()); // [2·to-1]
}
