namespace SwinLSTM;

/// <summary>How much a shape that a file states would take, worked out before anything is allocated.</summary>
internal static class TensorExtent
{
    /// <summary>More axes than any operator takes.</summary>
    public const int MostAxes = 64;

    /// <summary>The elements of <paramref name="shape"/>, or null where the shape cannot be: too many axes, a negative size, or sizes
    /// whose product with <paramref name="elementBytes"/> does not fit 63 bits.</summary>
    /// <remarks>Zeros count as ones for the last rule: the strides of an empty tensor are products too.</remarks>
    public static long? Elements(ReadOnlySpan<long> shape, int elementBytes)
    {
        if (shape.Length > MostAxes)
            return null;
        Int128 product = elementBytes;
        bool empty = false;
        foreach (long size in shape)
        {
            if (size < 0)
                return null;
            empty |= size == 0;
            product *= Math.Max(size, 1);
            if (product > long.MaxValue)
                return null;
        }

        return empty ? 0 : (long)(product / elementBytes);
    }
}
