namespace SwinLSTM;

/// <summary>The cyclic shift of a grid under its windows, and the mask that keeps strangers apart.</summary>
/// <remarks>Source: shifted windows of Swin Transformer; the mask's -100 is the authors'. Padding is kept out with minus
/// infinity.</remarks>
internal static class WindowShift
{
    /// <summary>Pads tokens <c>[B, h, w, D]</c> to what the windows cover, and moves them up and left, so that windows cut from them lie
    /// lower and further right; what leaves at one edge enters at the other. <c>[B, H, W, D]</c>.</summary>
    public static Tensor Shift(Tensor tokens, WindowLayout layout) =>
        Roll(layout.Padded.Pad(tokens), -layout.ShiftRows, -layout.ShiftColumns); // [B, H, W, D]

    /// <summary>Undoes <see cref="Shift"/>.</summary>
    public static Tensor Unshift(Tensor tokens, WindowLayout layout) =>
        layout.Grid.Crop(Roll(tokens, layout.ShiftRows, layout.ShiftColumns)); // [B, h, w, D]

    private static Tensor Roll(Tensor tokens, int rows, int columns) =>
        rows == 0 && columns == 0 ? tokens : tokens.roll((rows, columns), (1, 2)); // [B, H, W, D]

    /// <summary>Makes what is added to attention scores so that only neighbours see each other: <c>[nW, N, N]</c> (query, key), float32;
    /// null where nothing is masked.</summary>
    /// <returns>-100 between tokens that only the cyclic shift brought together, minus infinity from a token to padding, else 0.</returns>
    public static Tensor? Mask(WindowLayout layout)
    {
        var isPadded = layout.Padded != layout.Grid;
        if (!layout.IsShifted && !isPadded) return null;
        using var scope = NewDisposeScope();
        var mask = zeros(layout.Windows, layout.Window.Tokens, layout.Window.Tokens); // [nW, N, N]
        if (layout.IsShifted)
        {
            var regions = ByWindow(layout, (r, c) => (3 * Region(r, layout.Padded.Rows, layout.Window.Height, layout.ShiftRows))
                + Region(c, layout.Padded.Columns, layout.Window.Width, layout.ShiftColumns)); // [nW, N]
            mask = mask.masked_fill(regions.unsqueeze(2) != regions.unsqueeze(1), Number(-100)); // [nW, N, N]
        }

        if (isPadded)
        {
            var padding = ByWindow(layout, (r, c) =>
                (r + layout.ShiftRows) % layout.Padded.Rows >= layout.Grid.Rows
                || (c + layout.ShiftColumns) % layout.Padded.Columns >= layout.Grid.Columns ? 1 : 0); // [nW, N]
            // Padding itself may look at anything: its rows stay finite, and nobody reads them.
            var strange = (padding.unsqueeze(1) == Number(1)) & (padding.unsqueeze(2) == Number(0)); // [nW, N, N]
            mask = mask.masked_fill(strange, Number(double.NegativeInfinity)); // [nW, N, N]
        }

        return scope.MoveToOuter(mask);
    }

    // The parts that the shift sews together: the bulk, the rest of the last window, and what came round the edge.
    private static int Region(int position, int length, int window, int shift) =>
        position < length - window ? 0 : position < length - shift ? 1 : 2;

    private static Tensor ByWindow(WindowLayout layout, Func<int, int, int> label)
    {
        var (rows, columns, window) = (layout.Padded.Rows, layout.Padded.Columns, layout.Window);
        float[] labels = [.. Enumerable.Range(0, rows * columns).Select(i => label(i / columns, i % columns))];
        return tensor(labels, [rows / window.Height, window.Height, columns / window.Width, window.Width]) // [nH, wh, nW, ww]
            .transpose(1, 2).reshape(-1, window.Tokens); // [nW, N]
    }
}
