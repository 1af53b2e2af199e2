namespace SwinLSTM.Data;

/// <summary>What can be done to any series of frames; nothing is copied.</summary>
public static class FrameSeriesExtensions
{
    /// <summary>Cuts a series into samples, as <see cref="FrameWindows"/> does.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="options">How; 10 + 10 frames if left out.</param>
    /// <returns>Every window of that length.</returns>
    /// <exception cref="ArgumentException">Options that break a rule, or no window fits.</exception>
    public static FrameWindows Windows(this IFrameSeries series, WindowOptions? options = null) => new(series, options);

    /// <summary>Takes the frames <paramref name="first"/> to <c>first + length - 1</c> as a series of its own.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="first">The first frame of the part.</param>
    /// <param name="length">How many frames, at least 1.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or leaves the series.</exception>
    public static IFrameSeries Slice(this IFrameSeries series, long first, long length)
    {
        ArgumentNullException.ThrowIfNull(series);
        return first >= 0 && length >= 1 && first <= series.Length - length
            ? new Part(series, first, length)
            : throw new ArgumentOutOfRangeException(nameof(first),
                $"{length} frames from frame {first} do not lie within frames 0 to {series.Length - 1} of {series.Name}; a part needs at " +
                "least one.");
    }

    /// <summary>Marks values as missing: NaN wherever the mask is 0.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="measured">
    /// As many frames, or one for all of them, of the same size, with as many channels or one for all of them; such as a series of true and
    /// false.
    /// </param>
    /// <returns>The frames with their gaps.</returns>
    /// <exception cref="ArgumentException">The mask has another length or shape.</exception>
    public static IFrameSeries WithMask(this IFrameSeries series, IFrameSeries measured)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(measured);
        var (frame, mask) = (series.Frame, measured.Frame);
        return (measured.Length == series.Length || measured.Length == 1) && (mask == frame || mask == new FrameShape(1, frame.Height,
            frame.Width))
            ? new Masked(series, measured)
            : throw new ArgumentException($"A mask has a frame for each frame or one for all, of the same size, with as many channels or " +
                $"1; {series.Name} has {series.Length} frames of {frame}, " +
                $"{measured.Name} has {measured.Length} of {mask}.", nameof(measured));
    }

    private sealed class Part(IFrameSeries whole, long first, long length) : IFrameSeries
    {
        public long Length => length;

        public FrameShape Frame => whole.Frame;

        public string Name => $"{whole.Name} (from frame {first})";

        public void Read(FrameRange range, Span<float> frames)
        {
            this.Check(range, frames);
            whole.Read(range with { First = first + range.First }, frames);
        }
    }

    private sealed class Masked(IFrameSeries values, IFrameSeries measured) : IFrameSeries
    {
        public long Length => values.Length;

        public FrameShape Frame => values.Frame;

        public string Name => values.Name;

        public void Read(FrameRange range, Span<float> frames)
        {
            values.Read(range, frames);
            var always = measured.Length == 1;
            using var mask = new RentedFrames((always ? 1 : range.Count) * measured.Frame.Values);
            measured.Read(always ? new(0, 1) : range, mask.Span);
            var (plane, channels, own) = (Frame.Plane, Frame.Channels, measured.Frame.Channels);
            for (var p = 0; p < frames.Length / plane; p++)
            {
                var place = ((always ? 0 : p / channels) * own) + (own == 1 ? 0 : p % channels);
                Span<float> from = mask.Span.Slice(place * plane, plane), to = frames.Slice(p * plane, plane);
                for (var i = 0; i < to.Length; i++)
                    if (from[i] == 0)
                        to[i] = float.NaN;
            }
        }
    }
}
