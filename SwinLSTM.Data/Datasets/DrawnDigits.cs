using System.Numerics;

namespace SwinLSTM.Data;

/// <summary>Digits that look handwritten, drawn from nothing: the pen strokes of a glyph, bent by a random hand. They follow the habits of
/// scanned digits (bright ink on black, inside the middle 20/28 of the image, centred by mass), so a network trained on them meets real
/// ones prepared. For small digits draw at 28 and let <see cref="DigitImages.Resize"/> average them, as it does with scanned
/// ones.</summary>
public static class DrawnDigits
{
    private const float BoxPart = 20f / 28;

    /// <summary>Draws many images; image i shows the digit <c>i % 10</c>.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="size">Rows and columns of an image, at least 7.</param>
    /// <param name="seed">Another seed gives other hands: take one for training, another for validation.</param>
    /// <returns>The images; the same for the same arguments.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small, or the images are larger than an array can be.</exception>
    public static DigitImages Make(int count, int size = 28, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 7);
        var total = (Int128)count * size * size;
        if (total > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(count), $"{count} images of {size} x {size} are {total} bytes; at most " +
                $"{Array.MaxLength} fit.");

        var pixels = new byte[(int)total];
        for (var i = 0; i < count; i++)
            Draw(i % 10, seed, i, size, pixels.AsSpan(i * size * size, size * size));
        return new(count, size, size, pixels);
    }

    /// <summary>Draws one image.</summary>
    /// <param name="digit">What it shows, 0 to 9.</param>
    /// <param name="seed">The seed of the collection.</param>
    /// <param name="index">The number of the hand within it.</param>
    /// <param name="size">Rows and columns, at least 7.</param>
    /// <param name="image">Receives the pixels [size, size].</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such digit, or the image is too small.</exception>
    /// <exception cref="ArgumentException"><paramref name="image"/> is not size x size.</exception>
    public static void Draw(int digit, ulong seed, long index, int size, Span<byte> image)
    {
        if (digit is < 0 or > 9)
            throw new ArgumentOutOfRangeException(nameof(digit), $"There are digits 0 to 9; {digit} was asked for.");
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 7);
        if (image.Length != size * size)
            throw new ArgumentException($"An image of {size} x {size} is {size * size} bytes, but the span has " +
                $"{image.Length}.", nameof(image));

        var random = new SampleRandom(seed, index);
        var hand = new Handwriting(ref random);
        var path = Write(Choose(Glyphs.Digits[digit], ref random), hand, ref random);
        var box = BoxPart * size;
        var (width, edge) = (hand.StrokeWidth * box, Math.Max(1, hand.Edge * box));
        Fit(path, box - width - edge / 2, size / 2f);
        image.Clear();
        Ink.Draw(path, width / 2, edge, image, size);
    }

    private static Glyphs.Glyph Choose(Glyphs.Glyph[] ways, ref SampleRandom random)
    {
        var rest = random.NextDouble() * ways.Sum(way => way.Weight);
        foreach (var way in ways)
            if ((rest -= way.Weight) < 0)
                return way;
        return ways[^1];
    }

    private static List<(Vector2 From, Vector2 To)> Write(Glyphs.Glyph glyph, Handwriting hand, ref SampleRandom random)
    {
        var path = new List<(Vector2, Vector2)>();
        foreach (var stroke in glyph.Strokes)
        {
            var points = new Vector2[stroke.Length / 2];
            for (var i = 0; i < points.Length; i++)
            {
                var corner = i > 0 && stroke[2 * i] == stroke[2 * i - 2] && stroke[2 * i + 1] == stroke[2 * i - 1];
                points[i] = corner ? points[i - 1] : hand.Write(stroke[2 * i] / 100f, stroke[2 * i + 1] / 100f, ref random);
            }
            PenPath.Draw(points, path);
        }
        return path;
    }

    /// <summary>Scales the path's longer side to <paramref name="side"/>, and moves its centre of mass to the image's centre.</summary>
    private static void Fit(List<(Vector2 From, Vector2 To)> path, float side, float centre)
    {
        Vector2 low = new(float.MaxValue), high = new(float.MinValue), moment = default;
        var mass = 0f;
        foreach (var (from, to) in path)
        {
            low = Vector2.Min(low, Vector2.Min(from, to));
            high = Vector2.Max(high, Vector2.Max(from, to));
            var length = Vector2.Distance(from, to);
            moment += length * (from + to) / 2;
            mass += length;
        }

        var scale = side / Math.Max(high.X - low.X, high.Y - low.Y);
        var shift = new Vector2(centre) - scale * moment / mass;
        for (var i = 0; i < path.Count; i++)
            path[i] = (scale * path[i].From + shift, scale * path[i].To + shift);
    }
}
