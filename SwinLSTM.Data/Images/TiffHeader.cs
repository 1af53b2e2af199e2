using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>TIFF 6.0: a header with the place of the first directory; its entries 256 and 257 are the size of the first image, 262 is 3 for a table of colours.</summary>
internal static class TiffHeader
{
    public static (long Width, long Height, bool Palette) Read(ReadOnlySpan<byte> file)
    {
        var little = file[0] == 'I';
        if (file.Length < 8)
            throw ImageHeader.CutShort(ImageKind.Tiff, 8, file.Length);
        long directory = Long(file[4..]);
        if (directory + 2 > file.Length)
            throw ImageHeader.CutShort(ImageKind.Tiff, directory + 2, file.Length);
        var entries = file[(int)directory..];
        var count = Short(entries);
        if (2 + (count * 12) > entries.Length)
            throw ImageHeader.CutShort(ImageKind.Tiff, directory + 2 + (count * 12), file.Length);

        var (width, height, palette) = (0L, 0L, false);
        for (var entry = entries.Slice(2, count * 12); !entry.IsEmpty; entry = entry[12..])
        {
            long value = Short(entry[2..]) == 3 ? Short(entry[8..]) : Long(entry[8..]);
            (width, height, palette) = Short(entry) switch { 256 => (value, height, palette), 257 => (width, value, palette), 262 => (width, height, value == 3), _ => (width, height, palette) };
        }
        return (width, height, palette);

        int Short(ReadOnlySpan<byte> at) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
        uint Long(ReadOnlySpan<byte> at) => little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
    }
}
