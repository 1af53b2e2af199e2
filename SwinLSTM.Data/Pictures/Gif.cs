using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>Writes grey pictures as an animated GIF (GIF89a) that repeats for ever, with a palette of all 256 shades.</summary>
public static class Gif
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="frames">The pictures in order, all of one size, at most 65535 x 65535.</param>
    /// <param name="delay">How long each is shown, in hundredths of a second when rounded: 0.01 s to 655.35 s.</param>
    /// <exception cref="ArgumentException">There are no pictures, or they differ in size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The pictures are too large, or the delay cannot be written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<GrayImage> frames, TimeSpan delay) => AtomicFile.Write(path, stream => Write(stream, frames, delay));

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <inheritdoc cref="Write(string, IReadOnlyList{GrayImage}, TimeSpan)"/>
    /// <param name="stream">Where to.</param>
    /// <param name="frames">The pictures in order, all of one size, at most 65535 x 65535.</param>
    /// <param name="delay">How long each is shown, in hundredths of a second when rounded: 0.01 s to 655.35 s.</param>
    public static void Write(Stream stream, IReadOnlyList<GrayImage> frames, TimeSpan delay)
    {
        if (frames.Count == 0)
            throw new ArgumentException("An animation needs at least one picture; none was given.", nameof(frames));
        var (width, height) = (frames[0].Width, frames[0].Height);
        if (width > ushort.MaxValue || height > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(frames), $"A GIF is at most 65535 x 65535 pixels; the pictures are {width} x {height}.");
        if (frames.FirstOrDefault(frame => (frame.Width, frame.Height) != (width, height)) is { } odd)
            throw new ArgumentException($"The pictures of an animation have one size; {width} x {height} and {odd.Width} x {odd.Height} were given.", nameof(frames));
        var hundredths = Math.Round(delay.TotalSeconds * 100);
        if (hundredths is < 1 or > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(delay), $"A delay is 0.01 s to 655.35 s; {delay.TotalSeconds} s was given.");

        WriteHeader(stream, width, height);
        foreach (var frame in frames)
            WriteFrame(stream, frame, (ushort)hundredths);
        stream.WriteByte(0x3B); // the end
    }

    private static void WriteHeader(Stream stream, int width, int height)
    {
        stream.Write("GIF89a"u8);
        WriteNumber(stream, width);
        WriteNumber(stream, height);
        stream.Write([0xF7, 0, 0]); // a palette of 256 entries, 8 bits each
        for (var shade = 0; shade < 256; shade++)
            stream.Write([(byte)shade, (byte)shade, (byte)shade]);
        stream.Write([0x21, 0xFF, 11]);
        stream.Write("NETSCAPE2.0"u8);
        stream.Write([3, 1, 0, 0, 0]); // repeat for ever
    }

    private static void WriteFrame(Stream stream, GrayImage frame, ushort hundredths)
    {
        stream.Write([0x21, 0xF9, 4, 0]);
        WriteNumber(stream, hundredths);
        stream.Write([0, 0, 0x2C, 0, 0, 0, 0]);
        WriteNumber(stream, frame.Width);
        WriteNumber(stream, frame.Height);
        stream.WriteByte(0); // the common palette, rows in order

        var data = Lzw.Encode(frame.Pixels);
        stream.WriteByte(Lzw.SymbolBits);
        foreach (var block in data.Chunk(255))
        {
            stream.WriteByte((byte)block.Length);
            stream.Write(block);
        }
        stream.WriteByte(0);
    }

    private static void WriteNumber(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        stream.Write(bytes);
    }
}
