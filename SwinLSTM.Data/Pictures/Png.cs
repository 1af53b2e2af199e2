using System.Buffers.Binary;
using System.IO.Compression;

namespace SwinLSTM.Data;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): 8 bits a channel, one channel (grey) or three (colour).</summary>
public static class Png
{
    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="picture">What.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, GrayImage picture) => AtomicFile.Write(path, stream => Write(stream, picture));

    /// <inheritdoc cref="Write(string, GrayImage)"/>
    public static void Write(string path, ColorImage picture) => AtomicFile.Write(path, stream => Write(stream, picture));

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="picture">What.</param>
    public static void Write(Stream stream, GrayImage picture) => Write(stream, picture.Width, picture.Height, picture.Pixels, kind: 0);

    /// <inheritdoc cref="Write(Stream, GrayImage)"/>
    public static void Write(Stream stream, ColorImage picture) => Write(stream, picture.Width, picture.Height, picture.Pixels, kind: 2);

    private static void Write(Stream stream, int width, int height, byte[] pixels, byte kind)
    {
        stream.Write(Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a sample
        header[9] = kind; // 0 grey, 2 colour; the rest is zero: deflate, filters by row, not interlaced
        WriteChunk(stream, "IHDR"u8, header);

        var row = pixels.Length / height;
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var y = 0; y < height; y++)
            {
                deflate.WriteByte(0); // this row is not filtered
                deflate.Write(pixels, y * row, row);
            }
        WriteChunk(stream, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        WriteChunk(stream, "IEND"u8, []);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(name);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, System.IO.Hashing.Crc32.HashToUInt32([.. name, .. data]));
        stream.Write(number);
    }
}
