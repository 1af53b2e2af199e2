namespace SwinLSTM.Data;

/// <summary>A grey picture, a byte a pixel, 0 black to 255 white.</summary>
public sealed class GrayImage
{
    /// <summary>A picture of one shade.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="shade">Every pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the picture is larger than an array can be.</exception>
    public GrayImage(int width, int height, byte shade = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, Array.MaxLength, nameof(width));
        (Width, Height, Pixels) = (width, height, new byte[width * height]);
        Array.Fill(Pixels, shade);
    }

    /// <summary>A picture of the given pixels, copied.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">Exactly <c>width * height</c> bytes, [height, width].</param>
    /// <exception cref="ArgumentException">Sides and pixels do not agree.</exception>
    public GrayImage(int width, int height, ReadOnlySpan<byte> pixels) : this(width, height)
    {
        if (pixels.Length != Pixels.Length)
            throw new ArgumentException($"A picture of {width} x {height} has {Pixels.Length} pixels; {pixels.Length} were given.", nameof(pixels));
        pixels.CopyTo(Pixels);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The pixels, [Height, Width].</summary>
    public byte[] Pixels { get; }

    /// <summary>One pixel.</summary>
    /// <param name="x">The column.</param>
    /// <param name="y">The row.</param>
    public byte this[int x, int y] => Pixels[y * Width + x];

    /// <summary>Copies a picture onto this one.</summary>
    /// <param name="picture">What to copy.</param>
    /// <param name="x">The column of its first column.</param>
    /// <param name="y">The row of its first row.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie within this picture.</exception>
    public void Paste(GrayImage picture, int x, int y)
    {
        CheckWithin(x, y, picture.Width, picture.Height);
        for (var row = 0; row < picture.Height; row++)
            picture.Pixels.AsSpan(row * picture.Width, picture.Width).CopyTo(Pixels.AsSpan((y + row) * Width + x));
    }

    /// <summary>Gives a rectangle one shade.</summary>
    /// <param name="x">Its first column.</param>
    /// <param name="y">Its first row.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="shade">The shade.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie within this picture.</exception>
    public void Fill(int x, int y, int width, int height, byte shade)
    {
        CheckWithin(x, y, width, height);
        for (var row = y; row < y + height; row++)
            Pixels.AsSpan(row * Width + x, width).Fill(shade);
    }

    /// <summary>The same picture with each pixel a square of <paramref name="factor"/> x <paramref name="factor"/>.</summary>
    /// <param name="factor">At least 1.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1, or the result is larger than an array can be.</exception>
    public GrayImage Enlarge(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        var large = new GrayImage(checked(Width * factor), checked(Height * factor));
        for (var y = 0; y < large.Height; y++)
            for (var x = 0; x < large.Width; x++)
                large.Pixels[y * large.Width + x] = this[x / factor, y / factor];
        return large;
    }

    private void CheckWithin(int x, int y, int width, int height)
    {
        if (x < 0 || y < 0 || width < 0 || height < 0 || (long)x + width > Width || (long)y + height > Height)
            throw new ArgumentOutOfRangeException(nameof(x), $"{width} x {height} pixels at ({x}, {y}) do not lie within a picture of {Width} x {Height}.");
    }
}
