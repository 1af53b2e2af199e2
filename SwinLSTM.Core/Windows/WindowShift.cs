using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>The cyclic shift of a grid under its windows, and the mask that keeps strangers apart.</summary>
/// <remarks>Source: shifted windows of Swin Transformer; the mask's -100 is the authors'. Padding is kept out with minus infinity.</remarks>
public static class WindowShift
{
    /// <summary>Moves the grid up and left, so that windows cut from it lie lower and further right.</summary>
    /// <param name="tokens"><c>[B, L, D]</c> on the padded grid of <paramref name="layout"/>.</param>
    /// <param name="layout">The windows and their shift.</param>
    /// <returns><c>[B, L, D]</c>; what leaves at one edge enters at the other.</returns>
    public static Tensor Shift(Tensor tokens, WindowLayout layout) => Roll(tokens, layout, -1);

    /// <summary>The inverse of <see cref="Shift"/>.</summary>
    public static Tensor Unshift(Tensor tokens, WindowLayout layout) => Roll(tokens, layout, +1);

    private static Tensor Roll(Tensor tokens, WindowLayout layout, int sign)
    {
        if (!layout.IsShifted) return tokens;
        var image = tokens.view(-1, layout.Padded.Rows, layout.Padded.Columns, tokens.size(2)); // [B, H, W, D]
        return image.roll((sign * layout.ShiftRows, sign * layout.ShiftColumns), (1, 2)).view(-1, layout.Padded.Tokens, tokens.size(2)); // [B, L, D]
    }

    /// <summary>What is added to attention scores so that only neighbours see each other.</summary>
    /// <param name="layout">The windows.</param>
    /// <returns><c>[nW, N, N]</c> (query, key), float32: -100 between tokens that only the cyclic shift brought together, minus infinity
    /// from a token to padding, else 0; null where nothing is masked.</returns>
    public static Tensor? Mask(WindowLayout layout)
    {
        var padded = layout.Padded != layout.Grid;
        if (!layout.IsShifted && !padded) return null;
        using var scope = NewDisposeScope();
        var mask = zeros(layout.Windows, layout.Window.Tokens, layout.Window.Tokens); // [nW, N, N]
        if (layout.IsShifted)
        {
            var regions = ByWindow(layout, (r, c) => (3 * Region(r, layout.Padded.Rows, layout.Window.Height, layout.ShiftRows))
                + Region(c, layout.Padded.Columns, layout.Window.Width, layout.ShiftColumns)); // [nW, N]
            mask = mask.masked_fill(regions.unsqueeze(2) != regions.unsqueeze(1), -100); // [nW, N, N]
        }

        if (padded)
        {
            var padding = ByWindow(layout, (r, c) =>
                (r + layout.ShiftRows) % layout.Padded.Rows >= layout.Grid.Rows || (c + layout.ShiftColumns) % layout.Padded.Columns >= layout.Grid.Columns ? 1 : 0); // [nW, N]
            // Padding itself may look at anything: its rows stay finite, and nobody reads them.
            mask = mask.masked_fill((padding.unsqueeze(1) == 1) & (padding.unsqueeze(2) == 0), double.NegativeInfinity); // [nW, N, N]
        }

        return scope.MoveToOuter(mask);
    }

    /// <summary>The parts that the shift sews together: the bulk, the rest of the last window, and what came round the edge.</summary>
    private static int Region(int position, int length, int window, int shift) =>
        position < length - window ? 0 : position < length - shift ? 1 : 2;

    private static Tensor ByWindow(WindowLayout layout, Func<int, int, int> label)
    {
        var labels = new float[layout.Padded.Tokens];
        for (var i = 0; i < labels.Length; i++) labels[i] = label(i / layout.Padded.Columns, i % layout.Padded.Columns);
        return WindowPartition.Split(tensor(labels, [1, labels.Length, 1]), layout.Padded, layout.Window).squeeze(2); // [nW, N]
    }
}
