namespace SwinLSTM.Data;

/// <summary>A NetCDF-4 file: an HDF5 file whose axes have names and coordinates. Any number of threads may read.</summary>
public sealed class NetCdfFile : IDisposable
{
    // What the NetCDF library calls a dimension that has no values of its own.
    private const string NoVariable = "This is a netCDF dimension but not a netCDF variable";

    private readonly Dictionary<string, NetCdfVariable> variables = new(StringComparer.Ordinal);

    private NetCdfFile(Hdf5File file)
    {
        Hdf5 = file;
        var found = file.Datasets.Select(name => (Dataset: file.Dataset(name), Attributes: file.Attributes(name))).ToList();
        var axes = found.SelectMany(scale => scale.Attributes.References.Select(to => (to, Name: ShortName(scale.Dataset.Name)))).ToLookup(pair => pair.to, pair => pair.Name);
        foreach (var (dataset, attributes) in found)
        {
            if (attributes.Text("NAME")?.StartsWith(NoVariable, StringComparison.Ordinal) == true)
                continue;
            var own = attributes.Text("CLASS") == "DIMENSION_SCALE" && dataset.Shape.Count == 1;
            var names = dataset.Shape.Select((_, axis) => axes[(dataset.Address, axis)].FirstOrDefault() ?? (own ? ShortName(dataset.Name) : "")).ToArray();
            variables.Add(dataset.Name[1..], new(this, dataset, attributes, names));
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">A NetCDF-4 file. The older NetCDF-3 is refused; <c>nccopy -k nc4 IN OUT</c> converts it.</param>
    /// <returns>The open file; dispose it.</returns>
    /// <inheritdoc cref="Hdf5File.Open" path="/exception"/>
    public static NetCdfFile Open(string path)
    {
        var file = Hdf5File.Open(path);
        try
        {
            return new(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The file, as it was named.</summary>
    public string Path => Hdf5.Path;

    /// <summary>The same file without names and units.</summary>
    public Hdf5File Hdf5 { get; }

    /// <summary>All variables, coordinates among them.</summary>
    public IReadOnlyCollection<NetCdfVariable> Variables => variables.Values;

    /// <summary>A variable by name.</summary>
    /// <param name="name">Its name, with its groups before it: <c>t2m</c>, <c>group/t2m</c>.</param>
    /// <exception cref="ArgumentException">There is no such variable.</exception>
    public NetCdfVariable Variable(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name) ?? throw new ArgumentException($"{Path} has no variable {name}. Its variables: {string.Join(", ", variables.Keys)}.", nameof(name));
    }

    /// <summary>A variable by name, or null where there is none.</summary>
    internal NetCdfVariable? Find(string name) => variables.GetValueOrDefault(name);

    /// <summary>Closes the file. What came from it cannot be read any more.</summary>
    public void Dispose() => Hdf5.Dispose();

    private static string ShortName(string full) => full[(full.LastIndexOf('/') + 1)..];
}
