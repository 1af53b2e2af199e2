namespace SwinLSTM.Data;

/// <summary>
/// Frames of any number of series in one file, mapped into memory: opening takes milliseconds whatever the size, reading is a copy from memory,
/// and any number of threads may read at once. <see cref="Write(string, IReadOnlyList{IFrameSeries}, PrepareOptions, IProgress{PrepareProgress}, CancellationToken)"/>
/// makes it, once, from any source.
/// </summary>
/// <remarks>
/// The file is a zip of uncompressed NumPy arrays, so <c>numpy.load(path)</c> opens it: <c>frames</c> [F, C, H, W], <c>clips</c> [S, 2] (first frame and
/// number of frames of each series), <c>valid</c> [F, C, H, W] where frames are masked, and <c>about.json</c>.
/// </remarks>
public sealed partial class PreparedFrames : IDisposable
{
    private readonly MappedBytes file;
    private readonly PreparedLayout layout;
    private readonly PreparedAbout about;
    private readonly Lazy<ILookup<string, IFrameSeries>> byName;

    private PreparedFrames(MappedBytes file, PreparedAbout about, PreparedLayout layout)
    {
        (this.file, this.about, this.layout) = (file, about, layout);
        Series = [.. about.Clips.Select((clip, i) => new Clip(this, clip!.Name, i))];
        byName = new(() => Series.ToLookup(series => series.Name, StringComparer.Ordinal));
    }

    /// <summary>What each frame is.</summary>
    public FrameFormat Format => layout.Frame;

    /// <summary>How many frames all series have together.</summary>
    public long Frames => layout.Frames;

    /// <summary>What the frames were made from, in the words of whoever made the file.</summary>
    public string Source => about.Source;

    /// <summary>The series, in the order in which they were written. They read this file, and no longer than it is open.</summary>
    public IReadOnlyList<IFrameSeries> Series { get; }

