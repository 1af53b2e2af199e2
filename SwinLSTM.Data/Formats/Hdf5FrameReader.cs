namespace SwinLSTM.Data;

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
