namespace SwinLSTM.Data;

/// <summary>Samples cut out of series of frames at places that a list gives, as published data sets do; <see cref="FrameWindows"/> takes every place there is.</summary>
public sealed class ListedWindows : ISequenceDataset
{
    private readonly IReadOnlyList<IFrameSeries> series;
    private readonly IReadOnlyList<WindowStart> starts;
    private readonly int step;

    /// <summary>Cuts samples out of one series.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="starts">The first frame of each sample, in the order of the samples; at least one.</param>
    /// <param name="options">Their lengths and step; the stride does not count. 10 + 10 frames if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule, no samples, or one that does not lie within the series.</exception>
    public ListedWindows(IFrameSeries series, ReadOnlySpan<long> starts, WindowOptions? options = null)
        : this([series], Array.ConvertAll(starts.ToArray(), first => new WindowStart(0, first)), options)
    {
    }

    /// <summary>Cuts samples out of several series.</summary>
    /// <param name="series">The frames, all of one format.</param>
    /// <param name="starts">Where each sample begins, in the order of the samples; at least one.</param>
    /// <param name="options">Their lengths and step; the stride does not count. 10 + 10 frames if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule, series of several formats, no samples, or one that does not lie within its series.</exception>
    public ListedWindows(IReadOnlyList<IFrameSeries> series, IReadOnlyList<WindowStart> starts, WindowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(starts);
        options ??= new();
        if (series.Count == 0 || starts.Count == 0)
            throw new ArgumentException($"Windows need at least one series and one place; {series.Count} series and {starts.Count} places were given.", nameof(starts));
        if (series.FirstOrDefault(s => s.Format != series[0].Format) is { } other)
            throw new ArgumentException($"All series must have frames of one format; {series[0].Name} has {series[0].Format}, {other.Name} has {other.Format}. Resize one of them.", nameof(series));

        (this.series, this.starts, step, Shape) = (series, starts, options.Step, options.Shape(series[0].Format));
        foreach (var (at, first) in starts)
        {
            if (at < 0 || at >= series.Count)
                throw new ArgumentException($"The series are 0 to {series.Count - 1}; a sample begins in {at}.", nameof(starts));
            if (first < 0 || first > series[at].Length - options.Span)
                throw new ArgumentException($"{options.InputFrames} + {options.TargetFrames} frames, {options.Step} apart, need {options.Span} frames; from frame {first} they do not lie " +
                    $"within frames 0 to {series[at].Length - 1} of {series[at].Name}.", nameof(starts));
        }
    }

    /// <inheritdoc/>
    public long Count => starts.Count;

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <inheritdoc/>
    public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(sample, values, valid);
        var start = starts[(int)sample.Index];
        series[start.Series].Read(new(start.First, Shape.Frames, step), values, valid);
    }

    /// <inheritdoc/>
    public string Describe(long index)
    {
        var start = starts[(int)index];
        return $"{new FrameRange(start.First, Shape.Frames, step)} of {series[start.Series].Name}";
    }
}
