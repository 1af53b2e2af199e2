namespace SwinLSTM.Data;

/// <summary>Datasets of HDF5 and NetCDF files as series of frames.</summary>
public static class Hdf5Frames
{
    private const int MostSequences = 1_000_000;

    /// <summary>Makes frames of a dataset, whatever the order of its axes: one series, or one for each sequence where an axis N counts
    /// sequences (members of an ensemble, events). Values are those of <see cref="Hdf5Dataset.Read"/>; pictures are divided by
    /// 255.</summary>
    /// <param name="dataset">Numbers; the file stays open as long as the series are read.</param>
    /// <param name="axes">
    /// A letter for each axis: N (sequence), T, C (channel), H, W, and 1 for an axis with one value that stands for nothing; N and C may be
    /// missing. <c>"THW"</c> is one film, <c>"NTCHW"</c> clips, <c>"NHWT"</c> what SEVIR has. Left out: by the names of the axes (time,
    /// level, lat, lon, number, ...), and where they have none <c>THW</c>, <c>TCHW</c> or <c>NTCHW</c>.
    /// </param>
    /// <param name="missing">A number, as stored, that stands for a missing value; beside those that the attributes give.</param>
    /// <returns>The series, in the order of the file.</returns>
    /// <exception cref="ArgumentException">Letters that do not go with the dataset or the names of its axes.</exception>
    /// <exception cref="InvalidDataException">The values are no numbers, or there are none.</exception>
    public static IReadOnlyList<IFrameSeries> Frames(this Hdf5Dataset dataset, string? axes = null, double? missing = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var order = FrameAxes.Of(dataset.Place, dataset.Shape, dataset.Dimensions, axes, "THW", "THW", "TCHW", "NTCHW");
        var reader = new Hdf5FrameReader(dataset, order, missing);
        var count = order.Length('N');
        return count <= MostSequences
            ? [.. Enumerable.Range(0, (int)count).Select(n => new SeriesView(() => $"{dataset.Name}{(order.Has('N') ? $"[{n}]" : "")} of " +
                dataset.File.Path, order.Length('T'), reader.Frame, (range, frames) => reader.Read(n, range, frames)))]
            : throw new InvalidDataException($"{dataset.Place} has {count} sequences; at most {MostSequences} are opened. Give another " +
                "letter to its axis N, or read it in blocks.");
    }
}

/// <summary>Reads frames <c>[T, C, H, W]</c> out of a dataset.</summary>
internal sealed class Hdf5FrameReader
{
    private const int MostBytes = 1 << 28; // held at once

    private readonly CfConventions conventions;
    private readonly double? missing;

    public Hdf5FrameReader(Hdf5Dataset dataset, FrameAxes axes, double? missing)
    {
        (Dataset, Axes, this.missing) = (dataset, axes, missing);
        conventions = missing is null ? dataset.Conventions
            : CfConventions.Of(dataset.Attributes, dataset.Stored, dataset.File.IsNetCdf, dataset.Place, missing);
        if (dataset.Shape.Any(length => length is < 1 or > int.MaxValue))
            throw new InvalidDataException($"{dataset.Place} has {string.Join(" x ", dataset.Shape)} values; each axis needs 1 to " +
                $"{int.MaxValue}.");
        try
        {
            Frame = new((int)axes.Length('C'), (int)axes.Length('H'), (int)axes.Length('W'));
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidDataException($"{dataset.Place}: {e.Message}", e);
        }
    }

    public Hdf5Dataset Dataset { get; }
    public FrameAxes Axes { get; }
    public FrameShape Frame { get; }

    public void Read(int sequence, FrameRange range, Span<float> frames)
    {
        var (picks, bytes) = (new Pick[Dataset.Shape.Count], Dataset.Stored.Bytes);
        var atOnce = (int)Math.Clamp(MostBytes / ((long)Frame.Values * bytes), 1, range.Count);
        using var room = new Rented<byte>(checked(atOnce * Frame.Values * bytes));
        for (var done = 0; done < range.Count; done += atOnce)
        {
            atOnce = Math.Min(atOnce, range.Count - done);
            for (var i = 0; i < picks.Length; i++)
                picks[i] = Axes.Letters[i] switch
                {
                    'T' => new(range.First + ((long)done * range.Step), atOnce, range.Step, (long)Frame.Values * bytes),
                    'N' => new(sequence, 1, 1, 0),
                    'C' => new(0, Dataset.Shape[i], 1, (long)Frame.Plane * bytes),
                    'H' => new(0, Dataset.Shape[i], 1, (long)Frame.Width * bytes),
                    _ => new(0, Dataset.Shape[i], 1, bytes),
                };
            var stored = room.Span[..(atOnce * Frame.Values * bytes)];
            Dataset.ReadStored(picks, stored);
            Decode(stored, frames.Slice(done * Frame.Values, atOnce * Frame.Values));
        }
    }

    private void Decode(ReadOnlySpan<byte> stored, Span<float> values)
    {
        if (!Dataset.IsPicture)
        {
            conventions.Decode(stored, values);
            return;
        }
        UnitBytes.ToFloats(stored, values);
        if (missing is { } gap)
            for (var i = 0; i < stored.Length; i++)
                if (stored[i] == gap)
                    values[i] = float.NaN;
    }
}
