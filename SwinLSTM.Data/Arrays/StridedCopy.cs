namespace SwinLSTM.Data;

/// <summary>One axis of values in memory.</summary>
/// <param name="Length">How many values follow each other along it.</param>
/// <param name="Stride">Bytes from one to the next; 0 repeats one value, as an axis that is not there does.</param>
/// <param name="To">Bytes from one to the next where they are copied to.</param>
internal readonly record struct Axis(long Length, long Stride, long To = 0);

/// <summary>Shapes of arrays, which may come from a file and be anything.</summary>
internal static class ArrayShape
{
    /// <summary>How many values a shape holds; null if a length is negative or they are too many to count.</summary>
    public static long? Count(ReadOnlySpan<long> shape)
    {
        if (shape.ContainsAnyInRange(long.MinValue, -1))
            return null;
        var count = shape.Contains(0) ? 0 : (Int128)1;
        foreach (var length in shape)
            if ((count *= length) > long.MaxValue)
                return null;
        return (long)count;
    }

    /// <summary>The axes of values that lie behind each other: the last axis fastest, or the first one (Fortran's order).</summary>
    public static Axis[] Axes(ReadOnlySpan<long> shape, int size, bool firstFastest = false)
    {
        var axes = new Axis[shape.Length];
        var stride = (long)size;
        for (var i = 0; i < axes.Length; i++)
        {
            var at = firstFastest ? i : axes.Length - 1 - i;
            axes[at] = new(shape[at], stride);
            stride = unchecked(stride * shape[at]); // of an empty array no value is read; its strides only have to be numbers
        }
        return axes;
    }

    /// <summary>The shape in words, as NumPy writes it.</summary>
    public static string Text(ReadOnlySpan<long> shape) => $"({string.Join(", ", shape.ToArray())}{(shape.Length == 1 ? "," : "")})";
}

/// <summary>Copies values from any layout into any other. Axes that lie behind each other on both sides become one; what is then one run of
/// bytes is copied as such, and what is transposed goes tile by tile, so that both sides stay in the nearest cache.</summary>
internal static unsafe class StridedCopy
{
    private const int Tile = 64; // values a side: 64 lines of a cache on either side

    /// <summary>Copies every value of the axes behind each other, the last axis fastest; there is at least one.</summary>
    public static void Copy(byte* from, ReadOnlySpan<Axis> axes, int size, byte* to)
    {
        Span<Axis> both = stackalloc Axis[axes.Length];
        var step = (long)size;
        for (var i = axes.Length - 1; i >= 0; step *= axes[i].Length, i--)
            both[i] = axes[i] with { To = step };
        Copy(from, to, both, size);
    }

    /// <summary>Copies every value of the axes, which may have any order and are overwritten; there is at least one value.</summary>
    public static void Copy(byte* from, byte* to, Span<Axis> axes, int size)
    {
        axes.Sort(static (a, b) => b.To.CompareTo(a.To));
        var count = 0;
        foreach (var axis in axes)
            if (axis.Length != 1)
            {
                var merges = count > 0 && axes[count - 1].Stride == axis.Length * axis.Stride
                    && axes[count - 1].To == axis.Length * axis.To;
                axes[merges ? count - 1 : count++] = merges ? axis with { Length = axes[count - 1].Length * axis.Length } : axis;
            }
        axes = axes[..count];

        // The last axis, and the one that is best copied together with it.
        Axis columns = count > 0 ? axes[^1] : new(1, size, size), rows = new(1, 0);
        axes = axes[..Math.Max(0, count - 1)];
        if (!axes.IsEmpty)
        {
            var at = axes.Length - 1;
            for (var i = 0; columns.Stride != size && i < axes.Length; i++)
                at = axes[i].Stride < axes[at].Stride ? i : at;
            rows = axes[at];
            axes[(at + 1)..].CopyTo(axes[at..]);
            axes = axes[..^1];
        }
        switch (size)
        {
            case 1: Walk<byte>(from, to, axes, rows, columns); break;
            case 2: Walk<ushort>(from, to, axes, rows, columns); break;
            case 4: Walk<uint>(from, to, axes, rows, columns); break;
            default: Walk<ulong>(from, to, axes, rows, columns); break;
        }
    }

    private static void Walk<T>(byte* from, byte* to, ReadOnlySpan<Axis> axes, Axis rows, Axis columns)
        where T : unmanaged
    {
        if (axes.IsEmpty)
            Plane<T>(from, to, rows, columns);
        else
            for (var i = 0L; i < axes[0].Length; i++)
                Walk<T>(from + (i * axes[0].Stride), to + (i * axes[0].To), axes[1..], rows, columns);
    }

    private static void Plane<T>(byte* from, byte* to, Axis rows, Axis columns)
        where T : unmanaged
    {
        if (columns.Stride == sizeof(T) && columns.To == sizeof(T))
        {
            for (var row = 0L; row < rows.Length; row++)
                Buffer.MemoryCopy(from + (row * rows.Stride), to + (row * rows.To), columns.Length * sizeof(T), columns.Length * sizeof(T));
            return;
        }
        for (var column = 0L; column < columns.Length; column += Tile)
            for (var row = 0L; row < rows.Length; row += Tile)
                for (var r = row; r < Math.Min(row + Tile, rows.Length); r++)
                    Line<T>(from + (r * rows.Stride) + (column * columns.Stride), columns.Stride,
                        to + (r * rows.To) + (column * columns.To), columns.To, (int)Math.Min(Tile, columns.Length - column));
    }

    private static void Line<T>(byte* from, long stride, byte* to, long step, int count)
        where T : unmanaged
    {
        for (; step == sizeof(T) && count >= 4; count -= 4, to += 4 * step, from += 4 * stride) // four that do not wait for each other
        {
            var four = (T*)to;
            (four[0], four[1]) = (*(T*)from, *(T*)(from + stride));
            (four[2], four[3]) = (*(T*)(from + (2 * stride)), *(T*)(from + (3 * stride)));
        }
        for (; count > 0; count--, from += stride, to += step)
            *(T*)to = *(T*)from;
    }
}
