using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Frames of an array in a layout, with the map of those values that were measured: what series and clips have in common.</summary>
internal sealed class ArrayFrames : IDisposable
{
    private readonly NdArray array;
    private readonly NdArray? map;
    private readonly AxisLayout axes, mapAxes;

    public ArrayFrames(NdArray array, string layout, bool clips, bool masked, NdArray? valid)
    {
        (this.array, map) = (array, valid);
        axes = AxisLayout.Of(array, layout, clips);
        Format = axes.Format(array, masked || valid is not null);
        if (valid is not null)
            mapAxes = MapAxes(valid, layout, clips);
    }

    public FrameFormat Format { get; }

    public string Name => array.Name;

    public long Samples => axes.Samples.Length;

    public long Time => axes.Time.Length;

    /// <summary>Reads frames of one sample, which are there.</summary>
    public void Read(long sample, FrameRange range, Span<byte> values, Span<byte> valid)
    {
        Read(array, axes, sample, range, values);
        if (map is null)
        {
            valid.Fill(1);
            return;
        }
        Read(map, mapAxes, sample, range, valid);
        if (!valid.Contains((byte)0) && !valid.ContainsAnyExceptInRange((byte)0, (byte)1))
            return;
        for (var i = 0; i < valid.Length; i++)
            valid[i] = (byte)(valid[i] == 0 ? 0 : 1);
        switch (Format.ElementBytes)
        {
            case 1: Clear(values, valid); break;
            case 2: Clear(MemoryMarshal.Cast<byte, short>(values), valid); break;
            case 4: Clear(MemoryMarshal.Cast<byte, int>(values), valid); break;
            default: Clear(MemoryMarshal.Cast<byte, long>(values), valid); break;
        }
    }

    public void Dispose()
    {
        array.Dispose();
        map?.Dispose();
    }

    private static void Read(NdArray array, AxisLayout axes, long sample, FrameRange range, Span<byte> values)
    {
        Span<Axis> order = [new(range.Count, range.Step * axes.Time.Stride), axes.Channels, axes.Rows, axes.Columns];
        array.Read((sample * axes.Samples.Stride) + (range.First * axes.Time.Stride), order, values);
    }

    private static void Clear<T>(Span<T> values, ReadOnlySpan<byte> valid)
        where T : struct
    {
        for (var i = 0; i < values.Length; i++)
            if (valid[i] == 0)
                values[i] = default;
    }

    private AxisLayout MapAxes(NdArray valid, string layout, bool clips)
    {
        if (valid.Stored.Bytes != 1)
            throw new ArgumentException($"A map of valid values has a byte a value, bool or uint8; {valid.Name} has {valid.Stored}. Convert it, such as with valid != 0.", nameof(valid));
        var found = AxisLayout.Of(valid, valid.Shape.Length == layout.Length ? layout : layout.Replace("C", "", StringComparison.Ordinal), clips);
        return new(Fit(found.Samples, axes.Samples, 'N'), Fit(found.Time, axes.Time, 'T'), Fit(found.Channels, axes.Channels, 'C'),
            Fit(found.Rows, axes.Rows, 'H'), Fit(found.Columns, axes.Columns, 'W'));

        Axis Fit(Axis one, Axis other, char letter) => one.Length == other.Length ? one : one.Length == 1 ? new(other.Length, 0)
            : throw new ArgumentException($"The map of valid values has {one.Length} along {letter} where the values have {other.Length}; it must have as many, or 1 for all of them.", nameof(valid));
    }
}
