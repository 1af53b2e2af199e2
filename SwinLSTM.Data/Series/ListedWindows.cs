namespace SwinLSTM.Data;

/// <summary>Samples cut out of a series at given frames, as data sets come that say themselves where their samples begin.</summary>
public sealed class ListedWindows : ISequenceDataset
{
    private readonly IFrameSeries series;
    private readonly long[] starts;
    private readonly int step;

    /// <summary>Cuts a series.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="starts">The first frame of each sample, in the order of the samples; at least one.</param>
    /// <param name="options">Lengths and step; <see cref="WindowOptions.Stride"/> has no meaning here. 10 + 10 frames if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule, no start, or a window that does not lie within the series.</exception>
    public ListedWindows(IFrameSeries series, ReadOnlySpan<long> starts, WindowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        options ??= new();
        (this.series, this.starts, step) = (series, starts.ToArray(), options.Step);
        Shape = options.Shape(series.Format);
        if (starts.IsEmpty)
            throw new ArgumentException($"{series.Name} is to be cut at given frames, but none is given.", nameof(starts));
        for (var i = 0; i < starts.Length; i++)
            if (starts[i] < 0 || starts[i] > series.Length - options.Span)
                throw new ArgumentException($"Sample {i} begins at frame {starts[i]} and needs {options.Span} frames; {series.Name} has frames 0 to {series.Length - 1}. " +
                    "Use shorter sequences, or the starts that belong to these frames.", nameof(starts));
    }

    /// <inheritdoc/>
    public long Count => starts.Length;

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <inheritdoc/>
    public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(sample, values, valid);
        series.Read(new(starts[sample.Index], Shape.Frames, step), values, valid);
    }

    /// <inheritdoc/>
    public string Describe(long index) => $"{new FrameRange(starts[index], Shape.Frames, step)} of {series.Name}";
}
