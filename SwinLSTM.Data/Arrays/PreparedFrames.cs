namespace SwinLSTM.Data;

/// <summary>Frames of any number of series in one folder, mapped into memory: opening takes milliseconds whatever the size, reading is a
/// copy from memory, and any number of threads may read at once.
/// <see cref="Write(string, IReadOnlyList{IFrameSeries}, PrepareOptions, IProgress{PrepareProgress}, CancellationToken)"/> makes it, once,
/// from any source.</summary>
/// <remarks>Python reads it too: <c>numpy.load("frames.npy", mmap_mode="r")</c> is <c>[F, C, H, W]</c>, float32 or uint8 (255 is 1), all
/// series one after the other; <c>clips.npy</c> is <c>[S, 2]</c>, the first frame and the number of frames of each series;
/// <c>about.json</c> has their names.</remarks>
public sealed class PreparedFrames : IDisposable
{
    internal const string FramesName = "frames.npy", ClipsName = "clips.npy";
    private readonly NdArray values;
    private readonly IFrameSeries all;
    private readonly PreparedAbout about;

    private PreparedFrames(NdArray values, PreparedAbout about, long[] clips)
    {
        (this.values, this.about, all) = (values, about, values.Series("TCHW"));
        var named = new IFrameSeries[clips.Length / 2];
        for (var i = 0; i < named.Length; i++)
            named[i] = all.Part(clips[2 * i], clips[(2 * i) + 1], about.Names[i]);
        Series = named;
    }

    /// <summary>The shape of each frame.</summary>
    public FrameShape Frame => all.Frame;

    /// <summary>How many frames all series have together.</summary>
    public long Frames => all.Length;

    /// <summary>How values are stored.</summary>
    public FrameStorage Storage => values.Stored.Bytes == 1 ? FrameStorage.Bytes : FrameStorage.Float32;

    /// <summary>What the frames were made from, in the words of whoever made them.</summary>
    public string Source => about.Source;

    /// <summary>The series, in the order in which they were written. They are read no longer than this is open.</summary>
    public IReadOnlyList<IFrameSeries> Series { get; }

    /// <summary>Opens a folder, to be disposed after its last reader. All lengths are checked.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, cut short, or something else.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static PreparedFrames Open(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var about = PreparedAbout.Read(folder);
        using var clips = NpyFile.Open(Path.Combine(folder, ClipsName));
        var values = NpyFile.Open(Path.Combine(folder, FramesName));
        return values.OrClose(() =>
        {
            if (clips.Stored != new StoredNumber('i', 8) || clips.Shape is not [> 0, 2] || clips.Shape[0] != about.Names.Count
                || values.Stored is not ({ Kind: 'f', Bytes: 4 } or { Kind: 'u', Bytes: 1 }) || values.Shape.Length != 4
                    || values.Count == 0)
                throw Wrong($"{ClipsName} is {clips.Stored} {ArrayShape.Text(clips.Shape)}, {FramesName} {values.Stored} " +
                    $"{ArrayShape.Text(values.Shape)}, for {about.Names.Count} names");
            var (starts, end) = (clips.ToArray<long>(), 0L);
            for (var i = 0; i < starts.Length; end += starts[i + 1], i += 2)
                if (starts[i] != end || starts[i + 1] < 1 || starts[i + 1] > values.Shape[0] - end)
                    throw Wrong($"clip {i / 2} has {starts[i + 1]} frames from frame {starts[i]}");
            if (end != values.Shape[0])
                throw Wrong($"the clips have {end} frames, {FramesName} has {values.Shape[0]}");
            return new PreparedFrames(values, about, starts);
        });

