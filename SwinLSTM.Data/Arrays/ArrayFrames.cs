namespace SwinLSTM.Data;

/// <summary>Frames of an array in a layout, which says which axis is which; one that the array does not have is 1 long.</summary>
internal sealed class ArrayFrames
{
    private const int ChunkBytes = 1 << 16; // stays in the processor's nearest caches
    private readonly Axis samples, time, channels, rows, columns;

    /// <summary>Takes a letter for each axis, or the usual ones of so many axes; clips can have several sequences, N.</summary>
    /// <exception cref="ArgumentException">Letters and axes do not agree, or an axis is empty.</exception>
    public ArrayFrames(NdArray array, string? layout, bool clips)
    {
        Array = array;
        var axes = FrameAxes.Of(array.Name, array.Shape.ToArray(), [], layout, "T", clips ? ["NTHW", "NTCHW"] : ["THW", "TCHW"]);
        if (array.Shape.IndexOf(0) is >= 0 and var empty)
            throw new ArgumentException($"{array.Name} has the shape {ArrayShape.Text(array.Shape)}: axis {axes.Letters[empty]} is " +
                "empty. At least one value is needed along each.", nameof(layout));
        (samples, time, channels, rows, columns) = (Find('N'), Find('T'), Find('C'), Find('H'), Find('W'));
        var largest = Math.Max(channels.Length, Math.Max(rows.Length, columns.Length));
        if (largest > System.Array.MaxLength)
            throw new ArgumentException($"A frame of {array.Name} has an axis of {largest} values; at most {System.Array.MaxLength} fit. " +
                "Check the layout: time and samples have letters of their own.", nameof(layout));
        Frame = new((int)channels.Length, (int)rows.Length, (int)columns.Length);

        Axis Find(char letter) => axes.Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? array.Axes[at]
            : new(1, 0);
    }

    public NdArray Array { get; }
    public FrameShape Frame { get; }
    public long Samples => samples.Length;
    public long Time => time.Length;

    /// <summary>Reads frames of one sample, which are there.</summary>
    public void Read(long sample, FrameRange range, Span<float> frames)
    {
        var start = (sample * samples.Stride) + (range.First * time.Stride);
        var step = range.Step * time.Stride;
        var together = Math.Clamp(ChunkBytes / (Frame.Values * Array.Stored.Bytes), 1, range.Count);
        for (var done = 0; done < range.Count; done += together)
        {
            var count = Math.Min(together, range.Count - done);
            Array.Read(start + (done * step), [new(count, step), channels, rows, columns], frames.Slice(done * Frame.Values,
                count * Frame.Values));
        }
    }
}

/// <summary>Frames of one sample of an array, and of another one behind them if there is one: in memory, or read in place from a mapped
/// file.</summary>
internal sealed class ArraySeries(ArrayFrames frames, long? sample = null, ArrayFrames? then = null) : IFrameSeries
{
    public long Length => frames.Time + (then?.Time ?? 0);
    public FrameShape Frame => frames.Frame;
    public string Name => (sample is { } number ? $"sample {number} of " : "") + frames.Array.Name + (then is null ? ""
        : $" and {then.Array.Name}");

    public void Read(FrameRange range, Span<float> values)
    {
        this.Check(range, values);
        var first = (int)Math.Clamp((frames.Time - range.First + range.Step - 1) / range.Step, 0, range.Count);
        if (first > 0)
            frames.Read(sample ?? 0, range with { Count = first }, values[..(first * Frame.Values)]);
        if (first < range.Count)
            then!.Read(sample ?? 0, new(range.First + ((long)first * range.Step) - frames.Time, range.Count - first, range.Step),
                values[(first * Frame.Values)..]);
    }
}
