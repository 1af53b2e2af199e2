namespace SwinLSTM.Data;

/// <summary>A video as a series of frames [C, H, W] in [0, 1], as it is shown (a rotation that the file asks for is done; pixels count as
/// square). Opening decodes it once, in order, by the program ffmpeg, into a temporary file that is mapped into memory: then any number of
/// threads may read any frame at once.</summary>
public sealed class VideoFile : IFrameSeries, IDisposable
{
    private readonly MemoryRun bytes; // [T, C, H, W]

    private VideoFile(string path, FrameShape frame, MemoryRun bytes) =>
        (Name, Frame, Length, this.bytes) = (path, frame, bytes.Length / frame.Values, bytes);

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public FrameShape Frame { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Opens a video: decodes all of it. It is of any format that holds its frames itself and that ffmpeg decodes: avi, mp4, mkv,
    /// webm, mpg, gif, ...; of several video streams the first counts. Dispose it, and the temporary file goes.</summary>
    /// <exception cref="ArgumentException">Options that break a rule or do not suit the video.</exception>
    /// <exception cref="FileNotFoundException">There is no such file, or no ffmpeg; the message says what to install.</exception>
    /// <exception cref="IOException">ffmpeg gave nothing for too long, or the temporary file cannot be written.</exception>
    /// <exception cref="InvalidDataException">
    /// ffmpeg cannot decode it, it has no frames, frames of several sizes or more than allowed, or not as many as were decoded.</exception>
    public static VideoFile Open(string path, VideoOptions? options = null, CancellationToken cancellation = default)
    {
        (options ??= new()).Check();
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no video '{path}'. Check the path.", path);
        var temporary = Path.Combine(options.TemporaryFolder, $"swinlstm-{Guid.NewGuid():N}.frames");
        using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete,
            bufferSize: 0, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
            File.Delete(temporary); // without a name it goes even if this process is killed
        try
        {
            var frame = Decode(path, options, file, cancellation) ?? Decode(path, options, file, cancellation);
            return new(path, frame!.Value, MemoryRun.Map(path, file.SafeFileHandle));
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException($"'{path}' cannot be used as a video. {damaged.Message}", damaged);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The video is closed.</exception>
    public void Read(FrameRange range, Span<float> frames)
    {
        this.Check(range, frames);
        using var held = bytes.Hold();
        for (var i = 0; i < range.Count; i++)
            UnitBytes.ToFloats(held.Part((range.First + ((long)i * range.Step)) * Frame.Values, Frame.Values),
                frames.Slice(i * Frame.Values, Frame.Values));
    }

    /// <summary>Closes the temporary file, which goes with its last reader.</summary>
    public void Dispose() => bytes.Dispose();

    /// <returns>What a frame is; null if it must be done again.</returns>
    private static FrameShape? Decode(string path, VideoOptions options, FileStream file, CancellationToken cancellation)
    {
        using var ffmpeg = FFmpegProcess.Start(path, options);
        var (shaper, count) = ((PictureShaper?)null, 0L);
        byte[] picture = [], bytes = [];
        while (ffmpeg.Next(ref picture) is var (height, width))
        {
            shaper ??= new(options, height, width);
            if (shaper.Size != (height, width))
                throw new InvalidDataException($"All frames of a video must have one size; frame {count} has {width} x {height}, those " +
                    $"before it {shaper.Size.Width} x {shaper.Size.Height}. Convert it to one size first.");
            cancellation.ThrowIfCancellationRequested();
            Array.Resize(ref bytes, shaper.Frame.Values);
            if (++count * bytes.Length > options.MaximumBytes)
                throw new InvalidDataException($"Its frames take more than {options.MaximumBytes} bytes (VideoOptions.MaximumBytes) when " +
                    "they are decoded. Resize or crop them, take fewer (FramesPerSecond), or allow more.");
            shaper.ShapeBytes(picture, bytes);
            try
            {
                file.Write(bytes);
            }
            catch (IOException full)
            {
                throw new IOException($"Frame {count - 1} of '{path}' cannot be written to '{options.TemporaryFolder}': {full.Message} " +
                    "Name another folder (VideoOptions.TemporaryFolder), or resize the frames.", full);
            }
        }
        if (!ffmpeg.EndedWell())
            return null;
        if (count == 0)
            throw new InvalidDataException("It has no frames.");
        if (options.FramesPerSecond is null && ffmpeg.Decoded != count)
            throw new InvalidDataException($"ffmpeg decoded {ffmpeg.Decoded?.ToString() ?? "an unknown number of"} frames, but gave " +
                $"{count}. Try another version of it.");
        return shaper!.Frame;
    }
}

/// <summary>How a video is read.</summary>
public sealed record VideoOptions : PictureOptions
{
    /// <summary>Frames per second of the series: pictures are repeated or left out to keep this rate. Default: every picture once, whatever
    /// its time.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Whether a video that ffmpeg decodes with errors is taken as it mends it. Default false: it is refused.</summary>
    public bool KeepDamaged { get; init; }

    /// <summary>The program that decodes: a path, or a name that the folders of <c>PATH</c> are searched for. Default: what the environment
    /// variable <c>SWINLSTM_FFMPEG</c> says, else <c>ffmpeg</c>. Version 4.4 or later.</summary>
    public string Program { get; init; } = Environment.GetEnvironmentVariable("SWINLSTM_FFMPEG") is { Length: > 0 } program
        ? program : "ffmpeg";

    /// <summary>How long the program may take for one frame before it is stopped. Default 1 minute.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the decoded frames lie while the video is open, a byte for a value. Default: the system's folder for temporary
    /// files.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>The most bytes that the decoded frames may take there. Default 2^35: 32 GiB.</summary>
    public long MaximumBytes { get; init; } = 1L << 35;

    private protected override (bool Broken, string Rule)[] Rules() =>
    [
        .. base.Rules(),
        (FramesPerSecond is { } rate && rate is not (>= 0.001 and <= 1000), $"FramesPerSecond is {FramesPerSecond}; it is 0.001 to 1000, " +
            "or left out."),
        (Program.Length == 0, "Program is empty; it is a path, or a name such as ffmpeg."),
        (TimeLimit is { Ticks: <= 0 } or { TotalDays: > 24 }, $"TimeLimit is {TimeLimit}; it is above zero and at most 24 days."),
        (MaximumBytes < 1, $"MaximumBytes is {MaximumBytes}; at least one is needed."),
    ];
}