        InvalidDataException Wrong(string why) => new($"The files of {folder} do not belong together: {why}. Prepare it again.");
    }

    /// <summary>Cuts the series into samples. Without options these are the samples that the frames were made from, or have 10 + 10 frames
    /// if they were made from series.</summary>
    /// <exception cref="ArgumentException">Options that break a rule, or no window fits.</exception>
    public FrameWindows Windows(WindowOptions? options = null) => new(Series, options ?? (about.InputFrames < 1 ? new() : new()
    {
        InputFrames = about.InputFrames,
        TargetFrames = about.TargetFrames,
        TargetChannels = about.TargetChannels,
        Stride = about.InputFrames + about.TargetFrames,
    }));

    /// <summary>Closes the files. Readers that are already at work finish normally; later ones are refused.</summary>
    public void Dispose() => values.Dispose();

    /// <summary>Writes series into one folder. It is written beside its place, as <c>FOLDER.part</c>, and moved there when it is whole and
    /// on the disk. A call that was interrupted, even by the end of the process or the power, leaves the part, and the same call goes on
    /// from it; where nothing is left to do it returns at once.</summary>
    /// <param name="folder">The folder to be.</param>
    /// <param name="series">The frames, at least one series, all of one shape, each of at least one frame.</param>
    /// <param name="options">How; the defaults if left out.</param>
    /// <param name="progress">Is told after each block.</param>
    /// <param name="cancellation">Ends it early; what is written stays, to go on from.</param>
    /// <exception cref="ArgumentException">Options that break a rule, no series, an empty one, or frames of several shapes.</exception>
    /// <exception cref="InvalidOperationException">What an interrupted call left behind was made from something else.</exception>
    /// <exception cref="InvalidDataException">A value cannot be stored as asked for.</exception>
    /// <exception cref="IOException">
    /// A folder of that name is there already and was made from something else, another program is preparing it, or the disk is
    /// full.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static void Write(string folder, IReadOnlyList<IFrameSeries> series, PrepareOptions? options = null,
        IProgress<PrepareProgress>? progress = null, CancellationToken cancellation = default) =>
        new PreparedWriter(folder, series, null, options, progress).Run(cancellation);

    /// <summary>Writes all samples of a data set, as they are in the first pass, into one folder, as series are written; each becomes a
    /// series of its own, and <see cref="Windows"/> gives them back.</summary>
    /// <inheritdoc cref="Write(string, IReadOnlyList{IFrameSeries}, PrepareOptions, IProgress{PrepareProgress}, CancellationToken)"
    /// path="/exception"/>
    public static void Write(string folder, ISequenceDataset dataset, PrepareOptions? options = null,
        IProgress<PrepareProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Count > Array.MaxLength)
            throw new ArgumentException($"The data set has {dataset.Count} samples; at most {Array.MaxLength} can be prepared in one " +
                "folder.", nameof(dataset));
        var series = new IFrameSeries[dataset.Count];
        for (var i = 0; i < series.Length; i++)
            series[i] = Sample(dataset, i);
        new PreparedWriter(folder, series, dataset.Shape, options, progress).Run(cancellation);
    }

    /// <summary>One sample of a data set as a series of its frames.</summary>
    private static SeriesView Sample(ISequenceDataset dataset, long index) =>
        new(() => dataset.Describe(index), dataset.Shape.Frames, dataset.Shape.Frame, (range, frames) =>
        {
            using var whole = new Rented<float>(dataset.Shape.Values);
            dataset.Read(index, whole.Span);
            var values = dataset.Shape.Frame.Values;
            for (var i = 0; i < range.Count; i++)
                whole.Span.Slice(((int)range.First + (i * range.Step)) * values, values).CopyTo(frames[(i * values)..]);
        });
}

/// <summary>How frames are prepared.</summary>
/// <param name="Storage">How values are stored. Default <see cref="FrameStorage.Float32"/>.</param>
/// <param name="Source">What the frames are made from, in your own words: paths, their sizes and dates, settings. It is kept with them, and
/// what was begun under other words is not continued. Default empty.</param>
/// <param name="Restart">Whether what an interrupted call left behind is thrown away instead of continued. Default false.</param>
/// <param name="Overwrite">Whether a folder that is there already is replaced, once the new one is whole. Default false: it is refused,
/// unless it was made from the same.</param>
/// <param name="BlockBytes">Bytes of values that are read and written at a time. Default 8 MiB; at least one frame is.</param>
/// <param name="Readers">Blocks that are read at the same time, each by a thread of its own; memory is that many blocks and one more.
/// Default 1, which reads each source from its beginning to its end, as videos need it; 4 suit arrays and generators.</param>
public sealed record PrepareOptions(FrameStorage Storage = FrameStorage.Float32, string Source = "", bool Restart = false,
    bool Overwrite = false, int BlockBytes = 8 << 20, int Readers = 1)
{
    internal void Check() => SequenceRules.CheckAll(nameof(PrepareOptions),
    [
        (!Enum.IsDefined(Storage), $"Storage is {Storage}; it is Float32 or Bytes."),
        (Source is null, "Source is null; leave it empty instead."),
        (BlockBytes < 1, $"BlockBytes is {BlockBytes}; at least one byte is needed."),
        (Readers is < 1 or > 64, $"Readers is {Readers}; 1 to 64 are possible."),
    ]);
}

/// <summary>How prepared frames store a value.</summary>
public enum FrameStorage
{
    /// <summary>As it is.</summary>
    Float32,
    /// <summary>Rounded to one of 256 steps from 0 to 1, in a quarter of the space: for pictures and digits, which come in these steps.
    /// None may be missing.</summary>
    Bytes,
}

/// <summary>How far preparing has come.</summary>
/// <param name="Frames">Frames that are written; those that an earlier call wrote count.</param>
/// <param name="Total">Frames there are.</param>
/// <param name="Bytes">Bytes that are written.</param>
/// <param name="Series">What the series that was written last is called.</param>
public readonly record struct PrepareProgress(long Frames, long Total, long Bytes, string Series);
