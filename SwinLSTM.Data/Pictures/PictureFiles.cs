using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace SwinLSTM.Data;

/// <summary>Writes pictures as PNG, 8 bits for a channel: one channel where all is grey, else three.</summary>
public static class Png
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Picture picture) => AtomicFile.Write(path, stream => Write(stream, picture));

    /// <summary>Writes to a stream, which stays open.</summary>
    public static void Write(Stream stream, Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var grey = !picture.Pixels.Chunk(3).Any(pixel => pixel[0] != pixel[1] || pixel[1] != pixel[2]);
        using var image = Image.LoadPixelData<Rgb24>(picture.Pixels, picture.Width, picture.Height);
        image.SaveAsPng(stream, new()
        {
            ColorType = grey ? PngColorType.Grayscale : PngColorType.Rgb,
            BitDepth = PngBitDepth.Bit8,
            CompressionLevel = PngCompressionLevel.BestCompression,
        });
    }
}

/// <summary>Writes pictures as an animated GIF that repeats for ever. Each picture has 256 colours of its own: greys are right to 1 of
/// 255.</summary>
public static class Gif
{
    /// <summary>Writes a file, whole or not at all: the pictures in order, all of one size, at most 65535 x 65535, each shown for the
    /// delay, 0.01 s to 655.35 s in hundredths of a second.</summary>
    /// <exception cref="ArgumentException">There are no pictures, or they differ in size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The pictures are too large, or the delay cannot be written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<Picture> pictures, TimeSpan delay) =>
        AtomicFile.Write(path, stream => Write(stream, pictures, delay));

    /// <summary>Writes to a stream, which stays open, as into a file.</summary>
    /// <inheritdoc cref="Write(string, IReadOnlyList{Picture}, TimeSpan)" path="/exception"/>
    public static void Write(Stream stream, IReadOnlyList<Picture> pictures, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Count == 0)
            throw new ArgumentException("An animation needs at least one picture; none was given.", nameof(pictures));
        var (width, height) = (pictures[0].Width, pictures[0].Height);
        if (width > ushort.MaxValue || height > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(pictures), $"A GIF is at most 65535 x 65535 pixels; the pictures are {width} x " +
                $"{height}.");
        if (pictures.FirstOrDefault(picture => (picture.Width, picture.Height) != (width, height)) is { } odd)
            throw new ArgumentException($"The pictures of an animation have one size; {width} x {height} and {odd.Width} x {odd.Height} " +
                "were given.", nameof(pictures));
        var hundredths = Math.Round(delay.TotalSeconds * 100);
        if (hundredths is < 1 or > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(delay), $"A delay is 0.01 s to 655.35 s; {delay.TotalSeconds} s was given.");

        using var film = Image.LoadPixelData<Rgb24>(pictures[0].Pixels, width, height);
        foreach (var picture in pictures.Skip(1))
        {
            using var image = Image.LoadPixelData<Rgb24>(picture.Pixels, width, height);
            film.Frames.AddFrame(image.Frames.RootFrame);
        }
        foreach (var frame in film.Frames)
            frame.Metadata.GetGifMetadata().FrameDelay = (int)hundredths;
        film.Metadata.GetGifMetadata().RepeatCount = 0; // for ever
        var quantizer = new OctreeQuantizer(new() { Dither = null });
        film.SaveAsGif(stream, new() { ColorTableMode = GifColorTableMode.Local, Quantizer = quantizer });
    }
}
