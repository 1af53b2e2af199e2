namespace SwinLSTM.Data;

// Clips that have nothing to do with each other: whole clips are drawn, never windows of one clip, which overlap.
public sealed partial record DatasetSplits
{
    /// <summary>Draws samples for each part. The same seed draws the same ones, on any machine.</summary>
    /// <param name="clips">Samples that do not overlap, such as whole clips.</param>
    /// <param name="validation">The share for validation, above 0.</param>
    /// <param name="test">The share for test, above 0; both are rounded to whole samples, at least one each.</param>
    /// <param name="seed">Another seed draws others.</param>
    /// <exception cref="ArgumentException">Shares that leave nothing, or windows cut out of series, which overlap.</exception>
    public static DatasetSplits Random(ISequenceDataset clips, double validation = 0.1, double test = 0.1, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(clips);
        if (Layers.Innermost(clips) is FrameWindows)
            throw new ArgumentException("Windows of one series overlap, so that a random split would test on what was trained on. Use DatasetSplits.RandomClips " +
                "for several series, or DatasetSplits.Chronological for one.", nameof(clips));
        var (forTest, forValidation) = Counts(clips.Count, validation, test, "samples");
        return new(
            Drawn("training", forTest + forValidation, clips.Count - forTest - forValidation),
            Drawn("validation", forTest, forValidation),
            Drawn("test", 0, forTest));

        Subset Drawn(string part, long first, long count) => new(clips, count, i => Shuffle.At(first + i, clips.Count, seed, 0), part);
    }

    /// <summary>Draws series for each part and cuts samples out of them: all windows of a series are in the same part.</summary>
    /// <param name="clips">The series, such as one a video.</param>
    /// <param name="windows">How samples are cut out; 10 + 10 frames if left out.</param>
    /// <param name="validation">The share of the series for validation, above 0.</param>
    /// <param name="test">The share for test, above 0; both are rounded to whole series, at least one each.</param>
    /// <param name="seed">Another seed draws others.</param>
    /// <exception cref="ArgumentException">Shares that leave nothing, or a part in which no window fits.</exception>
    public static DatasetSplits RandomClips(IReadOnlyList<IFrameSeries> clips, WindowOptions? windows = null, double validation = 0.1, double test = 0.1, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var (forTest, forValidation) = Counts(clips.Count, validation, test, "series");
        return new(Drawn(forTest + forValidation, clips.Count - forTest - forValidation), Drawn(forTest, forValidation), Drawn(0, forTest));

        // In their own order, so that a part without shuffling still runs through whole series.
        FrameWindows Drawn(long first, long count) =>
            new([.. Enumerable.Range(0, (int)count).Select(i => (int)Shuffle.At(first + i, clips.Count, seed, 0)).Order().Select(i => clips[i])], windows);
    }

    private static (long Test, long Validation) Counts(long clips, double validation, double test, string what)
    {
        CheckShares(validation, test);
        var (forTest, forValidation) = (Math.Max(1, (long)Math.Round(clips * test)), Math.Max(1, (long)Math.Round(clips * validation)));
        return clips - forTest - forValidation >= 1
            ? (forTest, forValidation)
            : throw new ArgumentException($"Three parts need at least one of the {what} each; of {clips} {what}, {forTest} are for test and {forValidation} for validation, " +
                "which leaves none for training. Use smaller shares or more data.", nameof(clips));
    }
}
