using System.Buffers.Binary;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>
/// The headers of a zip file whose members are stored as they are (PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16). Sizes are
/// always written with 64 bits, so that small and large files have one form.
/// </summary>
internal static class StoredZip
{
    /// <summary>Where a local header has the checksum.</summary>
    public const int LocalChecksumAt = 14;

    private const ushort Version = 45; // the first with sizes of 64 bits
    private const ushort Date = 0x21;  // the first of January 1980: a file does not depend on when it was made
    private const int Elsewhere = -1;  // "see the 64-bit field"

    public sealed record Member(string Name, long Size, uint Checksum, long Offset);

    /// <summary>What precedes a member's bytes.</summary>
    public static byte[] Local(string name, long size, uint checksum) =>
    [
        .. Numbers(0x04034B50u, Version), .. Common(checksum), .. Numbers((ushort)name.Length, (ushort)20),
        .. Encoding.ASCII.GetBytes(name), .. Numbers((ushort)1, (ushort)16, size, size),
    ];

    /// <summary>The directory, which ends the file.</summary>
    /// <param name="members">All members, in their order.</param>
    /// <param name="at">Where it begins.</param>
    public static byte[] Directory(IReadOnlyList<Member> members, long at)
    {
        byte[] entries = [.. members.SelectMany(member => (byte[])
        [
            .. Numbers(0x02014B50u, Version, Version), .. Common(member.Checksum), .. Numbers((ushort)member.Name.Length, (ushort)28, 0L, (ushort)0, Elsewhere),
            .. Encoding.ASCII.GetBytes(member.Name), .. Numbers((ushort)1, (ushort)24, member.Size, member.Size, member.Offset),
        ])];
        long count = members.Count;
        return
        [
            .. entries,
            .. Numbers(0x06064B50u, 44L, Version, Version, 0, 0, count, count, (long)entries.Length, at),
            .. Numbers(0x07064B50u, 0, at + entries.Length, 1),
            .. Numbers(0x06054B50u, (ushort)0, (ushort)0, ushort.MaxValue, ushort.MaxValue, Elsewhere, Elsewhere, (ushort)0),
        ];
    }

    // Flags, method (stored), time, date, checksum, both sizes.
    private static byte[] Common(uint checksum) => Numbers((ushort)0, (ushort)0, (ushort)0, Date, checksum, Elsewhere, Elsewhere);

    private static byte[] Numbers(params object[] numbers)
    {
        var bytes = new List<byte>();
        Span<byte> one = stackalloc byte[8];
        foreach (var number in numbers)
        {
            var (value, size) = number switch
            {
                ushort two => (two, 2),
                uint four => (four, 4),
                int four => (four, 4),
                long eight => (eight, 8),
                _ => throw new ArgumentException(number.ToString(), nameof(numbers)),
            };
            BinaryPrimitives.WriteInt64LittleEndian(one, value);
            bytes.AddRange(one[..size]);
        }
        return [.. bytes];
    }
}
