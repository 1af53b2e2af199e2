namespace SwinLSTM.Data;

/// <summary>What can be done to any series of frames; nothing is copied.</summary>
public static class FrameSeriesExtensions
{
    /// <summary>Cuts a series into samples, as <see cref="FrameWindows"/> does: every window, of 10 + 10 frames if no options are
    /// given.</summary>
    /// <exception cref="ArgumentException">Options that break a rule, or no window fits.</exception>
    public static FrameWindows Windows(this IFrameSeries series, WindowOptions? options = null) => new(series, options);

    /// <summary>Takes the frames <paramref name="first"/> to <c>first + length - 1</c>, at least one, as a series of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or leaves the series.</exception>
    public static IFrameSeries Slice(this IFrameSeries series, long first, long length)
    {
        ArgumentNullException.ThrowIfNull(series);
        return first >= 0 && length >= 1 && first <= series.Length - length
            ? series.Part(first, length, $"{series.Name} (from frame {first})")
            : throw new ArgumentOutOfRangeException(nameof(first),
                $"{length} frames from frame {first} do not lie within frames 0 to {series.Length - 1} of {series.Name}; a part needs at " +
                "least one.");
    }

    /// <summary>Marks values as missing: NaN wherever the mask <paramref name="measured"/> is 0, such as a series of true and false. It has
    /// as many frames, or one for all of them, of the same size, with as many channels or one for all of them.</summary>
    /// <exception cref="ArgumentException">The mask has another length or shape.</exception>
    public static IFrameSeries WithMask(this IFrameSeries series, IFrameSeries measured)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(measured);
        var (frame, mask) = (series.Frame, measured.Frame);
        return (measured.Length == series.Length || measured.Length == 1)
            && (mask == frame || mask == new FrameShape(1, frame.Height, frame.Width))
            ? new SeriesView(() => series.Name, series.Length, frame, (range, frames) =>
            {
                series.Read(range, frames);
                Hide(measured, range, frame, frames);
            })
            : throw new ArgumentException("A mask has a frame for each frame or one for all, of the same size, with as many channels or " +
                $"1; {series.Name} has {series.Length} frames of {frame}, {measured.Name} has {measured.Length} of " +
                $"{mask}.", nameof(measured));
    }

    /// <summary>Frames of a series that are there, under a name of their own.</summary>
    internal static IFrameSeries Part(this IFrameSeries series, long first, long length, string name) =>
        new SeriesView(() => name, length, series.Frame, (range, frames) =>
            series.Read(range with { First = first + range.First }, frames));

    private static void Hide(IFrameSeries measured, FrameRange range, FrameShape frame, Span<float> frames)
    {
        using var mask = new Rented<float>(measured.Frame.Values);
        for (var p = 0; p < range.Count * frame.Channels; p++)
        {
            var (t, c) = Math.DivRem(p, frame.Channels);
            if (c == 0)
                measured.Read(new(measured.Length == 1 ? 0 : range.First + ((long)t * range.Step), 1), mask.Span);
            Span<float> from = mask.Span.Slice(measured.Frame.Channels == 1 ? 0 : c * frame.Plane, frame.Plane),
                to = frames.Slice(p * frame.Plane, frame.Plane);
            for (var i = 0; i < to.Length; i++)
                if (from[i] == 0)
                    to[i] = float.NaN;
        }
    }
}

/// <summary>Reads frames that are there into room for exactly them.</summary>
internal delegate void ReadFrames(FrameRange range, Span<float> frames);

/// <summary>A series that is read through something else.</summary>
internal sealed class SeriesView(Func<string> name, long length, FrameShape frame, ReadFrames read) : IFrameSeries
{
    public long Length => length;
    public FrameShape Frame => frame;
    public string Name => name();

    public void Read(FrameRange range, Span<float> frames)
    {
        this.Check(range, frames);
        read(range, frames);
    }
}
