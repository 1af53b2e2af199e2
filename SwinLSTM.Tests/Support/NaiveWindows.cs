namespace SwinLSTM.Tests;

/// <summary>Windows by their definition, one pair of tokens at a time.</summary>
internal sealed class NaiveWindows(WindowLayout layout)
{
    /// <summary>The padded grid's token that lies in window <paramref name="window"/> at place <paramref name="place"/>.</summary>
    public int Token(int window, int place)
    {
        var acrossWindows = layout.Padded.Columns / layout.Window.Width;
        var row = (window / acrossWindows * layout.Window.Height) + (place / layout.Window.Width);
        var column = (window % acrossWindows * layout.Window.Width) + (place % layout.Window.Width);
        var (rows, columns) = (layout.Padded.Rows, layout.Padded.Columns);
        return ((row + layout.ShiftRows) % rows * columns) + ((column + layout.ShiftColumns) % columns);
    }

    /// <summary>What is added to the score of a query and a key of one window.</summary>
    public double Mask(int query, int key)
    {
        if (IsPadding(key) && !IsPadding(query)) return double.NegativeInfinity;
        // Strangers: only one of the two came round an edge.
        return CameRound(Row(query), layout.ShiftRows) != CameRound(Row(key), layout.ShiftRows)
            || CameRound(Column(query), layout.ShiftColumns) != CameRound(Column(key), layout.ShiftColumns) ? -100 : 0;
    }

    public bool IsPadding(int token) => Row(token) >= layout.Grid.Rows || Column(token) >= layout.Grid.Columns;

    /// <summary>The row, in the table of the window <paramref name="trained"/>, of a query and a key at these places of a window.</summary>
    public int Offset(int query, int key, WindowSize trained)
    {
        var w = layout.Window.Width;
        var (down, right) = ((query / w) - (key / w), (query % w) - (key % w));
        return ((down + trained.Height - 1) * ((2 * trained.Width) - 1)) + right + trained.Width - 1;
    }

    private int Row(int token) => token / layout.Padded.Columns;

    private int Column(int token) => token % layout.Padded.Columns;

    private static bool CameRound(int position, int shift) => position < shift;
}
