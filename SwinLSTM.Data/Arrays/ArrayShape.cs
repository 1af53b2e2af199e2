namespace SwinLSTM.Data;

/// <summary>Shapes of arrays, which may come from a file and be anything.</summary>
internal static class ArrayShape
{
    /// <summary>How many values a shape holds; null if a length is negative or they are too many to count.</summary>
    public static long? Count(ReadOnlySpan<long> shape)
    {
        foreach (var length in shape)
            if (length < 0)
                return null;
        if (shape.Contains(0))
            return 0;
        var count = (Int128)1;
        foreach (var length in shape)
            if ((count *= length) > long.MaxValue)
                return null;
        return (long)count;
    }

    /// <summary>The axes of values that lie behind each other, the last axis fastest.</summary>
    public static Axis[] Contiguous(ReadOnlySpan<long> shape, int size)
    {
        var axes = new Axis[shape.Length];
        for (var i = axes.Length - 1; i >= 0; i--)
            axes[i] = new(shape[i], Next(i == axes.Length - 1 ? null : axes[i + 1], size));
        return axes;
    }

    /// <summary>The axes of values that lie behind each other, the first axis fastest: Fortran's order.</summary>
    public static Axis[] FirstFastest(ReadOnlySpan<long> shape, int size)
    {
        var axes = new Axis[shape.Length];
        for (var i = 0; i < axes.Length; i++)
            axes[i] = new(shape[i], Next(i == 0 ? null : axes[i - 1], size));
        return axes;
    }

    /// <summary>The shape in words, as NumPy writes it.</summary>
    public static string Text(ReadOnlySpan<long> shape) => $"({string.Join(", ", shape.ToArray())}{(shape.Length == 1 ? "," : "")})";

    // Of an empty array no value is read; its strides only have to be numbers.
    private static long Next(Axis? before, int size) => before is { } axis ? unchecked(axis.Stride * axis.Length) : size;
}
