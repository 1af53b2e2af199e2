namespace SwinLSTM.Data;

/// <summary>How a digit moves: straight on, and back where it meets a border.</summary>
public static class Trajectory
{
    /// <summary>
    /// Walks from a start position and notes the digit's corner in every frame. A position is a point of the unit square; each frame first
    /// moves it by <paramref name="step"/> along its direction, then reflects: at or beyond 0 or 1 it is put on that border and that part
    /// of the direction changes sign. So the start itself is never shown. The corner is the position times the range, truncated.
    /// </summary>
    /// <remarks>The moving-digits generator of Srivastava et al. (2015) as the authors of SwinLSTM use it.</remarks>
    /// <param name="x">Where it starts, left (0) to right (1).</param>
    /// <param name="y">Where it starts, top (0) to bottom (1).</param>
    /// <param name="theta">Its direction in radians; 0 is to the right and pi/2 downwards.</param>
    /// <param name="step">How far it moves a frame, as a part of the range.</param>
    /// <param name="rows">Rows that it can move over: canvas height less digit height.</param>
    /// <param name="columns">Columns that it can move over: canvas width less digit width.</param>
    /// <param name="corners">Receives the digit's top left corner in each frame.</param>
    public static void Walk(double x, double y, double theta, double step, int rows, int columns, Span<(int Top, int Left)> corners)
    {
        var (dy, dx) = Math.SinCos(theta);
        foreach (ref var corner in corners)
        {
            (x, dx) = Reflect(x + step * dx, dx);
            (y, dy) = Reflect(y + step * dy, dy);
            corner = ((int)(rows * y), (int)(columns * x));
        }
    }

    private static (double Position, double Direction) Reflect(double position, double direction) => position switch
    {
        <= 0 => (0, -direction),
        >= 1 => (1, -direction),
        _ => (position, direction),
    };
}
