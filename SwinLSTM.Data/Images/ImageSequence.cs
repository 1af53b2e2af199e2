namespace SwinLSTM.Data;

/// <summary>
/// Image files as a series of frames, a file a frame: [C, H, W] bytes, decoded by ffmpeg, one process for a stretch of files rather than for
/// each. Read in order a file is decoded once, windows that overlap included; a jump starts the process again, which takes about a tenth of a second.
/// To train with shuffled samples, prepare it first.
/// </summary>
public sealed class ImageSequence : IFrameSeries, IDisposable
{
    private readonly StreamedSeries frames;

    /// <summary>A jump further than this is faster with a new process.</summary>
    private const int Patience = 32;

    internal ImageSequence(string name, long length, Func<long, string> file, FrameShape format, ImageOptions options)
    {
        (Name, Length, Frame) = (name, length, format);
        frames = new(first => new ImageSource(options, format, file, length, first), format, Patience);
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public FrameShape Frame { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Opens image files in the order given.</summary>
    /// <param name="files">PNG, JPEG, BMP, TIFF, PGM or PPM files, told by their first bytes; 16 bits become 8, and colour profiles do not count.</param>
    /// <param name="options">How they are read. Without a resize all must have one size, that of the first.</param>
    /// <returns>The frames; dispose it, and its decoder ends.</returns>
    /// <exception cref="ArgumentException">No files, or options that break a rule or do not suit the first image.</exception>
    /// <exception cref="InvalidDataException">The first file is no image.</exception>
    /// <exception cref="IOException">The first file cannot be read.</exception>
    public static ImageSequence Open(IReadOnlyList<string> files, ImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.Count > 0
            ? Open(files[0], [.. files], (options ?? new()).Checked())
            : throw new ArgumentException("A sequence of images has at least one; no file was given.", nameof(files));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A file is no image, is damaged, or makes a frame of another size; the message names it.</exception>
    /// <exception cref="IOException">A file cannot be read, ffmpeg cannot be run (the message says what to install) or gave nothing for too long.</exception>
    /// <exception cref="ObjectDisposedException">The sequence is closed.</exception>
    public void Read(FrameRange range, Span<float> frames)
    {
        this.Check(range, frames);
        this.frames.Read(range, frames);
    }

    /// <summary>Ends the decoder, if one runs.</summary>
    public void Dispose() => frames.Dispose();

    internal static ImageSequence Open(string name, string[] files, ImageOptions options) => new(name, files.Length, i => files[i], FormatOf(files[0], options), options);

    /// <summary>What frames there will be; a look at an image only where its size matters.</summary>
    internal static FrameShape FormatOf(string file, ImageOptions options)
    {
        if (options.Pixels is { Height: { } height, Width: { } width, Crop: null } pixels)
            return new(pixels.Channels, height, width);
        var header = new ImageFile(options).Read(file, out _);
        return options.Pixels.Format(header.Height, header.Width);
    }
}
