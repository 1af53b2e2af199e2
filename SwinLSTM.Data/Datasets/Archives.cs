using System.Formats.Tar;
using System.IO.Compression;
using System.IO.Hashing;

namespace SwinLSTM.Data;

/// <summary>Unpacks downloaded archives, which are hostile until they have shown otherwise.</summary>
public static class Archives
{
    // Frames that are mostly black shrink to a hundredth.
    private const long AlwaysAllowed = 64 << 20, MostBytes = 256L << 30, MostRatio = 200;
    private const int Block = 512, LongestName = 64 << 10;

    /// <summary>Unpacks a zip, tar or tar.gz file (told by its content) into a folder that is not there yet: beside it first, renamed when
    /// all of it is there. Links, devices, paths that lead out of the folder, names that come twice, content that is not what its checksum
    /// says, and content beyond the limits are refused. Where it ends early, nothing is left behind.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="folder">The folder to be.</param>
    /// <param name="mostBytes">The most bytes that are written; 200 times those of the archive, at least 64 MiB and at most 256 GiB, if
    /// left out.</param>
    /// <param name="mostEntries">The most files and folders.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, something else, or not to be trusted.</exception>
    /// <exception cref="IOException">The folder is there already, the archive cannot be read, or the disk is full.</exception>
    public static void Extract(string archive, string folder, long? mostBytes = null, int mostEntries = 1_000_000,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(folder);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.Exists(folder))
            throw new IOException($"{folder} is there already. Delete it, or unpack into another folder.");
        using var stream = File.OpenRead(archive);
        var beside = $"{folder}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(beside);
            var most = mostBytes ?? Math.Clamp(stream.Length * MostRatio, AlwaysAllowed, MostBytes);
            Unpack(stream, new(beside, most, mostEntries, stream.Length, cancellation));
            Directory.Move(beside, folder);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{archive} is cut short. Fetch it again.", e);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"{archive} is not unpacked: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
        }
    }

    private static void Unpack(FileStream stream, Target target)
    {
        Span<byte> start = stackalloc byte[Block];
        var got = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (start[..got].StartsWith("PK\x03\x04"u8) || start[..got].StartsWith("PK\x05\x06"u8))
            UnpackZip(stream, target);
        else if (got > 2 && start[0] == 0x1F && start[1] == 0x8B)
            UnpackTar(() => new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true), stream, target);
        else if (got == start.Length && start[257..].StartsWith("ustar"u8))
            UnpackTar(() => stream, stream, target);
        else
            throw new InvalidDataException("It is neither a zip nor a tar file, plain or packed with gzip.");
    }

    private static void UnpackZip(FileStream stream, Target target)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in zip.Entries)
        {
            var kind = (entry.ExternalAttributes >> 16) & 0xF000; // of Unix
            if (kind is not (0 or 0x8000 or 0x4000))
                throw Refusal(entry.FullName, "is a link or a device; only files and folders are unpacked");
            if (entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\') || kind == 0x4000)
            {
                target.Folder(entry.FullName);
                continue;
            }
            using var content = entry.Open();
            // The library looks at no checksum.
            if (target.File(entry.FullName, content) != (entry.Length, entry.Crc32))
                throw Refusal(entry.FullName, "is damaged: its length or its checksum is another. Fetch the archive again");
        }
    }

    private static void UnpackTar(Func<Stream> open, FileStream file, Target target)
    {
        file.Position = 0;
        CheckTar(open(), target);
        file.Position = 0;
        using var tar = new TarReader(open(), leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
            if (entry.EntryType is TarEntryType.Directory)
                target.Folder(entry.Name);
            else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile)
                target.File(entry.Name, entry.DataStream ?? Stream.Null);
            else if (entry.EntryType is not TarEntryType.GlobalExtendedAttributes)
                throw Refusal(entry.Name, $"is a link or a device ({entry.EntryType}); only files and folders are unpacked");
    }

    /// <summary>Holds headers against their checksums, and against what a name may take: the library looks at neither. Headers are found by
    /// the sizes of the entries; where a size of more than 8 GiB stands elsewhere, the rest is not looked at.</summary>
    private static void CheckTar(Stream tar, Target target)
    {
        var (header, skipped, all) = (new byte[Block], new byte[LongestName], 0L);
        while (tar.ReadAtLeast(header, Block, throwOnEndOfStream: false) == Block && header.AsSpan().ContainsAnyExcept((byte)0))
        {
            var sum = (8 * ' ') + header.Sum(value => value) - header.AsSpan(148, 8).ToArray().Sum(value => value);
            if (sum != Number(header.AsSpan(148, 8)))
                throw new InvalidDataException("A header is damaged: its checksum is another. Fetch it again.");
            if (Number(header.AsSpan(124, 12)) is not { } size)
                return;
            if (header[156] is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K' && size > LongestName)
                throw new InvalidDataException($"It announces a name of {size} bytes; at most {LongestName} are read.");
            for (var rest = (size + Block - 1) / Block * Block; rest > 0;)
            {
                var got = tar.Read(skipped, 0, (int)Math.Min(rest, skipped.Length));
                if (got == 0 || (header[156] == 'x' && skipped.AsSpan(0, got).IndexOf(" size="u8) >= 0))
                    return;
                (rest, all) = (rest - got, all + got);
                target.CheckSize(all - Block);
            }
        }

        static long? Number(ReadOnlySpan<byte> octal)
        {
            var value = 0L;
            foreach (var digit in octal.Trim(" \0"u8))
                if (digit is < (byte)'0' or > (byte)'7')
                    return null;
                else
                    value = (value << 3) + digit - '0';
            return value;
        }
    }

    private static InvalidDataException Refusal(string name, string why) =>
        new($"Its entry '{(name.Length > 200 ? name[..200] + "..." : name)}' {why}.");

    /// <summary>The folder that is filled, and what it may still take.</summary>
    private sealed class Target(string root, long most, int mostEntries, long packedBytes, CancellationToken cancellation)
    {
        private readonly HashSet<string> files = new(StringComparer.OrdinalIgnoreCase);
        private readonly byte[] buffer = new byte[1 << 16];
        private long written;
        private int entries;

        public void Folder(string name) => Directory.CreateDirectory(Place(name));

        /// <returns>The length and the CRC-32 of what was written.</returns>
        public (long Length, uint Checksum) File(string name, Stream content)
        {
            var path = Place(name);
            // A name in other letters would be the same file on some systems.
            if (!files.Add(path) || Path.Exists(path))
                throw Refusal(name, "comes twice");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            var checksum = new Crc32();
            for (int got; (got = content.Read(buffer)) > 0; checksum.Append(buffer.AsSpan(0, got)))
            {
                cancellation.ThrowIfCancellationRequested();
                CheckSize(written += got);
                file.Write(buffer, 0, got);
            }
            return (file.Length, checksum.GetCurrentHashAsUInt32());
        }

        public void CheckSize(long bytes)
        {
            if (bytes > most)
                throw new InvalidDataException($"It unpacks to more than {most} bytes, which is beyond what {packedBytes} packed bytes " +
                    "may become. If it is meant so, raise mostBytes.");
        }

        private string Place(string name)
        {
            if (++entries > mostEntries)
                throw Refusal(name, $"is one more than the {mostEntries} that are allowed. If it is meant so, raise mostEntries");
            // Whatever separates, on whatever system it was packed.
            var parts = name.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
            if (name.Length > 1000 || name.StartsWith('/') || name.StartsWith('\\')
                || parts.Any(part => part == ".." || part.AsSpan().ContainsAny(':', '\0')))
                throw Refusal(name, "leads out of the folder or is no name");
            return Path.Combine([root, .. parts]);
        }
    }
}
