using System.Buffers.Binary;
using System.IO.Compression;

namespace SwinLSTM.Data;

/// <summary>Reads IDX image files, the format that handwritten digits are published in (LeCun, Cortes and Burges).</summary>
public static class IdxFile
{
    private const uint ImageMagic = 0x00000803; // unsigned bytes, three dimensions
    private const int HeaderBytes = 16;
    private const int FirstAllocation = 1 << 20;

    /// <summary>
    /// Reads a file of images: big-endian magic number 0x00000803, count, height, width, then a byte a pixel. Whether it is compressed
    /// with gzip is told by its content. A file cannot make this allocate more than about twice what it really holds.
    /// </summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <returns>All its images.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, cut short, or something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DigitImages Read(string path)
    {
        using var file = File.OpenRead(path);
        var compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        try
        {
            if (!compressed)
                return Read(file, path);
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            return Read(unpacked, path);
        }
        catch (InvalidDataException e) when (!e.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} starts as a gzip file but does not unpack: {e.Message} Fetch it again.", e);
        }
    }

    private static DigitImages Read(Stream stream, string path)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var got = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (got < HeaderBytes)
            throw new InvalidDataException($"{path} ends after {got} bytes; an IDX image file has a header of {HeaderBytes}.");

        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic != ImageMagic)
            throw new InvalidDataException($"{path} begins with 0x{magic:X8}; IDX images (unsigned bytes, three dimensions) begin with " +
                $"0x{ImageMagic:X8}. Labels and other element types are not images.");

        var count = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        var width = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
        var total = (UInt128)count * height * width;
        if (total == 0 || total > (UInt128)Array.MaxLength)
            throw new InvalidDataException($"{path} announces {count} images of {height} x {width}; at least one pixel and at most " +
                $"{Array.MaxLength} bytes can be read.");

        return new((int)count, (int)height, (int)width, ReadPixels(stream, path, (int)total));
    }

    private static byte[] ReadPixels(Stream stream, string path, int total)
    {
        var pixels = new byte[Math.Min(total, FirstAllocation)];
        var filled = 0;
        while (true)
        {
            var got = stream.Read(pixels, filled, pixels.Length - filled);
            filled += got;
            if (filled == total)
                break;
            if (got == 0)
                throw new InvalidDataException($"{path} announces {total} bytes of pixels but ends after {filled}. Fetch it again.");
            if (filled == pixels.Length)
                Array.Resize(ref pixels, (int)Math.Min(total, 2L * filled)); // only as fast as data really comes
        }

        if (stream.ReadByte() != -1)
            throw new InvalidDataException($"{path} has more bytes than the {total} that its header announces.");
        return pixels;
    }
}
