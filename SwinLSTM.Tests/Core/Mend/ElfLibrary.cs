using System.Buffers.Binary;
using System.Text;

namespace SwinLSTM.Tests;

/// <summary>A library for Linux x64 as small as it gets: the tables that the loader reads versions, symbols and relocations from, and
/// nothing to run.</summary>
internal sealed record ElfLibrary
{
    public const string Marker = "_ZSt21ios_base_library_initv", New = "GLIBCXX_3.4.32", Old = "GLIBCXX_3.4.30";

    /// <summary>Libraries it needs, and what it asks of each.</summary>
    public (string Library, (string Version, ushort Flags, ushort Index)[] Versions)[] Needs { get; init; } =
        [("libc.so.6", [("GLIBC_2.34", 0, 2)]), ("libstdc++.so.6", [(Old, 0, 3), (New, 0, 4)])];

    /// <summary>The symbols after the empty one, and the index of each one's version.</summary>
    public (string Name, ushort Version)[] Symbols { get; init; } = [("malloc", 2), ("_ZNSo5flushEv", 3), (Marker, 4), ("defined_here", 1)];

    /// <summary>Symbols that the code looks up, by number; the second half as functions.</summary>
    public uint[] Relocations { get; init; } = [1, 2];

    public byte[] Bytes()
    {
        var strings = new List<byte> { 0 };
        uint Name(string text)
        {
            var at = strings.Count;
            strings.AddRange([.. Encoding.ASCII.GetBytes(text), 0]);
            return (uint)at;
        }

        byte[] symbols = [.. new byte[24], .. Symbols.SelectMany(symbol => (byte[])[.. U32(Name(symbol.Name)), .. new byte[20]])];
        byte[] versions = [0, 0, .. Symbols.SelectMany(symbol => U16(symbol.Version))];
        var needs = Needs.SelectMany((need, i) => (byte[])
        [
            .. U16(1), .. U16(need.Versions.Length), .. U32(Name(need.Library)), .. U32(16),
                .. U32(i == Needs.Length - 1 ? 0 : (uint)(16 + (16 * need.Versions.Length))),
            .. need.Versions.SelectMany((version, k) => (byte[])
                [.. U32(0), .. U16(version.Flags), .. U16(version.Index), .. U32(Name(version.Version)),
                    .. U32(k == need.Versions.Length - 1 ? 0u : 16)]),
        ]).ToArray();
        byte[] Lookups(IEnumerable<uint> symbols) =>
            [.. symbols.SelectMany(symbol => (byte[])[.. U64(0x4000), .. U32(6), .. U32(symbol), .. U64(0)])];
        var half = (Relocations.Length + 1) / 2;

        // Type, content, the section that belongs to it, and a number whose meaning depends on the type. The last has no bytes in the file:
        // .bss.
        (uint Type, byte[] Content, uint Link, uint Info)[] sections =
        [
            (0, [], 0, 0), (3, [.. strings], 0, 0), (11, symbols, 1, 1), (0x6fffffff, versions, 2, 0),
                (0x6ffffffe, needs, 1, (uint)Needs.Length),
            (4, Lookups(Relocations[..half]), 2, 0), (4, Lookups(Relocations[half..]), 2, 0), (8, [], 0, 0),
        ];
        var body = new List<byte>();
        var headers = new List<byte>();
        foreach (var (type, content, link, info) in sections)
        {
            ulong offset = 64 + (ulong)body.Count, size = type == 8 ? 1UL << 40 : (ulong)content.Length;
            headers.AddRange([.. U32(0), .. U32(type), .. U64(0), .. U64(0), .. U64(offset), .. U64(size), .. U32(link), .. U32(info),
                .. U64(1), .. U64(0)]);
            body.AddRange(content);
        }

        return
        [
            0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, .. new byte[8], .. U16(3), .. U16(62), .. U32(1), .. U64(0), .. U64(0),
                .. U64(64 + (ulong)body.Count),
            .. U32(0), .. U16(64), .. U16(0), .. U16(0), .. U16(64), .. U16(sections.Length), .. U16(0), .. body, .. headers,
        ];
    }

    private static byte[] U16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] U64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
