using System.IO.Compression;

namespace SwinLSTM.Data;

/// <summary>Unpacks downloaded archives, which are hostile until they have shown otherwise.</summary>
public static class Archives
{
    private const long AlwaysAllowed = 64 << 20;

    /// <summary>
    /// Unpacks a zip, tar or tar.gz file (told by its content) into a new folder: beside it first, renamed when all of it is there. Links, devices, paths that lead out of
    /// the folder, names that come twice, and content beyond the limits are refused.
    /// </summary>
    /// <param name="archive">The file.</param>
    /// <param name="folder">The folder to be; it must not be there.</param>
    /// <param name="options">The limits; the defaults if left out.</param>
    /// <param name="cancellation">Ends it early; nothing is left behind.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, something else, or not to be trusted.</exception>
    /// <exception cref="IOException">The folder is there already, the archive cannot be read, or the disk is full.</exception>
    public static void Extract(string archive, string folder, ExtractOptions? options = null, CancellationToken cancellation = default)
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
            var target = new Target(archive, beside, options ?? new(), stream.Length, cancellation);
            Unpack(stream, archive, target);
            Directory.Move(beside, folder);
        }
        catch (InvalidDataException e) when (!e.Message.Contains(archive, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{archive} does not unpack: {e.Message} Fetch it again.", e);
        }
        finally
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
        }
    }

    private static void Unpack(FileStream stream, string archive, Target target)
    {
        Span<byte> start = stackalloc byte[262];
        var got = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (start[..got].StartsWith("PK\x03\x04"u8) || start[..got].StartsWith("PK\x05\x06"u8))
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in zip.Entries)
                Unpack(entry, target);
        }
        else if (got > 2 && start[0] == 0x1F && start[1] == 0x8B)
        {
            using var unpacked = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            TarFile.Read(unpacked, archive, target.Folder, target.File);
        }
        else if (got == start.Length && start[257..].StartsWith("ustar"u8))
            TarFile.Read(stream, archive, target.Folder, target.File);
        else
            throw new InvalidDataException($"{archive} is neither a zip nor a tar file, plain or packed with gzip.");
    }

    private static void Unpack(ZipArchiveEntry entry, Target target)
    {
        var kind = (entry.ExternalAttributes >> 16) & 0xF000;
        if (kind is not (0 or 0x8000 or 0x4000))
            throw target.Refusal(entry.FullName, "is a link or a device; only files and folders are unpacked");
        if (entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\') || kind == 0x4000)
        {
            target.Folder(entry.FullName);
            return;
        }
        using var content = entry.Open();
        target.File(entry.FullName, content);
    }

    /// <summary>The folder that is filled, and what it may still take.</summary>
    private sealed class Target(string archive, string root, ExtractOptions options, long packedBytes, CancellationToken cancellation)
    {
        private readonly long most = Math.Min(options.MaximumBytes, (long)Int128.Min(long.MaxValue, Int128.Max(AlwaysAllowed, (Int128)packedBytes * options.MaximumRatio)));
        private readonly HashSet<string> files = new(StringComparer.OrdinalIgnoreCase);
        private readonly byte[] buffer = new byte[1 << 16];
        private long written;
        private int entries;

        public void Folder(string name) => Directory.CreateDirectory(Place(name));

        public void File(string name, Stream content)
        {
            var path = Place(name);
            // A name in other letters would be the same file on some systems.
            if (!files.Add(path) || Path.Exists(path))
                throw Refusal(name, "comes twice");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            for (int got; (got = content.Read(buffer)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                if ((written += got) > most)
                    throw Refusal(name, $"makes it more than {most} bytes, which is beyond what {packedBytes} packed bytes may become. If it is meant so, raise MaximumBytes and MaximumRatio");
                file.Write(buffer, 0, got);
            }
        }

        public InvalidDataException Refusal(string name, string why) =>
            new($"{archive} is not unpacked: its entry '{(name.Length > 200 ? name[..200] + "..." : name)}' {why}.");

        private string Place(string name)
        {
            if (++entries > options.MaximumEntries)
                throw Refusal(name, $"is one more than the {options.MaximumEntries} that are allowed. If it is meant so, raise MaximumEntries");
            // Whatever separates, on whatever system it was packed.
            var parts = name.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
            if (name.Length > 1000 || name.StartsWith('/') || name.StartsWith('\\') || parts.Any(part => part == ".." || part.AsSpan().ContainsAny(':', '\0')))
                throw Refusal(name, "leads out of the folder or is no name");
            return Path.Combine([root, .. parts]);
        }
    }
}
