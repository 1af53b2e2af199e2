namespace SwinLSTM.Data;

/// <summary>Samples cut out of series of frames: every window that lies within one series, in the order of the series and of time, or the
/// windows of a list, as published data sets give them.</summary>
public sealed class FrameWindows : ISequenceDataset
{
    private readonly IReadOnlyList<IFrameSeries> series;
    private readonly WindowOptions options;
    private readonly Places? before;
    private readonly WindowStart[] listed = [];

    /// <summary>Cuts one series, into windows of 10 + 10 frames if no options are given.</summary>
    /// <exception cref="ArgumentException">Options that break a rule, or no window fits.</exception>
    public FrameWindows(IFrameSeries series, WindowOptions? options = null)
        : this([series], options)
    {
    }

    /// <summary>Cuts several series, all with frames of one shape. Those shorter than a window give no sample; <see cref="TooShort"/>
    /// counts them.</summary>
    /// <exception cref="ArgumentException">Options that break a rule, frames of several shapes, or no window fits in any
    /// series.</exception>
    public FrameWindows(IReadOnlyList<IFrameSeries> series, WindowOptions? options = null)
    {
        (this.series, this.options, Shape) = (series, options ??= new(), options.Shape(series.OneFrame()));
        before = new(series.Select(one => Math.Max(0, ((one.Length - options.Span + options.Stride) / options.Stride))));
        TooShort = series.Count(one => one.Length < options.Span);
        if (Count == 0 && series.MaxBy(one => one.Length) is { } longest)
            throw new ArgumentException($"{options.Words}; the longest of {series.Count} series, {longest.Name}, has {longest.Length}. " +
                "Use shorter sequences or longer series.", nameof(series));
    }

    /// <summary>Cuts samples out of series at the given places.</summary>
    /// <param name="series">The frames, at least one series, all with frames of one shape.</param>
    /// <param name="starts">Where each sample begins, in the order of the samples; at least one.</param>
    /// <param name="options">How long samples are, and their step; the stride does not count. 10 + 10 frames if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule, frames of several shapes, no samples, or one that leaves its
    /// series.</exception>
    public FrameWindows(IReadOnlyList<IFrameSeries> series, IReadOnlyList<WindowStart> starts, WindowOptions? options = null)
    {
        (this.series, this.options, Shape) = (series, options ??= new(), options.Shape(series.OneFrame()));
        ArgumentNullException.ThrowIfNull(starts);
        if (starts.Count == 0)
            throw new ArgumentException("A list of windows has at least one; none was given.", nameof(starts));
        foreach (var (at, first) in starts)
        {
            if (at < 0 || at >= series.Count)
                throw new ArgumentException($"The series are 0 to {series.Count - 1}; a sample begins in {at}.", nameof(starts));
            if (first < 0 || first > series[at].Length - options.Span)
                throw new ArgumentException($"{options.Words}; from frame {first} they do not lie within frames 0 to " +
                    $"{series[at].Length - 1} of {series[at].Name}.", nameof(starts));
        }
        listed = [.. starts];
    }

    /// <inheritdoc/>
    public long Count => before?.Count ?? listed.Length;

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <summary>How many series are shorter than a window and give no sample.</summary>
    public int TooShort { get; }

    /// <summary>Whether some samples have frames in common.</summary>
    internal bool Overlap => before is not null ? options.Stride < options.Span
        : listed.GroupBy(start => start.Series, start => start.First).Select(one => one.Order().ToArray())
            .Any(firsts => firsts.Zip(firsts.Skip(1)).Any(pair => pair.Second - pair.First < options.Span));

    /// <inheritdoc/>
    public void Read(SampleId sample, Span<float> frames)
    {
        this.Check(sample, frames);
        var (from, range) = Find(sample.Index);
        from.Read(range, frames);
    }

    /// <inheritdoc/>
    public string Describe(long index) => Find(index) is var (from, range) ? $"{range} of {from.Name}" : "";

    private (IFrameSeries Series, FrameRange Range) Find(long index)
    {
        var start = before is { } places && places.Find(index) is var (at, window) ? new(at, window * options.Stride) : listed[index];
        return (series[start.Series], new(start.First, Shape.Frames, options.Step));
    }
}

/// <summary>Where one sample begins.</summary>
/// <param name="Series">The number of the series, from 0.</param>
/// <param name="First">Its first frame there, from 0.</param>
public readonly record struct WindowStart(int Series, long First);

/// <summary>Parts behind each other, by their counts: which part a number of the whole falls into.</summary>
internal sealed class Places
{
    /// <summary>Cuts 0 to <c>count - 1</c> into stretches, each of numbers that follow on the one before.</summary>
    public static IEnumerable<(int First, int Length)> Stretches(int count, Predicate<int> follows)
    {
        for (int first = 0, end; first < count; first = end)
        {
            for (end = first + 1; end < count && follows(end);)
                end++;
            yield return (first, end - first);
        }
    }

    private readonly long[] before; // numbers before each part, and the count of all at the end

    public Places(IEnumerable<long> counts)
    {
        var sum = 0L;
        before = [0, .. counts.Select(count => sum = checked(sum + count))];
    }

    public long Count => before[^1];

    public long Before(int part) => before[part];

    public (int Part, long Index) Find(long index)
    {
        // The last part that begins at or before the index: empty ones begin where the next one does.
        var at = Array.BinarySearch(before, index);
        at = at >= 0 ? at : ~at - 1;
        while (before[at + 1] == index)
            at++;
        return (at, index - before[at]);
    }
}

/// <summary>How samples are cut out of series of frames: <c>new(12, 12, Stride: 6)</c>.</summary>
/// <param name="InputFrames">Frames that the network sees. Default 10.</param>
/// <param name="TargetFrames">Frames that are to be forecast; 0 where there is nothing to compare a forecast with. Default 10.</param>
/// <param name="TargetChannels">How many channels are to be forecast, the first ones of a frame; null for all of them. Default
/// null.</param>
/// <param name="Stride">Frames from the beginning of one sample to that of the next. Default 1: every window there is.</param>
/// <param name="Step">Frames from one frame of a sample to the next. Default 1; 5 takes every fifth frame.</param>
public sealed record WindowOptions(int InputFrames = 10, int TargetFrames = 10, int? TargetChannels = null, int Stride = 1, int Step = 1)
{
    /// <summary>Frames of the series that one sample reaches over.</summary>
    internal long Span => ((long)InputFrames + TargetFrames - 1) * Step + 1;

    /// <summary>The windows in words, for messages.</summary>
    internal string Words => $"{InputFrames} + {TargetFrames} frames, {Step} apart, need {Span} frames";

    internal SequenceShape Shape(FrameShape frame)
    {
        SequenceRules.CheckAll(nameof(WindowOptions),
        [
            (InputFrames < 1, $"InputFrames is {InputFrames}; at least one is needed."),
            (TargetFrames < 0, $"TargetFrames is {TargetFrames}; it is 0 (forecasting only) or more."),
            (TargetChannels < 1 || TargetChannels > frame.Channels, $"TargetChannels is {TargetChannels}; frames have {frame.Channels} " +
                "channels, of which at least one is forecast."),
            (Stride < 1, $"Stride is {Stride}; the next sample begins at least one frame later."),
            (Step < 1, $"Step is {Step}; the next frame is at least one further."),
        ]);
        return new(InputFrames, TargetFrames, frame, TargetChannels);
    }
}
