using static System.Buffers.Binary.BinaryPrimitives;

namespace SwinLSTM.Data;

/// <summary>What stands at the end of a ZIP archive: where its directory is.</summary>
/// <param name="At">Where the directory begins.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Count">How many entries it says it has.</param>
internal readonly record struct ZipEnd(long At, int Bytes, long Count)
{
    private const uint Mark = 0x06054B50, WideMark = 0x06064B50, LocatorMark = 0x07064B50;
    private const int FixedBytes = 22, LocatorBytes = 20, WideBytes = 56;

    /// <exception cref="InvalidDataException">There is none, or it leads nowhere.</exception>
    public static ZipEnd Find(MappedBytes file)
    {
        // The record is the last thing but for a comment of up to 65,535 bytes.
        var tail = (int)Math.Min(file.Length, LocatorBytes + FixedBytes + ushort.MaxValue);
        using var borrowed = file.Borrow(file.Length - tail, tail);
        var bytes = borrowed.Span;
        var end = bytes.Length - FixedBytes;
        while (end >= 0 && (ReadUInt32LittleEndian(bytes[end..]) != Mark || ReadUInt16LittleEndian(bytes[(end + 20)..]) != bytes.Length - end - FixedBytes))
            end--;
        if (end < 0)
            throw ZipDirectory.Damaged(file, "it has no directory at its end; it is something else, or cut short");

        var record = bytes[end..];
        var before = file.Length - tail + end; // where the directory has to end
        var (disks, here, count) = ((uint)ReadUInt16LittleEndian(record[4..]) | ReadUInt16LittleEndian(record[6..]), (long)ReadUInt16LittleEndian(record[8..]), (long)ReadUInt16LittleEndian(record[10..]));
        var (size, at) = ((ulong)ReadUInt32LittleEndian(record[12..]), (ulong)ReadUInt32LittleEndian(record[16..]));
        if (end >= LocatorBytes && ReadUInt32LittleEndian(bytes[(end - LocatorBytes)..]) == LocatorMark)
        {
            var place = ReadUInt64LittleEndian(bytes[(end - LocatorBytes + 8)..]);
            before -= LocatorBytes + WideBytes;
            Span<byte> wide = stackalloc byte[WideBytes];
            if (before >= 0 && place == (ulong)before)
                file.CopyTo(before, wide);
            if (ReadUInt32LittleEndian(wide) != WideMark)
                throw ZipDirectory.Damaged(file, "the 64-bit end of its directory is not where it says");
            (disks, here, count) = (ReadUInt32LittleEndian(wide[16..]) | ReadUInt32LittleEndian(wide[20..]), ReadInt64LittleEndian(wide[24..]), ReadInt64LittleEndian(wide[32..]));
            (size, at) = (ReadUInt64LittleEndian(wide[40..]), ReadUInt64LittleEndian(wide[48..]));
        }
        if (disks != 0 || here != count)
            throw ZipDirectory.Damaged(file, "it is one part of several; join them into one archive");
        if (at > (ulong)before || size != (ulong)before - at || size > (ulong)Array.MaxLength)
            throw ZipDirectory.Damaged(file, $"its directory says that it has {size} bytes from byte {at}, but it ends at byte {before}");
        return new((long)at, (int)size, count);
    }
}
