namespace SwinLSTM;

/// <summary>A learned bias for every offset between two tokens of a window, and head.</summary>
/// <remarks>Source: Swin Transformer, section 3.2; a table <c>[(2h-1)(2w-1), heads]</c> has a row for each offset. A window that a small
/// grid shrank uses the middle of the table.</remarks>
internal static class RelativePositionBias
{
    /// <summary>Draws a table from a normal distribution cut off at -2 and 2.</summary>
    /// <remarks>Drawn here, by the inverse of the distribution function, because the host's own function returns constants.</remarks>
    public static Parameter TruncatedNormal(double deviation, params long[] shape)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var reach = tensor(2 / deviation / Math.Sqrt(2)).erf().item<double>();
        var values = empty(shape).uniform_(-reach, reach).erfinv_().mul_(Number(deviation * Math.Sqrt(2))).clamp_(Number(-2), Number(2));
        var parameter = Parameter(values);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>Lists the table row of each pair of tokens: <c>[N, N]</c> int64 (query, key).</summary>
    /// <param name="window">The window in use.</param>
    /// <param name="trained">The window of the table, nowhere smaller.</param>
    public static Tensor Index(WindowSize window, WindowSize trained)
    {
        var n = window.Tokens;
        var rows = new long[n * n];
        for (var i = 0; i < rows.Length; i++)
        {
            var (query, key) = (i / n, i % n);
            var down = (query / window.Width) - (key / window.Width) + trained.Height - 1;
            var right = (query % window.Width) - (key % window.Width) + trained.Width - 1;
            rows[i] = (down * ((2 * trained.Width) - 1)) + right;
        }

        return tensor(rows, [n, n]);
    }

    /// <summary>Looks every pair of an <see cref="Index"/> <c>[N, N]</c> up: <c>[heads, N, N]</c>.</summary>
    public static Tensor Lookup(Tensor table, Tensor index) =>
        table.index_select(0, index.view(-1)) // [N·N, heads]
            .view(index.size(0), index.size(1), table.size(1)) // [N, N, heads]
            .permute(2, 0, 1); // [heads, N, N]

    /// <summary>Makes a table for another window. Offsets that both windows have keep their bias; new ones take that of the nearest known
    /// offset.</summary>
    /// <returns>A new table. Shrinking cuts out the middle, and growing lays into it, so the two undo each other.</returns>
    public static Tensor Resize(Tensor table, WindowSize from, WindowSize to)
    {
        using var scope = NewDisposeScope();
        var picked = table.view((2 * from.Height) - 1, (2 * from.Width) - 1, table.size(1)) // [2h-1, 2w-1, heads]
            .index_select(0, Nearest(from.Height, to.Height)) // [2h'-1, 2w-1, heads]
            .index_select(1, Nearest(from.Width, to.Width)); // [2h'-1, 2w'-1, heads]
        return scope.MoveToOuter(picked.reshape(to.Offsets, table.size(1))); // [(2h'-1)(2w'-1), heads]

        Tensor Nearest(int had, int wanted) => tensor([.. Enumerable.Range(1 - wanted, (2 * wanted) - 1)
            .Select(offset => Math.Clamp(offset, 1 - had, had - 1) + had - 1L)], device: table.device); // [2·wanted-1]
    }

    public static bool IsTable(string name) => name.EndsWith("relative_position_bias_table", StringComparison.Ordinal);

    /// <summary>Returns the square window of a table of this shape; null where that is none.</summary>
    public static int? SquareWindow(ReadOnlySpan<long> shape)
    {
        var side = shape.Length == 2 ? (long)Math.Round(Math.Sqrt(shape[0])) : 0;
        return side % 2 == 1 && side * side == shape[0] && side < 1 << 16 ? (int)((side + 1) / 2) : null;
    }

    /// <summary>Lays a table that a small grid shrank into the middle of that of a larger window: files of a fixed frame size hold small
    /// tables, our networks always whole ones. What is no such table comes back itself, for the loader to judge.</summary>
    public static Tensor Widen(Tensor table, WindowSize from, WindowSize to) =>
        table.dim() == 2 && table.size(0) == from.Offsets && from.Height <= to.Height && from.Width <= to.Width
            ? Resize(table, from, to)
            : table;
}
