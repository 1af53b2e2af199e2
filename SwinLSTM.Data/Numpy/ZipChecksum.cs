using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>CRC-32 of ISO-HDLC, which ZIP and PNG check their data with, eight bytes a step.</summary>
internal static class ZipChecksum
{
    private static readonly uint[] tables = Tables();

    /// <summary>The checksum of data that follow others.</summary>
    /// <param name="before">The checksum of those; 0 if there are none.</param>
    /// <param name="data">The data.</param>
    public static uint Of(uint before, ReadOnlySpan<byte> data)
    {
        var crc = ~before;
        for (; data.Length >= 8; data = data[8..])
        {
            var (low, high) = (BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc, BinaryPrimitives.ReadUInt32LittleEndian(data[4..]));
            crc = At(7, low) ^ At(6, low >> 8) ^ At(5, low >> 16) ^ At(4, low >> 24) ^ At(3, high) ^ At(2, high >> 8) ^ At(1, high >> 16) ^ At(0, high >> 24);
        }
        foreach (var one in data)
            crc = At(0, crc ^ one) ^ (crc >> 8);
        return ~crc;
    }

    private static uint At(int zerosBehind, uint one) => tables[(zerosBehind << 8) | (byte)one];

    /// <summary>For each byte, what it does to the checksum when 0 to 7 bytes of zero follow.</summary>
    private static uint[] Tables()
    {
        var all = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            all[i] = value;
        }
        for (var i = 256; i < all.Length; i++)
            all[i] = all[(byte)all[i - 256]] ^ (all[i - 256] >> 8);
        return all;
    }
}
