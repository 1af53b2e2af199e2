namespace SwinLSTM.Data;

/// <summary>Copies a block of values from one order of axes into another.</summary>
internal static unsafe class Hdf5Copy
{
    /// <summary>The most axes that HDF5 knows.</summary>
    public const int MostAxes = 32;

    private readonly record struct Axis(long Count, long From, long To);

    /// <summary>Copies every value; each side has its own steps.</summary>
    /// <param name="from">The first value.</param>
    /// <param name="fromSteps">From one value to the next on each axis, in values.</param>
    /// <param name="to">Where the first value goes.</param>
    /// <param name="toSteps">From one value to the next on each axis, in values.</param>
    /// <param name="counts">The length of each axis, at least 1.</param>
    /// <param name="bytes">Bytes of a value: 1, 2, 4 or 8.</param>
    public static void Run(byte* from, ReadOnlySpan<long> fromSteps, byte* to, ReadOnlySpan<long> toSteps, ReadOnlySpan<long> counts,
        int bytes)
    {
        Span<Axis> axes = stackalloc Axis[MostAxes];
        var length = Order(fromSteps, toSteps, counts, axes);
        switch (bytes)
        {
            case 1: Walk(from, to, axes[..length]); break;
            case 2: Walk((short*)from, (short*)to, axes[..length]); break;
            case 4: Walk((int*)from, (int*)to, axes[..length]); break;
            default: Walk((long*)from, (long*)to, axes[..length]); break;
        }
    }

    /// <summary>The axes of the loops, the outermost first; those that lie behind each other on both sides become one.</summary>
    private static int Order(ReadOnlySpan<long> fromSteps, ReadOnlySpan<long> toSteps, ReadOnlySpan<long> counts, Span<Axis> axes)
    {
        var length = 0;
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] > 1)
                axes[length++] = new(counts[i], fromSteps[i], toSteps[i]);
        if (length == 0)
            axes[length++] = new(1, 1, 1);
        axes[..length].Sort((a, b) => b.To.CompareTo(a.To));
        for (var i = length - 2; i >= 0; i--)
        {
            var (outer, inner) = (axes[i], axes[i + 1]);
            if (outer.To != inner.To * inner.Count || outer.From != inner.From * inner.Count)
                continue;
            axes[i] = new(outer.Count * inner.Count, inner.From, inner.To);
            axes[(i + 2)..length].CopyTo(axes[(i + 1)..]);
            length--;
        }
        // The innermost loop writes value after value; the one around it reads value after value, so that what was fetched stays in the
        // nearest cache until all of it is used.
        for (var i = 0; i < length - 2; i++)
            if (axes[i].From < axes[length - 2].From)
                (axes[i], axes[length - 2]) = (axes[length - 2], axes[i]);
        return length;
    }

    private static void Walk<T>(T* from, T* to, ReadOnlySpan<Axis> axes)
        where T : unmanaged
    {
        var axis = axes[0];
        if (axes.Length > 1)
        {
            for (long i = 0; i < axis.Count; i++, from += axis.From, to += axis.To)
                Walk(from, to, axes[1..]);
        }
        else if (axis is { From: 1, To: 1 })
        {
            Buffer.MemoryCopy(from, to, axis.Count * sizeof(T), axis.Count * sizeof(T));
        }
        else
        {
            // Several at once do not wait for each other.
            long i = 0, step = axis.From, two = 2 * step, three = 3 * step, four = 4 * step;
            for (var last = axis.To == 1 ? axis.Count - 8 : -1; i <= last; i += 8, from += 2 * four, to += 8)
            {
                var next = from + four;
                (to[0], to[1], to[2], to[3]) = (from[0], from[step], from[two], from[three]);
                (to[4], to[5], to[6], to[7]) = (next[0], next[step], next[two], next[three]);
            }
            for (; i < axis.Count; i++, from += step, to += axis.To)
                *to = *from;
        }
    }
}
