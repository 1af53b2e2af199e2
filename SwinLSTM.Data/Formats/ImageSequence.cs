namespace SwinLSTM.Data;

/// <summary>Image files as a series of frames, a file a frame: [C, H, W] in [0, 1] (8 bits are divided by 255, 16 by 65535), turned as they
/// are shown. A file is decoded when it is read; the frames read last are kept, so windows that overlap decode a file once. Any number of
/// threads may read.</summary>
public sealed class ImageSequence : IFrameSeries
{
    private readonly Func<long, string> file;
    private readonly PictureOptions options;
    private readonly RecentFrames recent;
    private readonly (int Height, int Width)? size; // of every picture, unless they are resized
    private PictureShaper? last;

    internal ImageSequence(string name, long length, Func<long, string> file, PictureOptions options, RecentFrames? recent = null)
    {
        (Name, Length, this.file, this.options) = (name, length, file, options);
        if (!options.Resizes)
        {
            var (height, width) = ImageFile.Read(file(0), options);
            (size, Frame) = ((height, width), options.Shape(height, width));
        }
        else
        {
            Frame = new(options.Channels, options.Height!.Value, options.Width!.Value);
        }
        this.recent = recent ?? new();
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public FrameShape Frame { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Opens PNG, JPEG, BMP, GIF, TIFF, PGM or PPM files, told by their first bytes, in the order given; colour profiles do not
    /// count. Without a resize in the options all must have one size, that of the first.</summary>
    /// <exception cref="ArgumentException">No files, or options that break a rule or do not suit the first image.</exception>
    /// <exception cref="InvalidDataException">The first file is no image.</exception>
    /// <exception cref="IOException">The first file cannot be read.</exception>
    public static ImageSequence Open(IReadOnlyList<string> files, PictureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        (options ??= new()).Check();
        string[] kept = [.. files];
        return kept.Length > 0 ? new(kept[0], kept.Length, i => kept[i], options)
            : throw new ArgumentException("A sequence of images has at least one; no file was given.", nameof(files));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A file is no image, is damaged, or has another size; the message names it.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public void Read(FrameRange range, Span<float> frames)
    {
        this.Check(range, frames);
        for (var i = 0; i < range.Count; i++)
        {
            var number = range.First + ((long)i * range.Step);
            var frame = frames.Slice(i * Frame.Values, Frame.Values);
            if (recent.TryRead(this, number, frame))
                continue;
            ImageFile.Read(file(number), options, ShaperFor, frame);
            recent.Keep(this, number, frame);
        }
    }

    private PictureShaper ShaperFor(int height, int width)
    {
        if (size is { } first && first != (height, width))
            throw new InvalidDataException($"It has {height} rows and {width} columns, but '{file(0)}', and with it the sequence, has " +
                $"{first.Height} and {first.Width}. Give Height and Width, to resize them all.");
        return last is { } shaper && shaper.Size == (height, width) ? shaper : last = new(options, height, width);
    }
}

/// <summary>Frames that were decoded a moment ago, of one or more sequences, at most 64 MiB of them: a place for each, found by its
/// number.</summary>
internal sealed class RecentFrames
{
    private const int Most = 64 << 20;
    private readonly Lock gate = new();
    private (object? Owner, long Number, float[] Values)[] kept = [];

    public bool TryRead(object owner, long number, Span<float> frame)
    {
        lock (gate)
        {
            if (kept.Length == 0)
                return false;
            var place = kept[Place(owner, number)];
            if (place.Owner != owner || place.Number != number)
                return false;
            place.Values.CopyTo(frame);
            return true;
        }
    }

    public void Keep(object owner, long number, ReadOnlySpan<float> frame)
    {
        lock (gate)
        {
            if (kept.Length == 0)
                kept = new (object?, long, float[])[Math.Clamp(Most / sizeof(float) / frame.Length, 0, 1024)];
            // Frames of other sequences may be larger than those that were counted on.
            if (kept.Length == 0 || frame.Length > Most / sizeof(float) / kept.Length)
                return;
            ref var place = ref kept[Place(owner, number)];
            place = (owner, number, place.Values?.Length == frame.Length ? place.Values : new float[frame.Length]);
            frame.CopyTo(place.Values);
        }
    }

    private int Place(object owner, long number) =>
        (int)((System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(owner) + number) % kept.Length);
}
