using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Image files as a series of frames, a file a frame: [C, H, W] in [0, 1] (8 bits are divided by 255, 16 by 65535), turned as they
/// are shown. A file is decoded when it is read; the frames read last are kept, so windows that overlap decode a file once. Any number of
/// threads may read.</summary>
public sealed class ImageSequence : IFrameSeries
{
    private readonly Func<long, string> file;
    private readonly PictureOptions options;
    private readonly (int Height, int Width)? size; // of every picture, unless they are resized
    private PictureShaper? last;

    internal ImageSequence(string name, long length, Func<long, string> file, PictureOptions options)
    {
        (Name, Length, this.file, this.options) = (name, length, file, options);
        if (!options.Resizes)
        {
            var (height, width, _) = ImageFile.Read(file(0), options);
            (size, Frame) = ((height, width), options.Shape(height, width));
        }
        else
        {
            Frame = new(options.Channels, options.Height!.Value, options.Width!.Value);
        }
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public FrameShape Frame { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Whether the first image has 8 bits for a sample, which bytes hold exactly.</summary>
    /// <exception cref="InvalidDataException">It is no image.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool HoldsBytes => !ImageFile.Read(file(0), options).Deep;

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
            if (RecentBlocks.Shared.Find(this, number) is { } kept)
            {
                MemoryMarshal.Cast<byte, float>(kept.Span).CopyTo(frame);
                continue;
            }
            ImageFile.Read(file(number), options, ShaperFor, frame);
            RecentBlocks.Shared.Keep(this, number, MemoryMarshal.AsBytes(frame).ToArray());
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
