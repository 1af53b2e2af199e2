using System.IO.Compression;
using System.IO.Hashing;

namespace SwinLSTM.Data;

/// <summary>NumPy's <c>.npz</c> files: several arrays in one ZIP archive. An array is read into memory once, and held to its checksum, when
/// it is first asked for; large ones are better kept as <c>.npy</c>, which is read in place. Any number of threads may read it.</summary>
public sealed class NpzFile : IDisposable
{
    private const string Ending = ".npy";
    private const int MostRatio = 1032; // deflate cannot do better
    private const int Step = 1 << 18;
    private readonly ZipArchive archive;
    private readonly string path;
    private readonly Dictionary<string, ZipArchiveEntry> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (NdArray Array, MemoryRun Bytes)> opened = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly long fileBytes, mostBytes;
    private bool closed;

    private NpzFile(string path, FileStream file, long mostBytes)
    {
        (this.path, fileBytes, this.mostBytes) = (path, file.Length, mostBytes);
        archive = new(file, ZipArchiveMode.Read);
        foreach (var entry in archive.Entries)
            if (entry.FullName.EndsWith(Ending, StringComparison.Ordinal) && !members.TryAdd(entry.FullName[..^Ending.Length], entry))
                throw new InvalidDataException($"two members are called '{entry.FullName}'; pack it again with one of them");
        Names = [.. members.Keys];
    }

    /// <summary>The names of the arrays, in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>An array, by its name; asking again gives the same one. It goes with the file.</summary>
    /// <exception cref="KeyNotFoundException">There is no such array.</exception>
    /// <exception cref="InvalidDataException">It is damaged, larger than allowed, or holds something else than numbers.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public NdArray this[string name]
    {
        get
        {
            if (!members.TryGetValue(name, out var member))
                throw new KeyNotFoundException($"{path} has no array '{name}'; it has " +
                    $"{(Names.Count == 0 ? "none" : string.Join(", ", Names))}.");
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(closed, this);
                if (!opened.TryGetValue(name, out var array))
                {
                    var bytes = Read(member, $"{name} of {path}");
                    opened[name] = array = (NpyFile.Open(bytes, owner: false), bytes);
                }
                return array.Array;
            }
        }
    }

    /// <summary>Opens a file; only its directory is read. One array may take <paramref name="mostBytes"/> of memory, 16 GiB if left
    /// out.</summary>
    /// <exception cref="InvalidDataException">It is damaged or cut short, or two members share a name.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NpzFile Open(string path, long mostBytes = 16L << 30)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostBytes);
        var file = File.OpenRead(path);
        try
        {
            return file.OrClose(() => new NpzFile(path, file, mostBytes));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} cannot be read as a ZIP archive: {e.Message}", e);
        }
    }

    /// <summary>Closes the file and all its arrays.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            foreach (var (_, bytes) in opened.Values)
                bytes.Dispose();
            archive.Dispose();
        }
    }

    private MemoryRun Read(ZipArchiveEntry member, string name)
    {
        var (bytes, packed) = (member.Length, member.CompressedLength);
        if (bytes > mostBytes)
            throw new InvalidDataException($"{name} takes {bytes} bytes; {mostBytes} are allowed. Save it with numpy.save, which is read " +
                "in place, or allow more when opening.");
        // Nothing is allocated for what cannot be there.
        if (bytes < 0 || packed < 0 || packed > fileBytes || bytes / MostRatio > packed)
            throw new InvalidDataException($"{name} says that {packed} bytes unpack to {bytes}, of a file of {fileBytes}; it is damaged. " +
                "Fetch it again.");
        var run = MemoryRun.Allocate(name, bytes);
        return run.OrClose(() => Fill(run, member, bytes));
    }

    private static MemoryRun Fill(MemoryRun run, ZipArchiveEntry member, long bytes)
    {
        try
        {
            using var stream = member.Open();
            using var held = run.Hold();
            var checksum = new Crc32();
            for (var filled = 0L; filled < bytes;)
            {
                var part = held.Part(filled, Math.Min(Step, bytes - filled));
                var got = stream.Read(part);
                if (got == 0)
                    throw new InvalidDataException($"it says that it has {bytes} bytes but ends after {filled}");
                checksum.Append(part[..got]);
                filled += got;
            }
            if (stream.ReadByte() != -1)
                throw new InvalidDataException($"it has more than the {bytes} bytes that it announces");
            if (checksum.GetCurrentHashAsUInt32() != member.Crc32)
                throw new InvalidDataException($"its checksum is {checksum.GetCurrentHashAsUInt32():X8} and must be {member.Crc32:X8}");
            return run;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw new InvalidDataException($"{run.Name} is damaged: {e.Message}. Fetch it again.", e);
        }
    }
}
