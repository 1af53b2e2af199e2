using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>A learned bias for every offset between two tokens of a window, and head.</summary>
/// <remarks>Source: Swin Transformer, section 3.2; a table has (2h-1)(2w-1) rows, one an offset, and a column a head.</remarks>
public static class RelativePositionBias
{
    /// <summary>The table row of each pair of tokens.</summary>
    /// <param name="window">The window.</param>
    /// <returns><c>[N, N]</c> int64 (query, key).</returns>
    public static Tensor Index(WindowSize window)
    {
        var n = window.Tokens;
        var rows = new long[n * n];
        for (var query = 0; query < n; query++)
            for (var key = 0; key < n; key++)
            {
                var down = (query / window.Width) - (key / window.Width) + window.Height - 1;
                var right = (query % window.Width) - (key % window.Width) + window.Width - 1;
                rows[(query * n) + key] = (down * ((2 * window.Width) - 1)) + right;
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

    /// <summary>A table for another window: offsets that both know keep their bias, offsets that are new take that of the nearest known one.</summary>
    /// <param name="table"><c>[(2h-1)(2w-1), heads]</c>.</param>
    /// <param name="from">The window it was trained for.</param>
    /// <param name="to">The window wanted.</param>
    /// <returns>A new table for <paramref name="to"/>. Shrinking is exact: a smaller window only drops offsets that cannot occur.</returns>
    public static Tensor Resize(Tensor table, WindowSize from, WindowSize to)
    {
        using var scope = NewDisposeScope();
        var picked = table.view((2 * from.Height) - 1, (2 * from.Width) - 1, table.size(1)) // [2h-1, 2w-1, heads]
            .index_select(0, Nearest(from.Height, to.Height).to(table.device)) // [2h'-1, 2w-1, heads]
            .index_select(1, Nearest(from.Width, to.Width).to(table.device)); // [2h'-1, 2w'-1, heads]
        return scope.MoveToOuter(picked.reshape(to.Offsets, table.size(1))); // [(2h'-1)(2w'-1), heads]
    }

    private static Tensor Nearest(int from, int to) =>
        tensor(Enumerable.Range(1 - to, (2 * to) - 1).Select(offset => Math.Clamp(offset, 1 - from, from - 1) + from - 1L).ToArray()); // [2·to-1]
}
