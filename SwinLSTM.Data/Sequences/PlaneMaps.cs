namespace SwinLSTM.Data;

/// <summary>What transforms do to a plane <c>[H, W]</c>.</summary>
internal static class PlaneMaps
{
    // Less weight than this is a trace of rounding.
    private const float Least = 1e-4f;

    public static FrameMap Crop(int width, int top, int left, int newWidth) => Steps((top * width) + left, width, 1, newWidth);

    public static FrameMap Flip(int height, int width, FlipAxis axes)
    {
        var (down, right) = ((axes & FlipAxis.Vertical) != 0, (axes & FlipAxis.Horizontal) != 0);
        return Steps((down ? (height - 1) * width : 0) + (right ? width - 1 : 0), down ? -width : width, right ? -1 : 1, width);
    }

    /// <summary>Turns by quarters, 0 to 3, counter-clockwise.</summary>
    public static FrameMap Turn(int height, int width, int quarters) => quarters switch
    {
        0 => Steps(0, width, 1, width),
        1 => Steps(width - 1, -1, width, height),
        2 => Steps((height * width) - 1, -width, -1, width),
        _ => Steps((height - 1) * width, 1, -width, height),
    };

    /// <summary>Values of the old plane at equal steps from row to row and from column to column.</summary>
    private static FrameMap Steps(int start, int row, int column, int newWidth) => (from, to) =>
    {
        for (int i = 0, at = start; i < to.Length; i += newWidth, at += row)
            if (column == 1)
                from.Slice(at, newWidth).CopyTo(to[i..]);
            else
                for (var x = 0; x < newWidth; x++)
                    to[i + x] = from[at + (x * column)];
    };

    /// <summary>Resizes; where values are missing, a new one is the weighted mean of those that are there, and missing only if there are
    /// none.</summary>
    public static FrameMap Resize(Resizer resizer) => (from, to) =>
    {
        if (!from.Contains(float.NaN))
        {
            resizer.Resize(from, resizer.From.Width, to);
            return;
        }
        using var rented = new Rented<float>((2 * from.Length) + to.Length);
        Span<float> values = rented.Span[..from.Length], weights = rented.Span.Slice(from.Length, from.Length),
            totals = rented.Span[(2 * from.Length)..];
        for (var i = 0; i < from.Length; i++)
            (values[i], weights[i]) = float.IsNaN(from[i]) ? (0, 0) : (from[i], 1);
        resizer.Resize(values, resizer.From.Width, to);
        resizer.Resize(weights, resizer.From.Width, totals);
        for (var i = 0; i < to.Length; i++)
            to[i] = totals[i] > Least ? to[i] / totals[i] : float.NaN;
    };
}
