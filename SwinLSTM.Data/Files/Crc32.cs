namespace SwinLSTM.Data;

/// <summary>The checksum of zip and gzip (the reflected polynomial 0xEDB88320), eight bytes at a time; it can stop anywhere and go on later.</summary>
internal static class Crc32
{
    private static readonly uint[] tables = Tables();

    /// <summary>The checksum of what was seen before, and of more.</summary>
    /// <param name="before">The checksum so far; 0 at the beginning.</param>
    /// <param name="bytes">What follows.</param>
    public static uint Add(uint before, ReadOnlySpan<byte> bytes)
    {
        var crc = ~before;
        var t = tables.AsSpan(0, 8 * 256);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = crc ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = t[7 * 256 + (byte)low] ^ t[6 * 256 + (byte)(low >> 8)] ^ t[5 * 256 + (byte)(low >> 16)] ^ t[4 * 256 + (int)(low >> 24)]
                ^ t[3 * 256 + bytes[4]] ^ t[2 * 256 + bytes[5]] ^ t[256 + bytes[6]] ^ t[bytes[7]];
        }
        foreach (var value in bytes)
            crc = t[(byte)crc ^ value] ^ (crc >> 8);
        return ~crc;
    }

    // Table k holds what a byte does to the checksum when k bytes follow it.
    private static uint[] Tables()
    {
        var tables = new uint[8 * 256];
        for (var value = 0u; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            tables[value] = crc;
        }
        for (var i = 256; i < tables.Length; i++)
            tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
