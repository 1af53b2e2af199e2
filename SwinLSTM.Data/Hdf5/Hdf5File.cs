using System.Text;

namespace SwinLSTM.Data;

/// <summary>
/// An HDF5 file, opened for reading through the system's libhdf5. Any number of threads may read; disposing it makes everything that came
/// from it unusable. Links to other files are never followed, and soft links are not either.
/// </summary>
public sealed unsafe partial class Hdf5File : IDisposable
{
    private readonly Hdf5Handle handle;
    private readonly Dictionary<string, Hdf5Entry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Hdf5Dataset> opened = new(StringComparer.Ordinal);
    private bool disposed;

    private Hdf5File(string path)
    {
        Bytes = new(path);
        try
        {
            var start = Hdf5Superblock.Read(Bytes);
            Bytes.Base = start.Base;
            lock (Hdf5Library.Gate)
            {
                Api = Hdf5Library.Api;
                Hdf5Group.Check(Bytes, start.Root);
                handle = new(Api, OpenNative(System.IO.Path.GetFullPath(path)));
                try
                {
                    Walk(start.Root);
                }
                catch
                {
                    handle.Dispose();
                    throw;
                }
            }
        }
        catch
        {
            Bytes.Dispose();
            throw;
        }
        Datasets = [.. entries.Where(entry => entry.Value.Kind == Hdf5EntryKind.Dataset).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>Opens a file and lists what it holds.</summary>
    /// <param name="path">An HDF5 or NetCDF-4 file.</param>
    /// <returns>The open file; dispose it.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, cut short, or something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidOperationException">There is no libhdf5 on this machine; the message says how to install it.</exception>
    public static Hdf5File Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(path);
    }

    /// <summary>The file, as it was named.</summary>
    public string Path => Bytes.Path;

    /// <summary>The full names of all datasets, such as <c>/vil</c> or <c>/group/values</c>, in alphabetical order.</summary>
    public IReadOnlyList<string> Datasets { get; }

    internal Hdf5Bytes Bytes { get; }

    internal Hdf5Api Api { get; }

    /// <summary>A dataset by name.</summary>
    /// <param name="name">Its full name; the slash at the beginning may be left out.</param>
    /// <returns>The dataset, which lives as long as this file.</returns>
    /// <exception cref="ArgumentException">There is no such dataset.</exception>
    /// <exception cref="InvalidDataException">The dataset is damaged.</exception>
    public Hdf5Dataset Dataset(string name)
    {
        var (full, entry) = Find(name);
        if (entry.Kind != Hdf5EntryKind.Dataset)
            throw new ArgumentException($"{Path}: {full} is {entry.InWords}, not a dataset. {Offer()}", nameof(name));
        lock (opened)
        {
            if (!opened.TryGetValue(full, out var dataset))
                opened.Add(full, dataset = new(this, full, entry.Address));
            return dataset;
        }
    }

    /// <summary>Whether there is a dataset of this name.</summary>
    /// <param name="name">Its full name; the slash at the beginning may be left out.</param>
    public bool Contains(string name) => entries.TryGetValue(Full(name), out var entry) && entry.Kind == Hdf5EntryKind.Dataset;

    /// <summary>The attributes of a group or of the whole file.</summary>
    /// <param name="group">The full name of a group or dataset; <c>/</c> for the file.</param>
    /// <returns>Its texts and numbers.</returns>
    /// <exception cref="ArgumentException">There is no such object.</exception>
    /// <exception cref="InvalidDataException">An attribute is damaged.</exception>
    public Hdf5Attributes Attributes(string group = "/")
    {
        var (full, entry) = Find(group);
        lock (Hdf5Library.Gate)
        {
            CheckOpen();
            return Hdf5AttributeReader.Read(this, full, entry.Address);
        }
    }

    /// <summary>Closes the file. What came from it cannot be read any more.</summary>
    public void Dispose()
    {
        lock (Hdf5Library.Gate)
        {
            if (disposed) return;
            disposed = true;
            handle.Dispose();
            Bytes.Dispose();
        }
    }

    /// <summary>Opens an object of the file in libhdf5; call with the gate held.</summary>
    internal long OpenObject(string full)
    {
        CheckOpen();
        fixed (byte* text = Zero(full))
        {
            var id = Api.ObjectOpen(handle.Id, text, Api.LinkAccess);
            return id >= 0 ? id : throw Damaged(full, "cannot be opened");
        }
    }

    internal void CheckOpen() => ObjectDisposedException.ThrowIf(disposed, this);

    internal InvalidDataException Damaged(string name, string what) => new($"{Path}: {name} {what}; the file is damaged or of a kind that libhdf5 does not read. Fetch it again.");

    private (string Full, Hdf5Entry Entry) Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var full = Full(name);
        return entries.TryGetValue(full, out var entry) ? (full, entry) : throw new ArgumentException($"{Path} has no {full}. {Offer()}", nameof(name));
    }

    private string Offer() => Datasets.Count == 0
        ? "It has no datasets."
        : $"Its datasets: {string.Join(", ", Datasets.Take(12))}{(Datasets.Count > 12 ? $" and {Datasets.Count - 12} more" : "")}.";

    private static string Full(string name) => name.StartsWith('/') ? name : "/" + name;

    private long OpenNative(string path)
    {
        fixed (byte* text = Zero(path))
        {
            var id = Api.FileOpen(text, 0, Api.FileAccess);
            return id >= 0 ? id : throw new InvalidDataException($"{Path} begins as an HDF5 file, but libhdf5 does not open it: it is damaged or cut short. Fetch it again.");
        }
    }

    private static byte[] Zero(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
