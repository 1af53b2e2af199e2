using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>A picture: three bytes for a pixel, red, green, blue, 0 to 255.</summary>
public sealed class Picture
{
    /// <summary>Makes a picture of one grey, 0 black to 255 white; sides are at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the picture is larger than an array can be.</exception>
    public Picture(int width, int height, byte shade = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(3 * (Int128)width * height, Array.MaxLength, nameof(width));
        (Width, Height, Pixels) = (width, height, new byte[3 * width * height]);
        Array.Fill(Pixels, shade);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The pixels, [Height, Width, 3].</summary>
    public byte[] Pixels { get; }

    /// <summary>Makes a picture of values: one channel, [height, width], or three, [3, height, width], which are red, green and blue.
    /// Without a style 0 is black and 1 white.</summary>
    /// <exception cref="ArgumentException">Sides and values do not agree, or the style breaks a rule.</exception>
    public static Picture Of(ReadOnlySpan<float> values, int width, int height, PictureStyle? style = null)
    {
        (style ??= new()).Check();
        var (picture, plane) = (new Picture(width, height), width * height);
        if (values.Length != plane && values.Length != 3 * plane)
            throw new ArgumentException($"A picture of {width} x {height} has {plane} values, or three times as many for its colours; " +
                $"{values.Length} were given.", nameof(values));
        for (var i = 0; i < plane; i++)
            (picture.Pixels[3 * i], picture.Pixels[(3 * i) + 1], picture.Pixels[(3 * i) + 2]) =
                values.Length == plane ? style.Color(values[i]) : style.Color(values[i], values[plane + i], values[(2 * plane) + i]);
        return picture;
    }

    /// <summary>Makes a picture of each frame <c>[T, C, H, W]</c>, of one channel or of three, which are red, green and blue. Without a
    /// style 0 is black and 1 white.</summary>
    /// <exception cref="ArgumentException">Other axes or channels, or the style breaks a rule.</exception>
    public static IReadOnlyList<Picture> OfFrames(Tensor frames, PictureStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.dim() != 4 || frames.size(1) is not (1 or 3))
            throw new ArgumentException($"Frames to be shown are [T, C, H, W] of one channel, or of three for colours; these are " +
                $"[{string.Join(", ", frames.shape)}]. Show channels one by one: frames.narrow(1, channel, 1).", nameof(frames));
        using var scope = NewDisposeScope();
        var (width, height) = ((int)frames.size(3), (int)frames.size(2));
        var values = frames.detach().to(CPU).to(ScalarType.Float32).contiguous().data<float>().ToArray();
        return [.. values.Chunk(values.Length / (int)frames.size(0)).Select(frame => Of(frame, width, height, style))];
    }

    /// <summary>Copies a picture onto this one, its first pixel to column <paramref name="x"/> of row <paramref name="y"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie within this picture.</exception>
    public void Paste(Picture picture, int x, int y)
    {
        ArgumentNullException.ThrowIfNull(picture);
        CheckWithin(x, y, picture.Width, picture.Height);
        for (var row = 0; row < picture.Height; row++)
            picture.Pixels.AsSpan(3 * row * picture.Width, 3 * picture.Width).CopyTo(Pixels.AsSpan(3 * (((y + row) * Width) + x)));
    }

    /// <summary>Gives a rectangle one grey, from column <paramref name="x"/> of row <paramref name="y"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie within this picture.</exception>
    public void Fill(int x, int y, int width, int height, byte shade)
    {
        CheckWithin(x, y, width, height);
        for (var row = y; row < y + height; row++)
            Pixels.AsSpan(3 * ((row * Width) + x), 3 * width).Fill(shade);
    }

    /// <summary>Makes a new picture in which each pixel is a square of <paramref name="factor"/> x <paramref name="factor"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1, or the result is larger than an array can be.</exception>
    public Picture Enlarge(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        var large = new Picture(checked(Width * factor), checked(Height * factor));
        for (var i = 0; i < large.Width * large.Height; i++)
            Pixels.AsSpan(3 * ((i / large.Width / factor * Width) + (i % large.Width / factor)), 3).CopyTo(large.Pixels.AsSpan(3 * i));
        return large;
    }

