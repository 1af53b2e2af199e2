namespace SwinLSTM.Data;

public sealed partial class PreparedFrames
{
    /// <summary>
    /// Writes series into one file. It is written beside its place, as <c>PATH.part</c>, and moved there when it is whole and on the disk. A call that
    /// was interrupted, even by the end of the process or the power, leaves the part, and the same call goes on from it; where nothing is left to do it returns at once.
    /// </summary>
    /// <param name="path">The file to be.</param>
    /// <param name="series">The frames, at least one series, all of one format, each of at least one frame.</param>
    /// <param name="options">How; the defaults if left out.</param>
    /// <param name="progress">Is told after each block.</param>
    /// <param name="cancellation">Ends it early; what is written stays, to go on from.</param>
    /// <exception cref="ArgumentException">Options that break a rule, no series, an empty one, or several formats.</exception>
    /// <exception cref="InvalidOperationException">What an interrupted call left behind was made from something else.</exception>
    /// <exception cref="IOException">A file of that name is there already and was made from something else, another program is preparing it, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static void Write(string path, IReadOnlyList<IFrameSeries> series, PrepareOptions? options = null, IProgress<PrepareProgress>? progress = null, CancellationToken cancellation = default) =>
        Write(path, series, null, options, progress, cancellation);

    /// <summary>Writes all samples of a data set, as they are in the first pass, into one file; each becomes a series of its own.</summary>
    /// <param name="path">The file to be.</param>
    /// <param name="dataset">The samples; <see cref="Windows"/> gives them back.</param>
    /// <param name="options">How; the defaults if left out.</param>
    /// <param name="progress">Is told after each block.</param>
    /// <param name="cancellation">Ends it early; what is written stays, to go on from.</param>
    /// <inheritdoc cref="Write(string, IReadOnlyList{IFrameSeries}, PrepareOptions, IProgress{PrepareProgress}, CancellationToken)" path="/exception"/>
    public static void Write(string path, ISequenceDataset dataset, PrepareOptions? options = null, IProgress<PrepareProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Count > Array.MaxLength)
            throw new ArgumentException($"The data set has {dataset.Count} samples; at most {Array.MaxLength} can be prepared in one file.", nameof(dataset));
        var series = new IFrameSeries[dataset.Count];
        for (var i = 0; i < series.Length; i++)
            series[i] = new SampleSeries(dataset, i);
        Write(path, series, dataset.Shape, options, progress, cancellation);
    }

    /// <summary>The same on a thread of its own.</summary>
    /// <returns>Ends when the file is in its place.</returns>
    /// <inheritdoc cref="Write(string, IReadOnlyList{IFrameSeries}, PrepareOptions, IProgress{PrepareProgress}, CancellationToken)"/>
    public static Task WriteAsync(string path, IReadOnlyList<IFrameSeries> series, PrepareOptions? options = null, IProgress<PrepareProgress>? progress = null, CancellationToken cancellation = default) =>
        Task.Run(() => Write(path, series, options, progress, cancellation), cancellation);

    /// <summary>The same on a thread of its own.</summary>
    /// <returns>Ends when the file is in its place.</returns>
    /// <inheritdoc cref="Write(string, ISequenceDataset, PrepareOptions, IProgress{PrepareProgress}, CancellationToken)"/>
    public static Task WriteAsync(string path, ISequenceDataset dataset, PrepareOptions? options = null, IProgress<PrepareProgress>? progress = null, CancellationToken cancellation = default) =>
        Task.Run(() => Write(path, dataset, options, progress, cancellation), cancellation);

    private static void Write(
        string path, IReadOnlyList<IFrameSeries> series, SequenceShape? samples, PrepareOptions? options, IProgress<PrepareProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        (options ??= new()).Check();
        CheckSeries(series);
        var about = PreparedAbout.Of(series, options.Source, samples);
        var layout = new PreparedLayout(about, about.ToJson(), path);
        var beside = path + ".part";
        if (File.Exists(path) && !options.Overwrite)
        {
            if (!IsWhole(path, layout))
                throw new IOException($"{path} is there already and was made from something else. Delete it, choose another name, or prepare with Overwrite.");
        }
        else
        {
            // An earlier call may have ended between the last byte and the renaming.
            if (options.Restart || !IsWhole(beside, layout))
                PreparedCopy.Run(beside, series, layout, options, progress, cancellation);
            File.Move(beside, path, overwrite: options.Overwrite);
        }

        progress?.Report(new(layout.Frames, layout.Frames, layout.FramesBytes + layout.ValidBytes, series[^1].Name));
    }

    private static void CheckSeries(IReadOnlyList<IFrameSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0)
            throw new ArgumentException("A prepared file has at least one series of frames; none was given.", nameof(series));
        var format = series[0].Format;
        foreach (var one in series)
        {
            if (one.Length < 1)
                throw new ArgumentException($"{one.Name} has no frames; leave it out.", nameof(series));
            if (one.Format != format)
                throw new ArgumentException($"All series of a prepared file have frames of one format; {series[0].Name} has {format}, {one.Name} has {one.Format}. " +
                    "Resize one of them, or use a file for each.", nameof(series));
        }
    }

    /// <summary>Whether a file is there, whole, and made from the same.</summary>
    private static bool IsWhole(string path, PreparedLayout layout)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != layout.Length)
            return false;
        try
        {
            using var there = Open(path);
            return there.layout.Head.AsSpan().SequenceEqual(layout.Head);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
