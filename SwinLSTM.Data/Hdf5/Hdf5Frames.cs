namespace SwinLSTM.Data;

/// <summary>Datasets of HDF5 files as series of frames.</summary>
public static class Hdf5Frames
{
    /// <summary>The frames of a dataset, whatever the order of its axes: one series, or one for each sequence where an axis N counts sequences.</summary>
    /// <param name="dataset">Numbers; the file stays open as long as the series are read.</param>
    /// <param name="axes">
    /// A letter for each axis: N (sequence), T, C (channel), H, W; N and C may be missing. <c>"THW"</c> is one film, <c>"NTCHW"</c> clips,
    /// <c>"NHWT"</c> what SEVIR has.
    /// </param>
    /// <param name="missing">A number that stands for a missing value.</param>
    /// <returns>The series, in the order of the file. Bytes are divided by 255.</returns>
    /// <exception cref="ArgumentException">Letters that do not go with the dataset.</exception>
    /// <exception cref="InvalidDataException">The values are no numbers that a tensor holds, or there are none.</exception>
    public static IReadOnlyList<IFrameSeries> Frames(this Hdf5Dataset dataset, string axes, double? missing = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var place = $"{dataset.File.Path}: {dataset.Name}";
        var order = new FrameAxes(axes, place);
        var shape = dataset.Shape;
        if (axes.Length != shape.Count)
            throw new ArgumentException($"{place} has {shape.Count} axes ({string.Join(" x ", shape)}); '{axes}' names {axes.Length}.", nameof(axes));
        if (dataset.Element is null)
            throw new InvalidDataException($"{place} holds {dataset.TypeName} values, which no tensor holds. Write it anew as numbers of 8 to 64 bits, signed if 64.");
        if (shape.Any(length => length is < 1 or > int.MaxValue))
            throw new InvalidDataException($"{place} has {string.Join(" x ", shape)} values; each axis needs 1 to {int.MaxValue}.");

        var format = Format(order, shape, place);
        var count = FrameAxes.Of(shape, order.N);
        var series = new IFrameSeries[count];
        for (var i = 0; i < series.Length; i++)
            series[i] = new Hdf5Series(dataset, order, order.N < 0 ? -1 : i, format, missing);
        return series;
    }

    private static FrameShape Format(FrameAxes order, IReadOnlyList<long> shape, string place)
    {
        try
        {
            return new((int)FrameAxes.Of(shape, order.C), (int)shape[order.H], (int)shape[order.W]);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidDataException($"{place}: {e.Message}", e);
        }
    }
}
