using System.Numerics;

namespace SwinLSTM.Data;

/// <summary>Draws lines of some width with soft edges: a pixel is as bright as it is near to the nearest piece.</summary>
internal static class Ink
{
    /// <param name="path">Straight pieces, in pixels; pixel (x, y) has its centre at (x + 0.5, y + 0.5).</param>
    /// <param name="radius">Half the line's width, in pixels.</param>
    /// <param name="edge">Over how many pixels the edge fades from full to none.</param>
    /// <param name="image">Pixels [size, size]; the brighter of what is there and the line stays.</param>
    /// <param name="size">Rows and columns of the image.</param>
    public static void Draw(List<(Vector2 From, Vector2 To)> path, float radius, float edge, Span<byte> image, int size)
    {
        var reach = radius + edge / 2;
        foreach (var (from, to) in path)
        {
            var low = Vector2.Min(from, to) - new Vector2(reach + 0.5f);
            var high = Vector2.Max(from, to) + new Vector2(reach + 0.5f);
            for (var y = Math.Max(0, (int)low.Y); y < Math.Min(size, (int)high.Y + 1); y++)
                for (var x = Math.Max(0, (int)low.X); x < Math.Min(size, (int)high.X + 1); x++)
                {
                    var distance = Distance(new(x + 0.5f, y + 0.5f), from, to);
                    var light = (byte)(255 * Math.Clamp((reach - distance) / edge, 0, 1));
                    ref var pixel = ref image[y * size + x];
                    pixel = Math.Max(pixel, light);
                }
        }
    }

    private static float Distance(Vector2 point, Vector2 from, Vector2 to)
    {
        var (along, toPoint) = (to - from, point - from);
        var length2 = along.LengthSquared();
        var t = length2 > 0 ? Math.Clamp(Vector2.Dot(toPoint, along) / length2, 0, 1) : 0;
        return (toPoint - t * along).Length();
    }
}
