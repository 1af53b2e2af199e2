namespace SwinLSTM.Data;

// Time series: training is the past, test the future. A window lies in one part, whole.
public sealed partial record DatasetSplits
{
    /// <summary>Cuts a series in the order of time: training first, then validation, then test. No window reaches over a border.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="windows">How samples are cut out of each part; 10 + 10 frames if left out.</param>
    /// <param name="validation">The share of the frames for validation, above 0.</param>
    /// <param name="test">The share for test, above 0; the borders are rounded down to whole frames.</param>
    /// <param name="gap">Frames left out after each border, so that neighbouring parts are not nearly the same; 0 or more.</param>
    /// <exception cref="ArgumentException">Shares that leave nothing, or a part that is shorter than a window; the message says which.</exception>
    public static DatasetSplits Chronological(IFrameSeries series, WindowOptions? windows = null, double validation = 0.1, double test = 0.1, long gap = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        CheckShares(validation, test);
        return ChronologicalAt(series, Border(1 - validation - test), Border(1 - test), windows, gap);

        // Shares such as 0.1 are not exact; a border must not slip by a frame for that.
        long Border(double share) => (long)((series.Length * share) + 1e-6);
    }

    /// <summary>Cuts a series in the order of time at given frames: training before the first border, validation between the two, test from the second on.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="validationFrom">The first frame that is not for training.</param>
    /// <param name="testFrom">The first frame that is for test.</param>
    /// <param name="windows">How samples are cut out of each part; 10 + 10 frames if left out.</param>
    /// <param name="gap">Frames left out after each border, so that neighbouring parts are not nearly the same; 0 or more.</param>
    /// <exception cref="ArgumentException">A part that is shorter than a window; the message says which.</exception>
    public static DatasetSplits ChronologicalAt(IFrameSeries series, long validationFrom, long testFrom, WindowOptions? windows = null, long gap = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        windows ??= new();
        _ = windows.Shape(series.Format); // its own rules first
        (string Name, long From, long To)[] parts =
        [
            ("training", 0, validationFrom),
            ("validation", validationFrom + gap, testFrom),
            ("test", testFrom + gap, series.Length),
        ];
        var broken = parts.Where(part => part.From < 0 || part.To > series.Length || part.To - part.From < windows.Span)
            .Select(part => $"\n  {part.Name} has frames {part.From} to {part.To - 1}").ToList();
        if (broken.Count > 0)
            throw new ArgumentException($"Each part of {series.Name} (frames 0 to {series.Length - 1}) must hold at least one window, which takes {windows.Span} frames:" +
                string.Concat(broken) + "\nUse shorter sequences, a smaller gap, or other borders.");
        var cut = parts.Select(part => new FrameWindows(series.Slice(part.From, part.To - part.From), windows)).ToArray();
        return new(cut[0], cut[1], cut[2]);
    }
}