    /// <summary>Makes a new picture in which each grey has its colour of the map; a pixel takes that of its red, which in a grey picture is
    /// its shade.</summary>
    public Picture Recolor(ColorMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var colored = new Picture(Width, Height);
        for (var i = 0; i < Pixels.Length; i += 3)
            (colored.Pixels[i], colored.Pixels[i + 1], colored.Pixels[i + 2]) = map[Pixels[i]];
        return colored;
    }

    private void CheckWithin(int x, int y, int width, int height)
    {
        if (x < 0 || y < 0 || width < 0 || height < 0 || (long)x + width > Width || (long)y + height > Height)
            throw new ArgumentOutOfRangeException(nameof(x), $"{width} x {height} pixels at ({x}, {y}) do not lie within a picture of " +
                $"{Width} x {Height}.");
    }
}

/// <summary>What values become in a picture: which is black, which is white, and the colours between.</summary>
public sealed record PictureStyle
{
    /// <summary>The value that becomes black; what is below it too. Default 0.</summary>
    public float Low { get; init; }

    /// <summary>The value that becomes white; what is above it too. Default 1.</summary>
    public float High { get; init; } = 1;

    /// <summary>The colours of a single channel. Default: greys.</summary>
    public ColorMap? Map { get; init; }

    /// <summary>The colour of a missing value (NaN). Default: a dark violet, which is in no grey and hardly in a map.</summary>
    public (byte Red, byte Green, byte Blue) Missing { get; init; } = (84, 24, 108);

    internal void Check() => SequenceRules.CheckAll(nameof(PictureStyle),
        [(!float.IsFinite(Low) || !float.IsFinite(High) || !(Low < High), $"Low is {Low} and High {High}; both are finite, and High is " +
            "above Low.")]);

    internal (byte Red, byte Green, byte Blue) Color(float value) => float.IsNaN(value) ? Missing : Map?[Shade(value)]
        ?? (Shade(value), Shade(value), Shade(value));

    internal (byte Red, byte Green, byte Blue) Color(float red, float green, float blue) =>
        float.IsNaN(red + green + blue) ? Missing : (Shade(red), Shade(green), Shade(blue));

    private byte Shade(float value) => (byte)Math.Round(255.0 * Math.Clamp(((double)value - Low) / ((double)High - Low), 0, 1));
}

/// <summary>Colours for the 256 shades of a field, from dark to light, so that it also reads well in grey: cubehelix (D. A. Green, "A
/// colour scheme for the display of astronomical intensity images", Bulletin of the Astronomical Society of India 39, 2011).</summary>
public sealed class ColorMap
{
    private readonly (byte Red, byte Green, byte Blue)[] colors = new (byte, byte, byte)[256];

    private const double Start = 0.5, Rotations = -1.5; // the paper's: from purple, once and a half through all hues

    /// <summary>Makes the map.</summary>
    public ColorMap()
    {
        for (var shade = 0; shade < colors.Length; shade++)
        {
            var light = shade / 255.0;
            var angle = 2 * Math.PI * ((Start / 3) + 1 + (Rotations * light));
            var (cos, sin, amplitude) = (Math.Cos(angle), Math.Sin(angle), light * (1 - light) / 2);
            colors[shade] = (Level(light + (amplitude * ((-0.14861 * cos) + (1.78277 * sin)))),
                Level(light + (amplitude * ((-0.29227 * cos) - (0.90649 * sin)))),
                Level(light + (amplitude * 1.97294 * cos)));
        }
    }

    /// <summary>The colour of a shade.</summary>
    /// <param name="shade">0 dark to 255 light.</param>
    public (byte Red, byte Green, byte Blue) this[byte shade] => colors[shade];

    private static byte Level(double value) => (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
}
