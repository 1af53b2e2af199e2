using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;

namespace SwinLSTM.Data;

/// <summary>
/// The directory of a ZIP archive (PKWARE's APPNOTE 6.3, with its 64-bit extension), for members that are to be read in place. An archive
/// that two readers could understand differently is refused: members that overlap or share a name, and names that lead out of a folder.
/// </summary>
internal static class ZipDirectory
{
    private const uint EntryMark = 0x02014B50;
    private const int EntryBytes = 46;
    private const int Utf8Flag = 0x800;

    /// <summary>Lists the members whose names have an ending.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged or breaks one of the rules.</exception>
    public static IReadOnlyList<ZipMember> Read(MappedBytes file, string ending)
    {
        var end = ZipEnd.Find(file);
        using var borrowed = file.Borrow(end.At, end.Bytes);
        var directory = borrowed.Span;
        var (names, members) = (new HashSet<string>(StringComparer.Ordinal), new List<ZipMember>());
        while (!directory.IsEmpty)
        {
            if (directory.Length < EntryBytes || ReadUInt32LittleEndian(directory) != EntryMark)
                throw Damaged(file, $"entry {names.Count} of its directory is none");
            var (nameBytes, extraBytes, commentBytes) = (ReadUInt16LittleEndian(directory[28..]), ReadUInt16LittleEndian(directory[30..]), ReadUInt16LittleEndian(directory[32..]));
            if (EntryBytes + nameBytes + extraBytes + commentBytes > directory.Length)
                throw Damaged(file, $"entry {names.Count} of its directory leaves it");

            var encoding = (ReadUInt16LittleEndian(directory[8..]) & Utf8Flag) != 0 ? Encoding.UTF8 : Encoding.Latin1;
            var name = encoding.GetString(directory.Slice(EntryBytes, nameBytes));
            if (name.Length == 0 || name[0] == '/' || name.Any(c => c is '\\' or ':' || char.IsControl(c)) || name.Split('/').Any(part => part is ".." or "."))
                throw Damaged(file, $"a member is called '{name}', which is no name or leads out of a folder; pack it again under a plain name");
            if (!names.Add(name))
                throw Damaged(file, $"two members are called '{name}'; pack it again with one of them");
            if (name.EndsWith(ending, StringComparison.Ordinal))
                members.Add(ZipMember.Parse(file, name, directory[..EntryBytes], directory.Slice(EntryBytes + nameBytes, extraBytes)));
            directory = directory[(EntryBytes + nameBytes + extraBytes + commentBytes)..];
        }
        if (names.Count != end.Count)
            throw Damaged(file, $"its directory has {names.Count} entries, but says {end.Count}");
        RefuseOverlap(file, members, end.At);
        return members;
    }

    public static InvalidDataException Damaged(MappedBytes file, string why) => new($"{file.Path} cannot be read as a ZIP archive: {why}.");

    private static void RefuseOverlap(MappedBytes file, List<ZipMember> members, long end)
    {
        foreach (var member in members.OrderByDescending(member => member.Header))
        {
            if (member.Offset + member.StoredBytes > end)
                throw Damaged(file, $"{member.Name} shares bytes with another member or with the directory");
            end = member.Header;
        }
    }
}
