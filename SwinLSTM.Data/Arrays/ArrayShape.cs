namespace SwinLSTM.Data;

/// <summary>One axis of values in memory.</summary>
/// <param name="Length">How many values follow each other along it.</param>
/// <param name="Stride">Bytes from one to the next; 0 repeats one value, as an axis that is not there does.</param>
internal readonly record struct Axis(long Length, long Stride);

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
