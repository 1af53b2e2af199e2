#nullable enable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

/// <summary>Lets TorchSharp's native library load where libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04), if that is safe. Its
/// only need of GLIBCXX_3.4.32 is a marker that &lt;iostream&gt; leaves and nothing looks up, but the loader compares version names and
/// refuses the file. The ELF flag VER_FLG_WEAK turns a missing version from an error into a fact; where the version exists, nothing
/// changes.</summary>
internal static class TorchSharpMend
{
    private const string Version = "GLIBCXX_3.4.32", Marker = "_ZSt21ios_base_library_initv";
    private const ushort Weak = 2, VersionIndex = 0x7fff;
    private const uint DynamicSymbols = 11, Relocations = 4, VersionOfSymbols = 0x6fffffff, NeededVersions = 0x6ffffffe;

    /// <summary>Works out the mended file.</summary>
    /// <param name="file">The bytes of an x86-64 ELF library; they are not changed.</param>
    /// <param name="refusal">Why the file needs that version and is left as it is; null if it does not need it, or was mended.</param>
    /// <returns>A copy in which the version is weak, or null where there is nothing to mend or it must not be mended.</returns>
    /// <exception cref="InvalidDataException">The file is not such a library, or is damaged.</exception>
    public static byte[]? Mend(byte[] file, out string? refusal)
    {
        refusal = null;
        if (file.Length < 64 || U32(file, 0) != 0x464c457f || file[4] != 2 || file[5] != 1 || U16(file, 18) != 62)
            throw new InvalidDataException("It is not an ELF library for Linux x64.");
        var sections = ReadSections(file);
        var strong = StrongReferences(file, sections);
        if (strong.Count == 0) return null;

        var symbols = sections.FirstOrDefault(s => s.Type == DynamicSymbols);
        var versions = sections.FirstOrDefault(s => s.Type == VersionOfSymbols);
        if (symbols == null || versions == null) throw new InvalidDataException("It names versions of symbols, but lists no symbols.");
        var names = StringTable(sections, symbols);
        var indices = new HashSet<int>(strong.Select(s => s.Index));
        var ofVersion = new HashSet<long>();
        for (long i = 0, count = symbols.Size / 24; i < count; i++)
        {
            if (!indices.Contains(U16(file, versions.At(2 * i, 2)) & VersionIndex)) continue;
            var name = Text(file, names, U32(file, symbols.At(24 * i, 24)));
            if (name != Marker)
            {
                refusal = $"it calls {name} of {Version}";
                return null;
            }
            ofVersion.Add(i);
        }

        foreach (var table in sections.Where(s => s.Type == Relocations))
        {
            for (long i = 0, count = table.Size / 24; i < count; i++)
            {
                if (!ofVersion.Contains(U32(file, table.At(24 * i, 24) + 12))) continue;
                refusal = $"it looks up {Marker} of {Version}";
                return null;
            }
        }

        var mended = (byte[])file.Clone();
        foreach (var (_, flags) in strong) mended[flags] |= (byte)Weak;
        return mended;
    }

    /// <summary>Where the library asks for the version without being weak: the index that its symbols carry, and where its flags
    /// stand.</summary>
    private static List<(int Index, long Flags)> StrongReferences(byte[] file, List<Section> sections)
    {
        var found = new List<(int, long)>();
        foreach (var section in sections.Where(s => s.Type == NeededVersions))
        {
            var names = StringTable(sections, section);
            long library = 0, entries = 0;
            for (uint i = 0; i < section.Info; i++)
            {
                var at = section.At(library, 16);
                var version = library + U32(file, at + 8);
                for (int k = 0, count = U16(file, at + 2); k < count; k++)
                {
                    if (++entries > section.Size / 16) throw Damaged(); // entries that overlap would take for ever
                    var entry = section.At(version, 16);
                    if (Text(file, names, U32(file, entry + 8)) == Version && (U16(file, entry + 4) & Weak) == 0)
                        found.Add((U16(file, entry + 6) & VersionIndex, entry + 4));
                    var next = U32(file, entry + 12);
                    if (next == 0) break;
                    version += next;
                }
                var following = U32(file, at + 12);
                if (following == 0) break;
                library += following;
            }
        }
        return found;
    }

