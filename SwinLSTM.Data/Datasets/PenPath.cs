using System.Numerics;

namespace SwinLSTM.Data;

/// <summary>A stroke's points joined by a smooth curve, as short straight pieces.</summary>
internal static class PenPath
{
    private const int PiecesPerSpan = 6;

    /// <summary>Joins the points by Catmull-Rom curves; a point that repeats the one before it ends one curve and begins another.</summary>
    public static void Draw(ReadOnlySpan<Vector2> points, List<(Vector2 From, Vector2 To)> path)
    {
        var first = 0;
        for (var i = 1; i <= points.Length; i++)
            if (i == points.Length || points[i] == points[i - 1])
            {
                DrawSmooth(points[first..i], path);
                first = i;
            }
    }

    private static void DrawSmooth(ReadOnlySpan<Vector2> points, List<(Vector2 From, Vector2 To)> path)
    {
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var (a, b) = (points[i], points[i + 1]);
            var before = i > 0 ? points[i - 1] : a;
            var after = i + 2 < points.Length ? points[i + 2] : b;
            var from = a;
            for (var piece = 1; piece <= PiecesPerSpan; piece++)
            {
                var to = CatmullRom(before, a, b, after, piece / (float)PiecesPerSpan);
                path.Add((from, to));
                from = to;
            }
        }
    }

    private static Vector2 CatmullRom(Vector2 before, Vector2 a, Vector2 b, Vector2 after, float t)
    {
        var (tangentA, tangentB) = ((b - before) / 2, (after - a) / 2);
        var (t2, t3) = (t * t, t * t * t);
        return (2 * t3 - 3 * t2 + 1) * a + (t3 - 2 * t2 + t) * tangentA + (3 * t2 - 2 * t3) * b + (t3 - t2) * tangentB;
    }
}
