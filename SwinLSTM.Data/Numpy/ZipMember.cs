using static System.Buffers.Binary.BinaryPrimitives;

namespace SwinLSTM.Data;

/// <summary>A file in a ZIP archive, whose bytes lie within it.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Packed">Whether it is deflated, or stored as it is.</param>
/// <param name="Checksum">CRC-32 of its content.</param>
/// <param name="Header">Where its own header begins, which stands before its bytes.</param>
/// <param name="Offset">Where its bytes begin.</param>
/// <param name="StoredBytes">How many there are in the archive.</param>
/// <param name="Bytes">How many it says it has unpacked.</param>
internal sealed record ZipMember(string Name, bool Packed, uint Checksum, long Header, long Offset, long StoredBytes, long Bytes)
{
    private const uint HeaderMark = 0x04034B50;
    private const int HeaderBytes = 30;
    private const int MostRatio = 1032; // deflate cannot do better

    /// <summary>Reads an entry of a directory, and the member's own header.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="entry">The entry's fixed part.</param>
    /// <param name="extra">The entry's extra fields.</param>
    /// <exception cref="InvalidDataException">The member cannot be read.</exception>
    public static ZipMember Parse(MappedBytes file, string name, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        var wide = WideNumbers(extra);
        ulong Number(ReadOnlySpan<byte> field, ref ReadOnlySpan<byte> wide)
        {
            if (ReadUInt32LittleEndian(field) is not uint.MaxValue and var number)
                return number;
            if (wide.Length < 8)
                throw ZipDirectory.Damaged(file, $"{name} lacks its 64-bit numbers");
            var large = ReadUInt64LittleEndian(wide);
            wide = wide[8..];
            return large;
        }
        var bytes = Number(entry[24..], ref wide);
        var stored = Number(entry[20..], ref wide);
        var header = Number(entry[42..], ref wide);
        var (flags, method) = (ReadUInt16LittleEndian(entry[8..]), ReadUInt16LittleEndian(entry[10..]));

        if ((flags & 1) != 0)
            throw ZipDirectory.Damaged(file, $"{name} is encrypted; unpack it with its password");
        if (method is not (0 or 8))
            throw ZipDirectory.Damaged(file, $"{name} is packed with method {method}; save it with numpy.savez or numpy.savez_compressed");
        if (method == 0 && stored != bytes)
            throw ZipDirectory.Damaged(file, $"{name} is stored as it is, but says {stored} bytes there and {bytes} unpacked");
        if (bytes > long.MaxValue || bytes / MostRatio > stored + 1)
            throw ZipDirectory.Damaged(file, $"{name} says that {stored} bytes unpack to {bytes}, which deflate cannot do");

        Span<byte> own = stackalloc byte[HeaderBytes];
        if (file.Length < HeaderBytes || header > (ulong)(file.Length - HeaderBytes))
            throw ZipDirectory.Damaged(file, $"{name} lies beyond its end");
        file.CopyTo((long)header, own);
        if (ReadUInt32LittleEndian(own) != HeaderMark || ReadUInt16LittleEndian(own[8..]) != method)
            throw ZipDirectory.Damaged(file, $"{name} is not where the directory says");
        var offset = (long)header + HeaderBytes + ReadUInt16LittleEndian(own[26..]) + ReadUInt16LittleEndian(own[28..]);
        if (offset > file.Length || stored > (ulong)(file.Length - offset))
            throw ZipDirectory.Damaged(file, $"{name} lies beyond its end");
        return new(name, method == 8, ReadUInt32LittleEndian(entry[16..]), (long)header, offset, (long)stored, (long)bytes);
    }

    private static ReadOnlySpan<byte> WideNumbers(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var length = ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
                break;
            if (ReadUInt16LittleEndian(extra) == 1)
                return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }
        return [];
    }
}