    private static List<Section> ReadSections(byte[] file)
    {
        long start = U64(file, 0x28);
        int size = U16(file, 0x3a), count = U16(file, 0x3c);
        if (size < 64 || start < 0 || start > file.Length || (long)size * count > file.Length - start) throw Damaged();
        var sections = new List<Section>();
        long read = 0;
        for (var i = 0; i < count; i++)
        {
            var at = start + (long)i * size;
            var section = new Section
            {
                Type = U32(file, at + 4),
                Offset = U64(file, at + 0x18),
                Size = U64(file, at + 0x20),
                Link = U32(file, at + 0x28),
                Info = U32(file, at + 0x2c),
            };
            // A section of another type may claim bytes that the file lacks (.bss does); what is read here may not.
            section.Exists = section.Offset >= 0 && section.Size >= 0 && section.Offset <= file.Length
                && section.Size <= file.Length - section.Offset;
            // Tables that lie over each other could be as many as take for ever.
            var isTable = section.Exists && section.Type is DynamicSymbols or Relocations or NeededVersions;
            if (isTable && (read += section.Size) > file.Length) throw Damaged();
            sections.Add(section);
        }
        return sections;
    }

    private static Section StringTable(List<Section> sections, Section of) =>
        of.Link < sections.Count ? sections[(int)of.Link] : throw Damaged();

    private static string Text(byte[] file, Section table, uint offset)
    {
        var start = (int)table.At(offset, 1);
        var end = Array.IndexOf(file, (byte)0, start, (int)Math.Min(4096, table.Offset + table.Size - start));
        return end < 0 ? throw Damaged() : Encoding.ASCII.GetString(file, start, end - start);
    }

    private static ushort U16(byte[] file, long at) => BitConverter.ToUInt16(file, Place(file, at, 2));

    private static uint U32(byte[] file, long at) => BitConverter.ToUInt32(file, Place(file, at, 4));

    private static long U64(byte[] file, long at) => BitConverter.ToInt64(file, Place(file, at, 8));

    private static int Place(byte[] file, long at, int size) => at >= 0 && at <= file.Length - size ? (int)at : throw Damaged();

    private static InvalidDataException Damaged() => new InvalidDataException("It is damaged: an offset or a size lies outside the file.");

    private sealed class Section
    {
        public uint Type, Link, Info;
        public long Offset, Size;
        public bool Exists;

        public long At(long offset, int length) => Exists && offset >= 0 && offset <= Size - length ? Offset + offset : throw Damaged();
    }
}

#if !MEND_ONLY
/// <summary>The MSBuild task: writes the mended copy of <see cref="Library"/> to <see cref="Copy"/>; where there is none to write, no file
/// is left there.</summary>
public sealed class MendTorchSharp : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required] public string Library { get; set; } = "";

    [Microsoft.Build.Framework.Required] public string Copy { get; set; } = "";

    public override bool Execute()
    {
        try
        {
            var mended = Mended();
            Directory.CreateDirectory(Path.GetDirectoryName(Copy)!);
            if (mended == null) File.Delete(Copy);
            else Write(mended);
            return true;
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
        {
            Log.LogError($"The copy of {Library} that also loads on Debian 12 and Ubuntu 22.04 could not be made: {e.Message} "
                + "MendTorchSharp=false builds without it.");
            return false;
        }
    }

    private byte[]? Mended()
    {
        try
        {
            var mended = TorchSharpMend.Mend(File.ReadAllBytes(Library), out var refusal);
            if (refusal != null)
                Log.LogMessage(Microsoft.Build.Framework.MessageImportance.High,
                    $"{Library} is left as it is, because {refusal}. It needs a system whose libstdc++ has that version "
                    + "(GCC 13 or newer: Debian 13, Ubuntu 24.04).");
            return mended;
        }
        catch (InvalidDataException e)
        {
            Log.LogWarning($"{Library} is left as it is: {e.Message} Delete its package from the package cache and restore again.");
            return null;
        }
    }

    // Whole or not at all, and never through a link.
    private void Write(byte[] mended)
    {
        var beside = Copy + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(beside, mended);
        if (File.Exists(Copy)) File.Replace(beside, Copy, null);
        else File.Move(beside, Copy);
    }
}
#endif
