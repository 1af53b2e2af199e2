using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>BMP: a file header of 14 bytes with the length of the file, then one of 12 or at least 40 bytes with the size; rows from below unless the height is negative.</summary>
internal static class BmpHeader
{
    public static (long Width, long Height, bool Palette) Read(ref Span<byte> file)
    {
        if (file.Length < 26)
            throw ImageHeader.CutShort(ImageKind.Bmp, 26, file.Length);
        var header = BinaryPrimitives.ReadUInt32LittleEndian(file[14..]);
        long pixels = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        var (width, height) = header == 12
            ? ((long)BinaryPrimitives.ReadUInt16LittleEndian(file[18..]), (long)BinaryPrimitives.ReadUInt16LittleEndian(file[20..]))
            : ((long)BinaryPrimitives.ReadInt32LittleEndian(file[18..]), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..])));
        var (bits, packed) = header == 12
            ? (BinaryPrimitives.ReadUInt16LittleEndian(file[24..]), false)
            : file.Length >= 34
                ? (BinaryPrimitives.ReadUInt16LittleEndian(file[28..]), BinaryPrimitives.ReadUInt32LittleEndian(file[30..]) is 1 or 2)
                : throw ImageHeader.CutShort(ImageKind.Bmp, 34, file.Length);
        // Without packing the length follows from the size; the header's own is often wrong.
        var length = packed ? BinaryPrimitives.ReadUInt32LittleEndian(file[2..]) : pixels + (((((long)width * bits) + 31) / 32 * 4) * Math.Min(height, int.MaxValue));
        if (length > file.Length || pixels > file.Length)
            throw ImageHeader.CutShort(ImageKind.Bmp, Math.Max(length, pixels), file.Length);
        if (!packed && length > 0)
        {
            file = file[..(int)Math.Max(length, 26)];
            BinaryPrimitives.WriteUInt32LittleEndian(file[2..], (uint)file.Length);
        }
        return (width, height, bits <= 8);
    }
}
