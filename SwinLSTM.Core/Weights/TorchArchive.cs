using System.IO.Compression;

namespace SwinLSTM;

/// <summary>The zip archive that torch.save writes: stored entries root/data.pkl, root/data/key and root/byteorder.</summary>
internal sealed class TorchArchive : IDisposable
{
    private const string Pickle = "data.pkl", ByteOrder = "byteorder";
    private const string Conversion = "Load and save it in PyTorch 1.6 or later: torch.save(torch.load(path, map_location='cpu'), path).";

    // Thousands of times the pickle of a large network; it is read at once.
    private const long LargestPickle = 1 << 28;

    private readonly Dictionary<string, ZipArchiveEntry> entries = [];
    private readonly BadFile bad;
    private readonly ZipArchive zip;
    private readonly string root;

    public TorchArchive(FileStream stream, BadFile bad)
    {
        this.bad = bad;
        if (stream.ReadByte() == 0x80)
            throw (bad with { Remedy = Conversion })
                .Because("The zip archives that torch.save writes since PyTorch 1.6 are read.", "a bare pickle, its older format");
        zip = Guarded(() => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        Collect(Guarded(() => zip.Entries), stream.Length);
        string[] pickles = [.. entries.Keys.Where(name => name.Split('/') is [_, Pickle])];
        root = pickles is [var pickle]
            ? pickle[..^Pickle.Length]
            : throw bad.Because($"The archive has one folder with one {Pickle}.", $"{pickles.Length} among {entries.Count} entries");
        if (entries.ContainsKey(root + ByteOrder) && !ReadAll(ByteOrder, "little".Length).AsSpan().SequenceEqual("little"u8))
            throw bad.Because($"The entry {ByteOrder} says little, or is not there.", "another byte order");
    }

    /// <summary>Reads the pickle that describes the tensors.</summary>
    public byte[] ReadPickle() => ReadAll(Pickle, LargestPickle);

    /// <summary>Checks that the archive holds a storage of the tensor <paramref name="name"/>, as long as it should be.</summary>
    public void Check(StorageRef storage, string name)
    {
        if (!entries.TryGetValue(NameOf(storage), out var entry))
            throw bad.Because("Every storage is an entry of the archive.",
                $"no {BadFile.Quote(NameOf(storage))}, wanted by {BadFile.Quote(name)}");
        if (entry.Length != storage.Count * (Int128)storage.Type.Bytes)
            throw bad.Because("A storage's entry is as long as its elements.",
                $"{entry.Length} bytes in {BadFile.Quote(entry.FullName)} for {storage.Count} elements of {storage.Type.Bytes} bytes");
    }

    /// <summary>Reads the elements of a storage that <see cref="Check"/> accepted: <c>[N]</c>.</summary>
    public Tensor Read(StorageRef storage) => Guarded(() =>
    {
        using var content = entries[NameOf(storage)].Open();
        return TensorData.Read(content, storage.Type, storage.Count);
    });

    public void Dispose() => zip.Dispose();

    private string NameOf(StorageRef storage) => $"{root}data/{storage.Key}";

    // Lengths are bounded by the file here, once; whatever is allocated later is compared with them.
    private void Collect(IEnumerable<ZipArchiveEntry> all, long fileLength)
    {
        var left = fileLength;
        foreach (var entry in all)
        {
            var found = $"{BadFile.Quote(entry.FullName)} of {entry.Length} bytes";
            if (entry.IsEncrypted || entry.Length != entry.CompressedLength)
                throw bad.Because("Entries are stored, neither compressed nor encrypted.", $"{found} in {entry.CompressedLength}");
            if (entry.Length < 0 || entry.Length > left)
                throw bad.Because("Entries together fit into the file.", $"{found} where {left} are left of {fileLength}");
            left -= entry.Length;
            if (!entries.TryAdd(entry.FullName, entry)) throw bad.Because("Entry names are unique.", $"{found}, again");
        }
    }

    private byte[] ReadAll(string name, long longest) => Guarded(() =>
    {
        var entry = entries[root + name];
        if (entry.Length > longest) throw new NotSupportedException($"{name} of {entry.Length} bytes, where {longest} are read");
        using var content = entry.Open();
        var bytes = new byte[entry.Length];
        content.ReadExactly(bytes);
        return bytes;
    });

    // The zip reader has exceptions of several kinds for archives that lie; callers see one.
    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException
            or NotSupportedException or OverflowException)
        {
            throw bad.Because("The zip archive is whole.", e.Message.TrimEnd('.'), e);
        }
    }
}
