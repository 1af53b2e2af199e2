using System.Runtime.Intrinsics;

namespace SwinLSTM.Data;

/// <summary>How a digit moves over a canvas, straight on and back where it meets a border, and how it is drawn there.</summary>
internal static class Trajectory
{
    /// <summary>Walks from a start position and notes the digit's corner in every frame. A position is a point of the unit square, (0, 0)
    /// at the top left; each frame first moves it by <paramref name="step"/>, a part of the range, along its direction (in radians, 0 to
    /// the right and pi/2 downwards), then reflects: at or beyond 0 or 1 it is put on that border and that part of the direction changes
    /// sign. So the start itself is never shown. The corner is the position times the rows and columns that it can move over,
    /// truncated.</summary>
    /// <remarks>The moving-digits generator of Srivastava et al. (2015) as the authors of SwinLSTM use it. A disturbance is added to the
    /// direction in each of the first frames, before a reflection so far turns it round; the direction itself stays what it was.</remarks>
    public static void Walk(double x, double y, double theta, double step, int rows, int columns, Span<(int Top, int Left)> corners,
        ReadOnlySpan<(double Y, double X)> disturbance = default)
    {
        var (dy, dx) = Math.SinCos(theta);
        var (signY, signX) = (1, 1);
        for (var t = 0; t < corners.Length; t++)
        {
            var (offY, offX) = t < disturbance.Length ? disturbance[t] : default;
            (x, signX) = Reflect(x + step * (signX * (dx + offX)), signX);
            (y, signY) = Reflect(y + step * (signY * (dy + offY)), signY);
            corners[t] = ((int)(rows * y), (int)(columns * x));
        }
    }

    /// <summary>Replaces every pixel of the canvas under an image by the brighter of the two.</summary>
    public static void Paste(Span<byte> canvas, int canvasWidth, ReadOnlySpan<byte> image, int imageWidth, (int Top, int Left) corner)
    {
        for (var row = 0; row < image.Length / imageWidth; row++)
        {
            var line = canvas.Slice(((corner.Top + row) * canvasWidth) + corner.Left, imageWidth);
            Brighten(line, image.Slice(row * imageWidth, imageWidth));
        }
    }

    private static void Brighten(Span<byte> canvas, ReadOnlySpan<byte> image)
    {
        // Vectors of 16 bytes, because a digit is 28 wide.
        var last = canvas.Length - Vector128<byte>.Count;
        if (last < 0)
        {
            for (var i = 0; i < canvas.Length; i++)
                canvas[i] = Math.Max(canvas[i], image[i]);
            return;
        }
        // The last step overlaps the one before it: the brighter of the two stays the brighter of the two.
        for (var i = 0; ; i = Math.Min(i + Vector128<byte>.Count, last))
        {
            Vector128.Max(Vector128.Create(canvas[i..]), Vector128.Create(image[i..])).CopyTo(canvas[i..]);
            if (i == last)
                return;
        }
    }

    private static (double Position, int Sign) Reflect(double position, int sign) => position switch
    {
        <= 0 => (0, -sign),
        >= 1 => (1, -sign),
        _ => (position, sign),
    };
}
