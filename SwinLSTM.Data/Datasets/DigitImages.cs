namespace SwinLSTM.Data;

/// <summary>A stack of grey images of one size, a byte a pixel: white ink (255) on black (0).</summary>
public sealed class DigitImages
{
    private readonly ReadOnlyMemory<byte> pixels;

    /// <summary>Wraps images [count, height, width], at least one pixel, without copying them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">Numbers and pixels do not agree.</exception>
    public DigitImages(int count, int height, int width, ReadOnlyMemory<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if ((Int128)count * height * width != pixels.Length)
            throw new ArgumentException($"{count} images of {height} x {width} are {(Int128)count * height * width} bytes; " +
                $"{pixels.Length} were given.", nameof(pixels));
        (Count, Height, Width, this.pixels) = (count, height, width, pixels);
    }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>One image, [height, width], of number 0 to <c>Count - 1</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> this[int index] => index >= 0 && index < Count ? pixels.Span.Slice(index * Height * Width, Height * Width)
        : throw new ArgumentOutOfRangeException(nameof(index), $"There are images 0 to {Count - 1}; {index} was asked for.");

    /// <summary>Takes the images <paramref name="first"/> to <c>first + count - 1</c>, at least one, sharing their bytes and numbered from
    /// 0: how training, validation and test get digits of their own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or leaves the images there are.</exception>
    public DigitImages Slice(int first, int count)
    {
        if (first < 0 || count < 1 || first > Count - count)
            throw new ArgumentOutOfRangeException(nameof(first),
                $"{count} images from image {first} do not lie within images 0 to {Count - 1}; a range needs at least one.");
        return new(count, Height, Width, pixels.Slice(first * Height * Width, count * Height * Width));
    }

    /// <summary>Makes the same images at another size, at least 1 x 1: each new pixel is the mean of the area that it covers, rounded.
    /// Images of that size come back as they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the result is larger than an array can be.</exception>
    public DigitImages Resize(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if ((height, width) == (Height, Width))
            return this;
        var total = (Int128)Count * height * width;
        if (total > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(height), $"{Count} images of {height} x {width} are {total} bytes; at most " +
                $"{Array.MaxLength} fit. Slice the images first.");

        var resized = new byte[(int)total];
        var resizer = new Resizer(ResizeMethod.AreaAverage, (Height, Width), (height, width));
        using var rented = new Rented<float>((Height * Width) + (height * width));
        Span<float> before = rented.Span[..(Height * Width)], after = rented.Span[(Height * Width)..];
        for (var i = 0; i < Count; i++)
        {
            for (var p = 0; p < before.Length; p++)
                before[p] = this[i][p];
            resizer.Resize(before, Width, after);
            for (var p = 0; p < after.Length; p++)
                resized[(i * after.Length) + p] = (byte)Math.Clamp(MathF.Round(after[p]), 0, 255);
        }
        return new(Count, height, width, resized);
    }
}
