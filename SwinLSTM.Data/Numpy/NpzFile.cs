namespace SwinLSTM.Data;

/// <summary>
/// NumPy's <c>.npz</c> files: several arrays in one ZIP archive. Arrays that are stored as they are (<c>numpy.savez</c>) are read in place
/// from the mapped file, and their checksums are not looked at; packed ones (<c>numpy.savez_compressed</c>) are unpacked into memory once, and
/// checked, when they are first asked for. Any number of threads may read it.
/// </summary>
public sealed class NpzFile : IDisposable
{
    private const string Ending = ".npy";
    private readonly MappedBytes file;
    private readonly Dictionary<string, ZipMember> members;
    private readonly Dictionary<string, (NdArray Array, ArrayBytes Bytes)> opened = [];
    private readonly Lock gate = new();
    private readonly long mostUnpackedBytes;
    private bool closed;

    private NpzFile(MappedBytes file, long mostUnpackedBytes)
    {
        (this.file, this.mostUnpackedBytes) = (file, mostUnpackedBytes);
        members = ZipDirectory.Read(file, Ending).ToDictionary(member => member.Name[..^Ending.Length]);
        Names = [.. members.Keys];
    }

    /// <summary>The names of the arrays, in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>An array, by its name; asking again gives the same one. It goes with the file.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such array.</exception>
    /// <exception cref="InvalidDataException">It is damaged, unpacks to more than allowed, or holds something else than numbers.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public NdArray this[string name]
    {
        get
        {
            if (!members.TryGetValue(name, out var member))
                throw new KeyNotFoundException($"{file.Path} has no array '{name}'; it has {(Names.Count == 0 ? "none" : string.Join(", ", Names))}.");
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(closed, this);
                if (!opened.TryGetValue(name, out var array))
                    opened[name] = array = Read(member, $"{name} of {file.Path}");
                return array.Array;
            }
        }
    }

    /// <summary>Opens a file; only its directory is read.</summary>
    /// <param name="path">The file. Nobody may shorten it while it is open; replacing it by renaming is safe.</param>
    /// <param name="mostUnpackedBytes">The most memory that one packed array may take; 4 GiB if left out.</param>
    /// <returns>Its arrays; disposing it closes them all.</returns>
    /// <exception cref="InvalidDataException">It is damaged or cut short, has members that overlap or share a name, or names that lead out of a folder.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NpzFile Open(string path, long mostUnpackedBytes = 4L << 30)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostUnpackedBytes);
        var file = MappedBytes.Open(path);
        try
        {
            return new(file, mostUnpackedBytes);
        }
        catch
        {
            file.Dispose();
            throw;
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
            file.Dispose();
        }
    }

    private (NdArray Array, ArrayBytes Bytes) Read(ZipMember member, string name)
    {
        if (member.Packed && member.Bytes > mostUnpackedBytes)
            throw new InvalidDataException($"{name} unpacks to {member.Bytes} bytes; {mostUnpackedBytes} are allowed. Save it with numpy.savez, which is read in place, or allow more when opening.");
        ArrayBytes all = member.Packed ? ZipUnpacking.Unpack(file, member, name) : new MappedPart(file, member.Offset, member.Bytes, owner: false);
        try
        {
            using var held = all.Hold();
            var header = NpyHeader.Parse(held.First(Math.Min(all.Length, NpyHeader.MostBytes)), all.Length, name);
            return (new(name, header.Element, header.Axes, all, owner: false, offset: header.Bytes), all);
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }
}