    /// <summary>Opens a prepared file. Every length in it is checked; <see cref="Verify"/> looks at the values as well.</summary>
    /// <param name="path">The file.</param>
    /// <returns>It, to be disposed after its last reader.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, cut short, or something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PreparedFrames Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var file = MappedBytes.Open(path);
        try
        {
            return Open(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The series of a name.</summary>
    /// <param name="name">As its source was called.</param>
    /// <returns>It.</returns>
    /// <exception cref="ArgumentException">There is none of that name, or several.</exception>
    public IFrameSeries this[string name] => byName.Value[name].ToList() switch
    {
        [var only] => only,
        [] => throw new ArgumentException($"{file.Path} has no series '{name}'; it has {Series.Count}, of which the first is '{Series[0].Name}'.", nameof(name)),
        var several => throw new ArgumentException($"{file.Path} has {several.Count} series '{name}'. Take one by its number from Series.", nameof(name)),
    };

    /// <summary>Cuts the series into samples.</summary>
    /// <param name="options">How. Left out: the samples that the file was made from, or 10 + 10 frames if it was made from series.</param>
    /// <returns>The samples.</returns>
    /// <exception cref="ArgumentException">Options that break a rule, or no window fits.</exception>
    public FrameWindows Windows(WindowOptions? options = null) => new(Series, options ?? (about.InputFrames < 1 ? new() : new()
    {
        InputFrames = about.InputFrames,
        TargetFrames = about.TargetFrames,
    }));

    /// <summary>Reads the whole file and compares its checksums. It need not be done before reading; it tells whether the disk still gives what was written.</summary>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="InvalidDataException">The values are not those that were written.</exception>
    public void Verify(CancellationToken cancellation = default)
    {
        var (frames, valid) = layout.FirstChecksums;
        frames = Checksum(frames, layout.FramesAt, layout.FramesBytes, cancellation);
        valid = Checksum(valid, layout.ValidAt, layout.ValidBytes, cancellation);
        if (!Matches(layout.TailAt, layout.Tail(frames, valid)))
            throw new InvalidDataException($"The values in {file.Path} are not those that were written: their checksums differ. Prepare the file again.");
    }

    /// <summary>Closes the file. Who is reading ends in peace; who reads later is refused.</summary>
    public void Dispose() => file.Dispose();

    private static PreparedFrames Open(MappedBytes file)
    {
        Span<byte> start = stackalloc byte[(int)Math.Min(file.Length, 64)];
        file.CopyTo(0, start);
        if (PreparedLayout.AboutOf(start) is not var (at, length))
            throw new InvalidDataException($"{file.Path} does not begin as prepared frames do. Make such a file with PreparedFrames.Write or 'swinlstm prepare'.");
        if (length < 0 || length > Math.Min(file.Length - at, Array.MaxLength))
            throw new InvalidDataException($"{file.Path} announces a description of {length} bytes, but has only {file.Length} in all. Prepare it again.");

        var json = new byte[length];
        file.CopyTo(at, json);
        var about = PreparedAbout.Parse(json, file.Path);
        var layout = new PreparedLayout(about, json, file.Path);
        if (file.Length != layout.Length)
            throw new InvalidDataException($"{file.Path} has {file.Length} bytes; {layout.Frames} frames of {layout.Frame} and what belongs to them are {layout.Length}. Prepare it again.");

        var opened = new PreparedFrames(file, about, layout);
        var (frames, valid) = (opened.ChecksumAt(layout.ChecksumsAt.Frames), layout.Frame.Masked ? opened.ChecksumAt(layout.ChecksumsAt.Valid) : 0);
        if (!opened.Matches(0, layout.Head, layout.ChecksumsAt.Frames) || !opened.Matches(layout.FramesAt + layout.FramesBytes, layout.Middle, StoredZip.LocalChecksumAt)
            || !opened.Matches(layout.TailAt, layout.Tail(frames, valid)))
            throw new InvalidDataException($"{file.Path} is damaged: its headers are not those that follow from its description. Prepare it again.");
        return opened;
    }

    private uint ChecksumAt(long at)
    {
        using var bytes = file.Borrow(at, 4);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span);
    }

    /// <summary>Whether the file has these bytes, but for a checksum.</summary>
    private bool Matches(long at, ReadOnlySpan<byte> expected, long checksumAt = -1)
    {
        using var bytes = file.Borrow(at, expected.Length);
        if (checksumAt < 0 || expected.IsEmpty)
            return bytes.Span.SequenceEqual(expected);
        var (before, after) = ((int)checksumAt, (int)checksumAt + 4);
        return bytes.Span[..before].SequenceEqual(expected[..before]) && bytes.Span[after..].SequenceEqual(expected[after..]);
    }

    private uint Checksum(uint checksum, long at, long length, CancellationToken cancellation)
    {
        for (long done = 0; done < length;)
        {
            cancellation.ThrowIfCancellationRequested();
            using var bytes = file.Borrow(at + done, (int)Math.Min(length - done, 1 << 20));
            checksum = Crc32.Add(checksum, bytes.Span);
            done += bytes.Span.Length;
        }
        return checksum;
    }

    private sealed class Clip(PreparedFrames owner, string name, int index) : IFrameSeries
    {
        private readonly long first = owner.layout.Starts[index];

        public long Length { get; } = owner.layout.Starts[index + 1] - owner.layout.Starts[index];

        public FrameFormat Format => owner.layout.Frame;

        public string Name => name;

        public void Read(FrameRange range, Span<byte> values, Span<byte> valid)
        {
            this.CheckRead(range, values, valid);
            var layout = owner.layout;
            Copy(range, layout.FramesAt, layout.Frame.Bytes, values);
            if (layout.Frame.Masked)
                Copy(range, layout.ValidAt, layout.Frame.Values, valid);
        }

        private void Copy(FrameRange range, long at, int bytes, Span<byte> into)
        {
            var from = at + ((first + range.First) * bytes);
            if (range.Step == 1)
                owner.file.CopyTo(from, into);
            else
                for (var i = 0; i < range.Count; i++)
                    owner.file.CopyTo(from + ((long)i * range.Step * bytes), into.Slice(i * bytes, bytes));
        }
    }
}
