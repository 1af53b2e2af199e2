using System.IO.Compression;
using System.Text;

namespace SwinLSTM.Tests;

/// <summary>ZIP archives byte by byte, right and wrong ones.</summary>
internal sealed class HandmadeZip
{
    private readonly List<byte> bytes = [];
    private readonly List<byte[]> directory = [];

    /// <summary>What the end says instead of the truth.</summary>
    public int? Count { get; init; }

    public string Comment { get; init; } = "";

    public static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(content);
        return packed.ToArray();
    }

    /// <summary>Adds a member; what is left out is told truthfully.</summary>
    public HandmadeZip Add(string name, byte[] content, bool packed = false, uint? stored = null, uint? size = null, uint? checksum = null,
        int? method = null, int flags = 0, int? header = null,
        byte[]? data = null, byte[]? extra = null)
    {
        var body = data ?? (packed ? Deflate(content) : content);
        byte[] common = [.. Short(20), .. Short(flags), .. Short(method ?? (packed ? 8 : 0)), .. Int(0),
            .. Int(checksum ?? System.IO.Hashing.Crc32.HashToUInt32(content)), .. Int(stored ?? (uint)body.Length),
            .. Int(size ?? (uint)content.Length), .. Short(name.Length)];
        directory.Add([.. Int(0x02014B50), .. Short(20), .. common, .. Short(extra?.Length ?? 0), .. Short(0), .. Short(0), .. Short(0),
            .. Int(0), .. Int((uint)(header ?? bytes.Count)), .. Encoding.Latin1.GetBytes(name), .. extra ?? []]);
        bytes.AddRange([.. Int(0x04034B50), .. common, .. Short(0), .. Encoding.Latin1.GetBytes(name), .. body]);
        return this;
    }

    public byte[] Bytes()
    {
        var at = bytes.Count;
        byte[] entries = [.. directory.SelectMany(entry => entry)];
        var count = Count ?? directory.Count;
        return [.. bytes, .. entries, .. Int(0x06054B50), .. Int(0), .. Short(count), .. Short(count), .. Int((uint)entries.Length),
            .. Int((uint)at),
            .. Short(Comment.Length), .. Encoding.Latin1.GetBytes(Comment)];
    }

    public static byte[] Short(int number) => BitConverter.GetBytes((ushort)number);


    public static byte[] Int(uint number) => BitConverter.GetBytes(number);
}
