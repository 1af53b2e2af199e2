using System.Numerics;

namespace SwinLSTM.Data;

/// <summary>Digits that look handwritten, drawn from nothing: the pen strokes of a glyph, bent by a random hand. They follow the habits of
/// scanned digits (bright ink on black, inside the middle 20/28 of the image, centred by mass), so a network trained on them meets real
/// ones prepared. For small digits draw at 28 and let <see cref="DigitImages.Resize"/> average them, as it does with scanned
/// ones.</summary>
public static class DrawnDigits
{
    private const float BoxPart = 20f / 28;
    private const int PiecesPerSpan = 6;

    /// <summary>Draws many images, at least one, of at least 7 rows and columns; image i shows the digit <c>i % 10</c>. The same arguments
    /// give the same images, another seed other hands: take one for training, another for validation.</summary>
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

    /// <summary>Draws a digit by one hand of a collection into the pixels [size, size].</summary>
    private static void Draw(int digit, ulong seed, long index, int size, Span<byte> image)
    {
        var random = new SampleRandom(seed, index);
        var hand = new Hand(ref random);
        var path = new List<(Vector2 From, Vector2 To)>();
        foreach (var stroke in Choose(Glyphs.Digits[digit], ref random).Strokes)
            Join(hand.Write(stroke, ref random), path);
        var box = BoxPart * size;
        var (width, edge) = (hand.StrokeWidth * box, Math.Max(1, hand.Edge * box));
        Fit(path, box - width - edge / 2, size / 2f);
        image.Clear();
        Ink(path, width / 2, edge, image, size);
    }

    private static Glyphs.Glyph Choose(Glyphs.Glyph[] ways, ref SampleRandom random)
    {
        var rest = random.NextDouble() * ways.Sum(way => way.Weight);
        foreach (var way in ways)
            if ((rest -= way.Weight) < 0)
                return way;
        return ways[^1];
    }

    /// <summary>Joins the points of a stroke by Catmull-Rom curves of short straight pieces; a point that repeats the one before it ends
    /// one curve and begins another.</summary>
    private static void Join(Vector2[] points, List<(Vector2 From, Vector2 To)> path)
    {
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var (a, b) = (points[i], points[i + 1]);
            if (a == b)
                continue;
            var before = i > 0 ? points[i - 1] : a;
            var after = i + 2 < points.Length ? points[i + 2] : b;
            var (tangentA, tangentB, from) = ((b - before) / 2, (after - a) / 2, a);
            for (var piece = 1; piece <= PiecesPerSpan; piece++)
            {
                var t = piece / (float)PiecesPerSpan;
                var (t2, t3) = (t * t, t * t * t);
                var to = (2 * t3 - 3 * t2 + 1) * a + (t3 - 2 * t2 + t) * tangentA + (3 * t2 - 2 * t3) * b + (t3 - t2) * tangentB;
                path.Add((from, to));
                from = to;
            }
        }
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

    /// <summary>Draws lines with soft edges: a pixel, whose centre is at (x + 0.5, y + 0.5), is as bright as it is near to the nearest
    /// piece.</summary>
    private static void Ink(List<(Vector2 From, Vector2 To)> path, float radius, float edge, Span<byte> image, int size)
    {
        var reach = radius + edge / 2;
        foreach (var (from, to) in path)
        {
            var (low, high) = (Vector2.Min(from, to) - new Vector2(reach + 0.5f), Vector2.Max(from, to) + new Vector2(reach + 0.5f));
            for (var y = Math.Max(0, (int)low.Y); y < Math.Min(size, (int)high.Y + 1); y++)
                for (var x = Math.Max(0, (int)low.X); x < Math.Min(size, (int)high.X + 1); x++)
                {
                    var (along, point) = (to - from, new Vector2(x + 0.5f, y + 0.5f) - from);
                    var t = along == default ? 0 : Math.Clamp(Vector2.Dot(point, along) / along.LengthSquared(), 0, 1);
                    var light = (byte)(255 * Math.Clamp((reach - (point - t * along).Length()) / edge, 0, 1));
                    image[y * size + x] = Math.Max(image[y * size + x], light);
                }
        }
    }

    /// <summary>How one hand bends a glyph: its slant, proportions, turn, the pen's width, a slight warp, and a shake for each
    /// point.</summary>
    private readonly struct Hand
    {
        private readonly float slant, aspect, sin, cos, shake;
        private readonly Vector2 warpSize, warpPhase;

        public Hand(ref SampleRandom random)
        {
            slant = (float)Math.Clamp(0.16 + 0.19 * random.NextNormal(), -0.4, 0.7);
            aspect = (float)Math.Clamp(0.86 + 0.17 * random.NextNormal(), 0.45, 1.3);
            (sin, cos) = MathF.SinCos((float)Math.Clamp(0.09 * random.NextNormal(), -0.25, 0.25));
            shake = (float)random.NextDouble(0.01, 0.045);
            warpSize = new((float)(0.035 * random.NextNormal()), (float)(0.035 * random.NextNormal()));
            warpPhase = new((float)random.NextDouble(0, Math.Tau), (float)random.NextDouble(0, Math.Tau));
            StrokeWidth = Math.Clamp(0.126f * MathF.Exp(0.27f * (float)random.NextNormal()), 0.065f, 0.26f);
            Edge = (float)random.NextDouble(0.035, 0.07);
        }

        /// <summary>Width of the pen's line, and of its soft edge, as parts of the box's side.</summary>
        public float StrokeWidth { get; }

        public float Edge { get; }

        /// <summary>Where this hand puts the points of a stroke: around (0, 0), about 1 high. Corners stay corners.</summary>
        public Vector2[] Write(int[] stroke, ref SampleRandom random)
        {
            var points = new Vector2[stroke.Length / 2];
            for (var i = 0; i < points.Length; i++)
                points[i] = i > 0 && stroke[2 * i] == stroke[2 * i - 2] && stroke[2 * i + 1] == stroke[2 * i - 1] ? points[i - 1]
                    : Write(stroke[2 * i] / 100f, stroke[2 * i + 1] / 100f, ref random);
            return points;
        }

        private Vector2 Write(float x, float y, ref SampleRandom random)
        {
            x += shake * (float)random.NextNormal();
            y += shake * (float)random.NextNormal();
            var u = (x - 0.5f + warpSize.X * MathF.Sin(5 * y + warpPhase.X)) * aspect;
            var v = y - 0.5f + warpSize.Y * MathF.Sin(5 * x + warpPhase.Y);
            u -= slant * v;
            return new(cos * u - sin * v, sin * u + cos * v);
        }
    }
}
