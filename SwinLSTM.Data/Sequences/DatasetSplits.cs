namespace SwinLSTM.Data;

/// <summary>The three parts of a data set. Networks, normalisers and whatever else is fitted see <paramref name="Train"/> only; choices
/// between them are made on <paramref name="Validation"/>; <paramref name="Test"/> is measured once, at the end, and chooses
/// nothing.</summary>
/// <param name="Train">What is learned from.</param>
/// <param name="Validation">What choices are made on.</param>
/// <param name="Test">What the final figures are measured on.</param>
public sealed record DatasetSplits(ISequenceDataset Train, ISequenceDataset Validation, ISequenceDataset Test) : IDisposable
{
    /// <summary>The files of a published data set, which go with it.</summary>
    internal IDisposable? Files { get; init; }

    /// <summary>Closes the files of a published data set; parts of other data sets stay what they are.</summary>
    public void Dispose() => Files?.Dispose();

    /// <summary>Does the same to all three parts, such as resizing. What is random belongs on <see cref="Train"/> alone: <c>splits with {
    /// Train = ... }</c>.</summary>
    public DatasetSplits Each(Func<ISequenceDataset, ISequenceDataset> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new(change(Train), change(Validation), change(Test)) { Files = Files };
    }

    /// <summary>Cuts a series in the order of time: training first, then validation, then test. No window reaches over a border.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="windows">How samples are cut out of each part; 10 + 10 frames if left out.</param>
    /// <param name="validation">The share of the frames for validation, above 0.</param>
    /// <param name="test">The share for test, above 0; the borders are rounded down to whole frames.</param>
    /// <param name="gap">Frames left out after each border, so that neighbouring parts are not nearly the same; 0 or more.</param>
    /// <exception cref="ArgumentException">Shares that leave nothing, or a part that is shorter than a window.</exception>
    public static DatasetSplits Chronological(IFrameSeries series, WindowOptions? windows = null, double validation = 0.1,
        double test = 0.1, long gap = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        CheckShares(validation, test);
        return ChronologicalAt(series, Border(1 - validation - test), Border(1 - test), windows, gap);

        // Shares such as 0.1 are not exact; a border must not slip by a frame for that.
        long Border(double share) => (long)((series.Length * share) + 1e-6);
    }

    /// <summary>Cuts a series as <see cref="Chronological"/> does, at given frames: training before the first border, validation from
    /// <paramref name="validationFrom"/> on, test from <paramref name="testFrom"/> on.</summary>
    /// <exception cref="ArgumentException">A part that is shorter than a window; the message says which.</exception>
    public static DatasetSplits ChronologicalAt(IFrameSeries series, long validationFrom, long testFrom, WindowOptions? windows = null,
        long gap = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        windows ??= new();
        _ = windows.Shape(series.Frame); // its own rules first
        (string Name, long From, long To)[] parts =
        [
            ("training", 0, validationFrom),
            ("validation", validationFrom + gap, testFrom),
            ("test", testFrom + gap, series.Length),
        ];
        var broken = string.Concat(parts.Where(part => part.From < 0 || part.To > series.Length || part.To - part.From < windows.Span)
            .Select(part => $"\n  {part.Name} has frames {part.From} to {part.To - 1}"));
        if (broken.Length > 0)
            throw new ArgumentException($"Each part of {series.Name} (frames 0 to {series.Length - 1}) must hold at least one window, " +
                $"which takes {windows.Span} frames:{broken}\nUse shorter sequences, a smaller gap, or other borders.");
        var cut = Array.ConvertAll(parts, part => new FrameWindows(series.Slice(part.From, part.To - part.From), windows));
        return new(cut[0], cut[1], cut[2]);
    }

    /// <summary>Draws samples for each part. The same seed draws the same ones, on any machine.</summary>
    /// <param name="clips">Samples that do not overlap, such as whole clips.</param>
    /// <param name="validation">The share for validation, above 0.</param>
    /// <param name="test">The share for test, above 0; both are rounded to whole samples, at least one each.</param>
    /// <param name="seed">Another seed draws others.</param>
    /// <exception cref="ArgumentException">Shares that leave nothing, or windows that overlap.</exception>
    public static DatasetSplits Random(ISequenceDataset clips, double validation = 0.1, double test = 0.1, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(clips);
        if (ILayer.Innermost(clips) is FrameWindows { Overlap: true })
            throw new ArgumentException("These windows overlap, so that a random split would test on what was trained on. Use " +
                "DatasetSplits.RandomClips for several series, or DatasetSplits.Chronological for one.", nameof(clips));
        var (forTest, forValidation) = Counts(clips.Count, validation, test, "samples");
        return new(Drawn("training", forTest + forValidation, clips.Count - forTest - forValidation),
            Drawn("validation", forTest, forValidation), Drawn("test", 0, forTest));

        DatasetParts.Part Drawn(string part, long first, long count) =>
            new(clips, count, i => Shuffle.At(first + i, clips.Count, seed, 0), $", {part}");
    }

    /// <summary>Draws series, such as one for each video, as <see cref="Random"/> draws samples, and cuts samples out of them: all windows
    /// of a series are in the same part.</summary>
    /// <exception cref="ArgumentException">Shares that leave nothing, or a part in which no window fits.</exception>
    public static DatasetSplits RandomClips(IReadOnlyList<IFrameSeries> clips, WindowOptions? windows = null, double validation = 0.1,
        double test = 0.1, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var (forTest, forValidation) = Counts(clips.Count, validation, test, "series");
        return new(Drawn(forTest + forValidation, clips.Count - forTest - forValidation), Drawn(forTest, forValidation), Drawn(0, forTest));

        // In their own order, so that a part without shuffling still runs through whole series.
        FrameWindows Drawn(long first, long count) => new([.. Enumerable.Range(0, (int)count)
            .Select(i => (int)Shuffle.At(first + i, clips.Count, seed, 0)).Order().Select(i => clips[i])], windows);
    }

    private static (long Test, long Validation) Counts(long clips, double validation, double test, string what)
    {
        CheckShares(validation, test);
        var (forTest, forValidation) = (Math.Max(1, (long)Math.Round(clips * test)), Math.Max(1, (long)Math.Round(clips * validation)));
        return clips - forTest - forValidation >= 1 ? (forTest, forValidation)
            : throw new ArgumentException($"Three parts need at least one of the {what} each; of {clips} {what}, {forTest} are for test " +
                $"and {forValidation} for validation, which leaves none for training. Use smaller shares or more data.", nameof(clips));
    }

    private static void CheckShares(double validation, double test)
    {
        if (!(validation > 0 && test > 0 && validation + test < 1))
            throw new ArgumentException($"The shares of validation and test must be above 0 and together below 1; they are {validation} " +
                $"and {test}. What they leave is for training.");
    }
}
