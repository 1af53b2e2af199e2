namespace SwinLSTM.Data;

/// <summary>A colour picture: three bytes a pixel, red, green, blue, 0 to 255.</summary>
public sealed class ColorImage
{
    /// <summary>A black picture.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the picture is larger than an array can be.</exception>
    public ColorImage(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(3 * (Int128)width * height, Array.MaxLength, nameof(width));
        (Width, Height, Pixels) = (width, height, new byte[3 * width * height]);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The pixels, [Height, Width, 3].</summary>
    public byte[] Pixels { get; }

    /// <summary>A frame as a picture.</summary>
    /// <param name="frame">A frame [3, height, width], as data sets give it: exactly as many bytes.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentException">Sides and bytes do not agree.</exception>
    public static ColorImage FromFrame(ReadOnlySpan<byte> frame, int width, int height)
    {
        var picture = new ColorImage(width, height);
        if (frame.Length != picture.Pixels.Length)
            throw new ArgumentException($"A colour frame of {width} x {height} has {picture.Pixels.Length} bytes; {frame.Length} were given.", nameof(frame));
        var plane = width * height;
        for (var i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = frame[(i % 3 * plane) + (i / 3)];
        return picture;
    }

    /// <summary>A grey picture, as it is or in the colours of a map.</summary>
    /// <param name="picture">The grey picture.</param>
    /// <param name="map">The colours of its 256 shades; greys if left out.</param>
    /// <returns>A new picture.</returns>
    public static ColorImage FromGray(GrayImage picture, ColorMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var colored = new ColorImage(picture.Width, picture.Height);
        for (var i = 0; i < picture.Pixels.Length; i++)
        {
            var shade = picture.Pixels[i];
            var (red, green, blue) = map?[shade] ?? (shade, shade, shade);
            (colored.Pixels[3 * i], colored.Pixels[(3 * i) + 1], colored.Pixels[(3 * i) + 2]) = (red, green, blue);
        }
        return colored;
    }

    /// <summary>Copies a picture onto this one.</summary>
    /// <param name="picture">What to copy.</param>
    /// <param name="x">The column of its first column.</param>
    /// <param name="y">The row of its first row.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie within this picture.</exception>
    public void Paste(ColorImage picture, int x, int y)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (x < 0 || y < 0 || (long)x + picture.Width > Width || (long)y + picture.Height > Height)
            throw new ArgumentOutOfRangeException(nameof(x), $"{picture.Width} x {picture.Height} pixels at ({x}, {y}) do not lie within a picture of {Width} x {Height}.");
        for (var row = 0; row < picture.Height; row++)
            picture.Pixels.AsSpan(3 * row * picture.Width, 3 * picture.Width).CopyTo(Pixels.AsSpan(3 * (((y + row) * Width) + x)));
    }
}
