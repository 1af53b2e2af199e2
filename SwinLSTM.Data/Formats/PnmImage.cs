using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>PGM and PPM with bytes (Netpbm's P5 and P6): width, height and the largest value as text, one white space, then the values, two
/// bytes each (the high one first) where the largest is above 255. The image library swaps the bytes of 16 bits and does not scale by the
/// largest value.</summary>
internal readonly record struct PnmImage(int Width, int Height, int Samples, int White, int Start)
{
    public int Bytes => White > byte.MaxValue ? 2 : 1;

    /// <exception cref="InvalidDataException">It is none, or has fewer values than it says.</exception>
    public static PnmImage Parse(ReadOnlySpan<byte> file, int maximumPixels)
    {
        var at = 2;
        var (width, height, white) = (Number(file, ref at), Number(file, ref at), Number(file, ref at));
        if (white is < 1 or > ushort.MaxValue)
            throw new InvalidDataException($"The largest value of a PGM or PPM is 1 to 65535; the file says {white}.");
        ImageFile.CheckSize(height, width, maximumPixels);
        var image = new PnmImage((int)width, (int)height, file[1] == '6' ? 3 : 1, (int)white, at + 1);
        return image.Start + (width * height * image.Samples * image.Bytes) is var needed && needed > file.Length
            ? throw ImageFile.CutShort() : image;
    }

    public void Shape(ReadOnlySpan<byte> file, PictureShaper shaper, Span<float> frame)
    {
        var values = file.Slice(Start, Width * Height * Samples * Bytes);
        if (Bytes == 1)
        {
            shaper.Shape(values, Samples, White, frame);
        }
        else
        {
            var samples = MemoryMarshal.Cast<byte, ushort>(values).ToArray();
            if (BitConverter.IsLittleEndian)
                BinaryPrimitives.ReverseEndianness(samples, samples);
            shaper.Shape<ushort>(samples, Samples, White, frame);
        }
        foreach (ref var value in frame)
            value = Math.Min(value, 1); // nothing stops a file from going beyond its own largest value
    }

    private static long Number(ReadOnlySpan<byte> file, ref int at)
    {
        for (; at < file.Length && file[at] is (byte)' ' or (>= 9 and <= 13) or (byte)'#'; at++)
            if (file[at] == '#')
                while (at + 1 < file.Length && file[at] != '\n')
                    at++;
        var (value, from) = (0L, at);
        for (; at < file.Length && file[at] is >= (byte)'0' and <= (byte)'9' && at - from < 9; at++)
            value = (value * 10) + file[at] - '0';
        return at > from && at < file.Length && file[at] is (byte)' ' or (>= 9 and <= 13) ? value
            : throw new InvalidDataException("A PGM or PPM begins with three numbers of at most 9 digits (width, height, largest value); " +
                "the file does not.");
    }
}
