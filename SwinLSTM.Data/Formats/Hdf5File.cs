using System.Buffers.Binary;
using System.Collections.Concurrent;
using PureHDF;
using PureHDF.VOL.Native;

namespace SwinLSTM.Data;

/// <summary>An HDF5 or NetCDF-4 file, opened for reading. Any number of threads may read; disposing it makes everything that came from it
/// unusable. Links into other files are refused, as far as PureHDF, which reads the file, tells of them.</summary>
public sealed class Hdf5File : IDisposable
{
    private const int MostListed = 100_000, MostDepth = 8;
    private readonly Hdf5Stream stream;
    private readonly NativeFile file;
    private readonly ConcurrentDictionary<string, Hdf5Dataset?> opened = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ulong, string> names = new();
    private int given;

    private Hdf5File(string path, Hdf5Stream stream)
    {
        (Path, this.stream) = (path, stream);
        file = Use("the file", () => H5File.Open(stream, leaveOpen: true));
        IsNetCdf = System.IO.Path.GetExtension(path).ToUpperInvariant() is ".NC" or ".NC4"
            || Use("the file", () => file.AttributeExists("_NCProperties"));
    }

    /// <summary>Opens an HDF5 or NetCDF-4 file, mapped into memory; dispose it. Nobody may shorten it while it is open. The older NetCDF-3
    /// is refused; <c>nccopy -k nc4 IN OUT</c> converts it.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, cut short, or something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Hdf5File Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Hdf5Filters.Use();
        var bytes = MemoryRun.Map(path);
        return bytes.OrClose(() => new Hdf5File(path, new(bytes, Superblock(path, bytes))));
    }

    /// <summary>The file, as it was named.</summary>
    public string Path { get; }

    /// <summary>Whether numbers follow the rules of NetCDF, by which those that nobody wrote are missing: files that end in .nc or .nc4,
    /// and those that the NetCDF library signed.</summary>
    internal bool IsNetCdf { get; }

    /// <summary>The full names of all datasets, such as <c>/vil</c> or <c>/group/values</c>, in alphabetical order. Every object is looked
    /// at once.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public IReadOnlyList<string> Datasets => field ??= List();

    internal Hdf5Stream Stream => stream;

    /// <summary>Returns a dataset (or variable) by its full name, whose first slash may be left out; it lives as long as this
    /// file.</summary>
    /// <exception cref="ArgumentException">There is no such dataset.</exception>
    /// <exception cref="InvalidDataException">The dataset is damaged, or lies in another file.</exception>
    public Hdf5Dataset Dataset(string name) => Find(name) ?? throw new ArgumentException($"{Path} has no dataset {Full(name)}. " +
        $"{Offer()}", nameof(name));

    /// <summary>Whether there is a dataset of this full name.</summary>
    public bool Contains(string name) => Find(name) is not null;

    /// <summary>Returns the attributes of a group or a dataset by its full name; <c>/</c> is the file.</summary>
    /// <exception cref="ArgumentException">There is no such object.</exception>
    /// <exception cref="InvalidDataException">The object is damaged.</exception>
    public Hdf5Attributes Attributes(string name = "/") =>
        TryAttributes(name) ?? throw new ArgumentException($"{Path} has no {Full(name)}. {Offer()}", nameof(name));

    /// <summary>Closes the file. What came from it cannot be read any more.</summary>
    public void Dispose()
    {
        file.Dispose();
        stream.Dispose();
        RecentBlocks.Shared.Forget(owner => owner is Hdf5Blocks blocks && blocks.File == this);
    }

    /// <summary>A dataset by name, or null where there is none.</summary>
    internal Hdf5Dataset? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return opened.GetOrAdd(Full(name), full => Get(full) is NativeDataset found ? new(this, full, found) : null);
    }

    /// <summary>The attributes of an object, or null where there is none.</summary>
    internal Hdf5Attributes? TryAttributes(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Get(Full(name)) is { } found ? new(this, Full(name), found) : null;
    }

    /// <summary>The short name of the object that a reference leads to.</summary>
    internal string NameOf(NativeObjectReference1 reference, ulong address) =>
        names.GetOrAdd(address, _ => Use("a reference", () => file.Get(reference).Name));

    /// <summary>Runs what PureHDF does, and makes of its exceptions ours: the one place.</summary>
    /// <exception cref="InvalidDataException">The library met something that it does not read.</exception>
    internal T Use<T>(string what, Func<T> read, long calls = Hdf5Stream.CallsForObject)
    {
        try
        {
            stream.Begin(calls);
            return read();
        }
        catch (Exception e) when (e is not (IOException or ObjectDisposedException))
        {
            if (stream.Broken && Interlocked.Exchange(ref given, 1) == 0)
                GC.Collect(); // what the library allocated for bytes that are not there
            var cause = e;
            while (cause is not Hdf5Refusal && cause.InnerException is { } inner)
                cause = inner;
            throw new InvalidDataException($"{Path}: {what} " + (cause is Hdf5Refusal ? cause.Message : "cannot be read " +
                $"({cause.Message.TrimEnd('.')}): the file is damaged, or of a kind that PureHDF does not read. Fetch it again, or write " +
                "it anew: `h5repack IN OUT`."), e);
        }
    }

    /// <inheritdoc cref="Use{T}(string, Func{T}, long)"/>
    internal void Use(string what, Action read, long calls = Hdf5Stream.CallsForObject) => Use(what, () =>
    {
        read();
        return true;
    }, calls);

    private NativeObject? Get(string full)
    {
        if (full == "/")
            return file;
        if (full.Split('/').FirstOrDefault(stream.LinksOutside.Contains) is { } link)
            throw Outside(link);
        var found = Use(full, () => file.LinkExists(full) ? (NativeObject)file.Get(full) : null);
        // Only now may it be known.
        if (full.Split('/').FirstOrDefault(stream.LinksOutside.Contains) is { } late)
            throw Outside(late);
        return found;
    }

    private InvalidDataException Outside(string link) =>
        new($"{Path}: {link} is a link into another file, which is not followed. Open that file itself.");

    private IReadOnlyList<string> List()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var groups = new Queue<(string Name, NativeGroup Group)>([("", file)]);
        var looked = 0;
        while (groups.TryDequeue(out var at))
            foreach (var child in Use($"{at.Name}/", () => at.Group.Children().ToList(), Hdf5Stream.CallsForObject * 10))
            {
                var name = $"{at.Name}/{child.Name}";
                if (stream.LinksOutside.Contains(child.Name))
                    continue;
                if (child is NativeDataset)
                    found.Add(name);
                else if (child is NativeGroup group && name.Count('/') < MostDepth) // a group may hold itself
                    groups.Enqueue((name, group));
                if (++looked > MostListed)
                    throw new InvalidDataException($"{Path} has more than {MostListed} objects, which are not listed. Open datasets by " +
                        "name.");
            }
        return [.. found];
    }

    private string Offer()
    {
        try
        {
            return Datasets.Count == 0 ? "It has no datasets."
                : $"Its datasets: {string.Join(", ", Datasets.Take(12))}{(Datasets.Count > 12 ? $" and {Datasets.Count - 12} more" : "")}.";
        }
        catch (InvalidDataException)
        {
            return "List what it has with `h5ls -r`.";
        }
    }

    private static string Full(string name) => name.StartsWith('/') ? name : "/" + name;

    /// <summary>Where the file itself begins, behind a user block (HDF5 File Format Specification 3.0, section II); whether all of it is
    /// there.</summary>
    private static long Superblock(string path, MemoryRun bytes)
    {
        var length = bytes.Length;
        using var held = bytes.Hold();
        Span<byte> head = stackalloc byte[96];
        for (long at = 0; at + 48 <= length; at = at == 0 ? 512 : at * 2)
        {
            head.Clear();
            held.Part(at, Math.Min(head.Length, length - at)).CopyTo(head);
            if (at == 0 && head.StartsWith("CDF"u8) && head[3] is 1 or 2 or 5)
                throw new InvalidDataException($"{path} is a classic NetCDF-3 file, which is not HDF5 inside. Convert it: `nccopy -k nc4 " +
                    "IN OUT`.");
            if (!head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]))
                continue;
            var version = head[8];
            if (version > 3)
                throw new InvalidDataException($"{path} has a superblock of version {version}; 0 to 3 are known. Write the file anew: " +
                    "`h5repack --high=1 IN OUT`.");
            if (head[version < 2 ? 13 : 9] != 8 || head[version < 2 ? 14 : 10] != 8)
                throw new InvalidDataException($"{path} has addresses of another length than 8 bytes. Write it anew: `h5repack IN OUT`.");
            var addresses = head[(version == 0 ? 24 : version == 1 ? 28 : 12)..];
            var (start, end) = (BinaryPrimitives.ReadInt64LittleEndian(addresses), BinaryPrimitives.ReadInt64LittleEndian(addresses[16..]));
            if (start != at)
                throw new InvalidDataException($"{path} begins at byte {at} but says {start}. Fetch it again.");
            if (end < at || end > length)
                throw new InvalidDataException($"{path} has {length} bytes but was {end} long when it was written. Fetch it again.");
            return at;
        }
        throw new InvalidDataException($"{path} ({length} bytes) is not an HDF5 or NetCDF-4 file: their signature is missing.");
    }
}
