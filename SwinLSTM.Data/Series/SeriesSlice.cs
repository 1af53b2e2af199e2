namespace SwinLSTM.Data;

/// <summary>Parts of a series.</summary>
public static class SeriesSlice
{
    /// <summary>The frames <paramref name="first"/> to <c>first + length - 1</c>, as a series of its own: how training, validation and test get times of their own.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="first">The first frame of the part.</param>
    /// <param name="length">How many frames, at least 1.</param>
    /// <returns>A view; nothing is copied.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or leaves the series.</exception>
    public static IFrameSeries Slice(this IFrameSeries series, long first, long length)
    {
        ArgumentNullException.ThrowIfNull(series);
        return first >= 0 && length >= 1 && first <= series.Length - length
            ? new Part(series, first, length)
            : throw new ArgumentOutOfRangeException(nameof(first),
                $"{length} frames from frame {first} do not lie within frames 0 to {series.Length - 1} of {series.Name}; a part needs at least one.");
    }

    private sealed class Part(IFrameSeries whole, long first, long length) : IFrameSeries
    {
        public long Length => length;

        public FrameFormat Format => whole.Format;

        public string Name => $"{whole.Name} (from frame {first})";

        public void Read(FrameRange range, Span<byte> values, Span<byte> valid)
        {
            this.CheckRead(range, values, valid);
            whole.Read(range with { First = first + range.First }, values, valid);
        }
    }
}
