namespace SwinLSTM.Data;

/// <summary>Frames of an array in a layout, which says which axis is which; one that the array does not have is 1 long. What series and
/// clips have in common.</summary>
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
            throw new ArgumentException($"{array.Name} has the shape {ArrayShape.Text(array.Shape)}: axis {axes.Letters[empty]} is empty. At " +
                "least one value is needed along each.", nameof(layout));
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

/// <summary>A series of frames in an <see cref="NdArray"/>: in memory, or read in place from a mapped file.</summary>
public sealed class ArraySeries : IFrameSeries, IDisposable
{
    private readonly ArrayFrames frames;

    internal ArraySeries(ArrayFrames frames) => this.frames = frames;

    /// <inheritdoc/>
    public long Length => frames.Time;

    /// <inheritdoc/>
    public FrameShape Frame => frames.Frame;

    /// <inheritdoc/>
    public string Name => frames.Array.Name;

    /// <inheritdoc/>
    public void Read(FrameRange range, Span<float> frames)
    {
        this.Check(range, frames);
        this.frames.Read(0, range, frames);
    }

    /// <summary>Closes the array that the frames are in.</summary>
    public void Dispose() => frames.Array.Dispose();
}

/// <summary>Clips of one length in an <see cref="NdArray"/>, or in two of them, inputs and targets: in memory, or read in place from a
/// mapped file.</summary>
public sealed class ArrayClips : ISequenceDataset, IDisposable
{
    private readonly (ArrayFrames Frames, int Count)[] parts; // one behind the other in each sample

    internal ArrayClips((ArrayFrames Frames, int Count)[] parts, SequenceShape shape) => (this.parts, Shape) = (parts, shape);

    /// <inheritdoc/>
    public long Count => parts[0].Frames.Samples;

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <inheritdoc/>
    public void Read(SampleId sample, Span<float> frames)
    {
        this.Check(sample, frames);
        foreach (var (part, count) in parts)
        {
            part.Read(sample.Index, new(0, count), frames[..(count * Shape.Frame.Values)]);
            frames = frames[(count * Shape.Frame.Values)..];
        }
    }

    /// <inheritdoc/>
    public string Describe(long index) => $"sample {index} of {string.Join(" and ", parts.Select(part => part.Frames.Array.Name))}";

    /// <summary>Closes the arrays that the clips are in.</summary>
    public void Dispose()
    {
        foreach (var (frames, _) in parts)
            frames.Array.Dispose();
    }
}
