namespace SwinLSTM.Data;

/// <summary>Which axis of an array is which of a sequence. An axis that the array does not have is 1 long.</summary>
/// <param name="Samples">N.</param>
/// <param name="Time">T.</param>
/// <param name="Channels">C.</param>
/// <param name="Rows">H.</param>
/// <param name="Columns">W.</param>
internal readonly record struct AxisLayout(Axis Samples, Axis Time, Axis Channels, Axis Rows, Axis Columns)
{
    /// <summary>Finds the axes of an array by letters, one for each of its axes.</summary>
    /// <param name="array">The array.</param>
    /// <param name="layout">Such as TNHW.</param>
    /// <param name="clips">Whether there can be several sequences, N.</param>
    /// <exception cref="ArgumentException">Letters and axes do not agree, or an axis is empty.</exception>
    public static AxisLayout Of(NdArray array, string layout, bool clips)
    {
        var letters = clips ? "NTCHW" : "TCHW";
        var shape = $"{array.Name} has the shape {ArrayShape.Text(array.Shape)}";
        if (layout.FirstOrDefault(letter => !letters.Contains(letter)) is var unknown and not '\0')
            throw new ArgumentException($"A layout consists of the letters {string.Join(", ", letters.AsEnumerable())}, one for each axis; '{layout}' has '{unknown}'. {Letters(clips)}", nameof(layout));
        if (layout.GroupBy(letter => letter).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"A layout names each axis once; '{layout}' names {twice.Key} {twice.Count()} times.", nameof(layout));
        if (layout.Length != array.Shape.Length)
            throw new ArgumentException($"{shape}, but the layout '{layout}' names {layout.Length} axes. Give one letter for each axis. {Letters(clips)}", nameof(layout));
        if (!layout.Contains('T'))
            throw new ArgumentException($"A sequence needs an axis of time, T; the layout '{layout}' has none. {shape}.", nameof(layout));
        if (array.Shape.IndexOf(0) is >= 0 and var empty)
            throw new ArgumentException($"{shape}: axis {layout[empty]} is empty. At least one value is needed along each.", nameof(layout));

        Axis Find(char letter) => layout.IndexOf(letter) is >= 0 and var at ? array.Axes[at] : new(1, 0);
        return new(Find('N'), Find('T'), Find('C'), Find('H'), Find('W'));
    }

    /// <summary>What each frame is.</summary>
    /// <exception cref="ArgumentException">A frame is larger than a span can be.</exception>
    public FrameFormat Format(NdArray array, bool masked)
    {
        var largest = Math.Max(Channels.Length, Math.Max(Rows.Length, Columns.Length));
        if (largest > Array.MaxLength)
            throw new ArgumentException($"A frame of {array.Name} has an axis of {largest} values; at most {Array.MaxLength} fit. Check the layout: time and samples have letters of their own.");
        return new((int)Channels.Length, (int)Rows.Length, (int)Columns.Length, array.Stored.Frame, masked);
    }

    private static string Letters(bool clips) => $"{(clips ? "N is samples, " : "")}T time, C channels, H rows, W columns; an axis that is not there is 1 long" +
        (clips ? "." : "; an array of several sequences, N, is read with Clips.");
}
