using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>A variable of a NetCDF file: numbers with named axes and a unit. Any number of threads may read.</summary>
public sealed class NetCdfVariable
{
    private readonly NetCdfFile file;
    private readonly double scale;
    private readonly double offset;
    private readonly double[] missing;

    internal NetCdfVariable(NetCdfFile file, Hdf5Dataset dataset, Hdf5Attributes attributes, string[] dimensions)
    {
        (this.file, Dataset, Attributes, Dimensions) = (file, dataset, attributes, dimensions);
        scale = attributes.Number("scale_factor") ?? 1;
        offset = attributes.Number("add_offset") ?? 0;
        missing = [.. attributes.Numbers("_FillValue"), .. attributes.Numbers("missing_value")];
    }

    /// <summary>The name, with its groups before it.</summary>
    public string Name => Dataset.Name[1..];

    /// <summary>The length of each axis.</summary>
    public IReadOnlyList<long> Shape => Dataset.Shape;

    /// <summary>The name of each axis, such as time, lat, lon; empty where the file does not say.</summary>
    public IReadOnlyList<string> Dimensions { get; }

    /// <summary>The unit, such as <c>K</c> or <c>hours since 2010-01-01</c>; null where the file does not say.</summary>
    public string? Units => Attributes.Text("units");

    /// <summary>All attributes.</summary>
    public Hdf5Attributes Attributes { get; }

    /// <summary>The numbers as they are stored, before scale, offset and fill value.</summary>
    public Hdf5Dataset Dataset { get; }

    /// <summary>The variable that holds the coordinates of an axis; null where there is none.</summary>
    /// <param name="dimension">The name of an axis.</param>
    public NetCdfVariable? Coordinate(string dimension)
    {
        var group = Name.LastIndexOf('/') is >= 0 and var slash ? Name[..(slash + 1)] : "";
        return file.Find(group + dimension) ?? file.Find(dimension);
    }

    /// <summary>
    /// Reads a block of values in their unit: stored numbers times <c>scale_factor</c> plus <c>add_offset</c>. Those equal to <c>_FillValue</c>
    /// or <c>missing_value</c> become NaN.
    /// </summary>
    /// <param name="start">Where the block begins on each axis.</param>
    /// <param name="count">How many values it has on each axis, at least 1.</param>
    /// <param name="values">Receives exactly as many values as the counts multiply to.</param>
    /// <param name="stride">From one value to the next on each axis; 1 if left out.</param>
    /// <inheritdoc cref="Hdf5Dataset.Read" path="/exception"/>
    public void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<float> values, ReadOnlySpan<long> stride = default)
    {
        if (Dataset.Element is TorchSharp.torch.ScalarType.Float32 or TorchSharp.torch.ScalarType.Float16 && scale == 1 && offset == 0)
        {
            Dataset.Read(start, count, values, stride);
            foreach (var gap in missing)
                Replace(values, (float)gap);
            return;
        }
        // Integers of 32 bits do not fit into a float without loss, so numbers pass through float64.
        var wide = ArrayPool<double>.Shared.Rent(values.Length);
        try
        {
            Read(start, count, wide.AsSpan(0, values.Length), stride);
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)wide[i];
        }
        finally
        {
            ArrayPool<double>.Shared.Return(wide);
        }
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{long}, ReadOnlySpan{long}, Span{float}, ReadOnlySpan{long})"/>
    public void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<double> values, ReadOnlySpan<long> stride = default)
    {
        Dataset.Read(start, count, values, stride);
        foreach (var gap in missing)
            Replace(values, gap);
        if (scale == 1 && offset == 0)
            return;
        for (var i = 0; i < values.Length; i++)
            values[i] = (values[i] * scale) + offset;
    }

    /// <summary>All values, in their unit.</summary>
    /// <returns>The values, row by row.</returns>
    /// <inheritdoc cref="Hdf5Dataset.ReadAll" path="/exception"/>
    public double[] ReadAll()
    {
        var values = Dataset.ReadAll<double>();
        for (var i = 0; i < values.Length; i++)
            values[i] = Array.IndexOf(missing, values[i]) >= 0 ? double.NaN : (values[i] * scale) + offset;
        return values;
    }

    private static void Replace(Span<float> values, float gap)
    {
        if (!float.IsNaN(gap))
            values.Replace(gap, float.NaN);
    }

    private static void Replace(Span<double> values, double gap)
    {
        if (!double.IsNaN(gap))
            values.Replace(gap, double.NaN);
    }
}
