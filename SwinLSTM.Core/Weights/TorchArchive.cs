using System.Collections.ObjectModel;
using System.IO.Compression;
using System.Text;

namespace SwinLSTM;

/// <summary>The zip archive that <c>torch.save</c> writes: stored entries <c>root/data.pkl</c>, <c>root/data/key</c> and
/// <c>root/byteorder</c>.</summary>
internal sealed class TorchArchive : IDisposable
{
    private const string Pickle = "data.pkl";
    private const string Conversion =
        "Load it in PyTorch 1.6 or later and save it again: torch.save(torch.load(path, map_location='cpu'), path).";
    private const byte FirstOfPickle = 0x80;
    // Thousands of times the pickle of a large network; it is read at once.
    private const long LargestPickle = 1 << 28;

    private readonly Dictionary<string, ZipArchiveEntry> entries = [];
    private readonly ZipArchive zip;
    private readonly BadFile bad;
    private readonly string root;

    public TorchArchive(FileStream stream, BadFile bad)
    {
        this.bad = bad;
        CheckSignature(stream);
        (zip, ReadOnlyCollection<ZipArchiveEntry> all) = Guarded(() =>
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return (archive, archive.Entries);
        });
        Collect(all, stream.Length);
        root = FindRoot();
        CheckByteOrder();
    }

    /// <summary>The bytes of an entry below the root; null where there is no such entry.</summary>
    public long? LengthOf(string name) => entries.TryGetValue(root + name, out ZipArchiveEntry? entry) ? entry.Length : null;

    /// <summary>Hands the content of an existing entry to <paramref name="read"/>.</summary>
    public void Read(string name, Action<Stream> read) => Guarded(() =>
    {
        using Stream content = entries[root + name].Open();
        read(content);
        return true;
    });

    /// <summary>The pickle that describes the tensors.</summary>
    public byte[] ReadPickle()
    {
        long length = entries[root + Pickle].Length;
        return length <= LargestPickle
            ? ReadAll(Pickle, length)
            : throw bad.Because($"data.pkl has at most {LargestPickle} bytes.", $"{length}");
    }

    public void Dispose() => zip.Dispose();

    private void CheckSignature(FileStream stream)
    {
        Span<byte> head = stackalloc byte[4];
        int count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (count > 0 && head[0] == FirstOfPickle)
            throw (bad with { Remedy = Conversion })
                .Because("The zip archives that torch.save writes since PyTorch 1.6 are read.", "a bare pickle, its older format");
        if (!head.SequenceEqual("PK\x03\x04"u8))
            throw bad.Because("A file of torch.save is a zip archive.", count == 0 ? "an empty file" : "a file that does not begin as one");
        stream.Position = 0;
    }

    // Lengths are bounded by the file here, once; whatever is allocated later is compared with them.
    private void Collect(IEnumerable<ZipArchiveEntry> all, long fileLength)
    {
        long left = fileLength;
        foreach (ZipArchiveEntry entry in all)
        {
            if (entry.IsEncrypted || entry.Length != entry.CompressedLength)
                throw bad.Because("Entries are stored, neither compressed nor encrypted.",
                    $"{BadFile.Quote(entry.FullName)} of {entry.Length} bytes in {entry.CompressedLength}");
            if (entry.Length < 0 || entry.Length > left)
                throw bad.Because("Entries together fit into the file.",
                    $"{BadFile.Quote(entry.FullName)} of {entry.Length} bytes where {left} are left of {fileLength}");
            left -= entry.Length;
            if (!entries.TryAdd(entry.FullName, entry))
                throw bad.Because("Entry names are unique.", $"{BadFile.Quote(entry.FullName)} twice");
        }
    }

    private string FindRoot()
    {
        string[] pickles = [.. entries.Keys.Where(name =>
            name.EndsWith($"/{Pickle}", StringComparison.Ordinal) && name.IndexOf('/') == name.LastIndexOf('/'))];
        return pickles.Length == 1
            ? pickles[0][..^Pickle.Length]
            : throw bad.Because($"The archive has one folder with one {Pickle}.", $"{pickles.Length} among {entries.Count} entries");
    }

    private void CheckByteOrder()
    {
        const string Name = "byteorder", Wanted = "little";
        if (LengthOf(Name) is { } length && (length != Wanted.Length || Encoding.ASCII.GetString(ReadAll(Name, length)) != Wanted))
            throw bad.Because($"The entry {Name} says {Wanted}, or is not there.", "another byte order");
    }

    private byte[] ReadAll(string name, long length)
    {
        byte[] bytes = new byte[length];
        Read(name, content => content.ReadExactly(bytes));
        return bytes;
    }

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
