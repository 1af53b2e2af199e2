using System.Buffers.Binary;
using System.IO.Compression;

namespace SwinLSTM.Data;

/// <summary>Reads IDX image files, the format that handwritten digits are published in (LeCun, Cortes and Burges).</summary>
public static class IdxFile
{
    private const uint ImageMagic = 0x00000803; // unsigned bytes, three dimensions
    private const int HeaderBytes = 16;
    private const int MostRatio = 1032; // deflate cannot do better

    /// <summary>Reads a file of images: big-endian magic number 0x00000803, count, height, width, then a byte for each pixel. Whether it is
    /// compressed with gzip is told by its content.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut short, or something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DigitImages Read(string path)
    {
        using var file = File.OpenRead(path);
        var compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using var stream = compressed ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        try
        {
            return Read(stream, file.Length * (compressed ? MostRatio : 1));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} is no whole IDX image file: {e.Message.TrimEnd('.')}. Fetch it again.", e);
        }
    }

    private static DigitImages Read(Stream stream, long mostBytes)
    {
        var header = new byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) is var got && got < HeaderBytes)
            throw new InvalidDataException($"it ends after {got} bytes, and has a header of {HeaderBytes}");
        var numbers = Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * i))).ToArray();
        if (numbers[0] != ImageMagic)
            throw new InvalidDataException($"it begins with 0x{numbers[0]:X8}; images (unsigned bytes, three dimensions) begin with " +
                $"0x{ImageMagic:X8}, labels and other element types otherwise");
        var total = (UInt128)numbers[1] * numbers[2] * numbers[3];
        // Nothing is allocated for what cannot be there.
        if (total == 0 || total > (UInt128)Math.Min(mostBytes, Array.MaxLength))
            throw new InvalidDataException($"it announces {numbers[1]} images of {numbers[2]} x {numbers[3]}; of so small a file, at " +
                $"least one pixel and at most {Math.Min(mostBytes, Array.MaxLength)} bytes can be read");
        var pixels = new byte[(int)total];
        if (stream.ReadAtLeast(pixels, pixels.Length, throwOnEndOfStream: false) is var filled && filled < pixels.Length)
            throw new InvalidDataException($"it announces {total} bytes of pixels but ends after {filled}");
        return stream.ReadByte() == -1 ? new((int)numbers[1], (int)numbers[2], (int)numbers[3], pixels)
            : throw new InvalidDataException($"it has more bytes than the {total} that its header announces");
    }
}
