namespace SwinLSTM.Data;

/// <summary>
/// Samples cut out of series of frames: every window of the length asked for that lies within one series, in the order of the series and of time.
/// </summary>
public sealed class FrameWindows : ISequenceDataset
{
    private readonly IReadOnlyList<IFrameSeries> series;
    private readonly WindowOptions options;
    private readonly long[] before; // samples before each series, and the count of all at the end

    /// <summary>Cuts one series.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="options">How; 10 + 10 frames if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule, or no window fits.</exception>
    public FrameWindows(IFrameSeries series, WindowOptions? options = null)
        : this([series], options)
    {
    }

    /// <summary>Cuts several series. Those shorter than a window give no sample; <see cref="TooShort"/> counts them.</summary>
    /// <param name="series">The frames, at least one series, all of one format.</param>
    /// <param name="options">How; 10 + 10 frames if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule, series of several formats, or no window fits in any of them.</exception>
    public FrameWindows(IReadOnlyList<IFrameSeries> series, WindowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0)
            throw new ArgumentException("Windows need at least one series of frames; none was given.", nameof(series));
        if (series.FirstOrDefault(s => s.Format != series[0].Format) is { } other)
            throw new ArgumentException($"All series must have frames of one format; {series[0].Name} has {series[0].Format}, {other.Name} has {other.Format}. " +
                "Resize one of them, or use a data set for each.", nameof(series));

        (this.series, this.options) = (series, options ??= new());
        Shape = options.Shape(series[0].Format);
        before = new long[series.Count + 1];
        for (var i = 0; i < series.Count; i++)
        {
            var room = series[i].Length - options.Span;
            TooShort += room < 0 ? 1 : 0;
            before[i + 1] = before[i] + (room < 0 ? 0 : (room / options.Stride) + 1);
        }
        if (Count == 0)
        {
            var longest = series.MaxBy(s => s.Length)!;
            throw new ArgumentException($"{options.InputFrames} + {options.TargetFrames} frames, {options.Step} apart, need {options.Span} frames; the longest of " +
                $"{series.Count} series, {longest.Name}, has {longest.Length}. Use shorter sequences or longer series.", nameof(series));
        }
    }

    /// <inheritdoc/>
    public long Count => before[^1];

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <summary>How many series are shorter than a window and give no sample.</summary>
    public int TooShort { get; }

    /// <inheritdoc/>
    public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(sample, values, valid);
        var (from, range) = Find(sample.Index);
        from.Read(range, values, valid);
    }

    /// <inheritdoc/>
    public string Describe(long index)
    {
        var (from, range) = Find(index);
        return $"{range} of {from.Name}";
    }

    private (IFrameSeries Series, FrameRange Range) Find(long index)
    {
        // The last series that begins at or before the index: those without samples begin where the next one does.
        var at = Array.BinarySearch(before, index);
        at = at >= 0 ? at : ~at - 1;
        while (before[at + 1] == index)
            at++;
        return (series[at], new((index - before[at]) * options.Stride, Shape.Frames, options.Step));
    }
}
