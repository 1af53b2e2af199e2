using System.Numerics;

namespace SwinLSTM.Metrics;

/// <summary>The gradients of one plane of single-precision values in one pass, in double precision.</summary>
internal static class GradientKernel
{
    /// <returns>The sum of sqrt((right - here)^2 + (below - here)^2) over all values that have both neighbours.</returns>
    public static double Sum(ReadOnlySpan<float> plane, int width)
    {
        Vector<double> sums = default;
        var (rest, lanes) = (0.0, Vector<float>.Count);
        for (var row = 0; row + width < plane.Length; row += width)
        {
            ReadOnlySpan<float> here = plane.Slice(row, width), below = plane.Slice(row + width, width);
            var x = 0;
            for (; x < width - lanes; x += lanes)
            {
                Vector.Widen(new Vector<float>(here[x..]), out var h0, out var h1);
                Vector.Widen(new Vector<float>(here[(x + 1)..]), out var r0, out var r1);
                Vector.Widen(new Vector<float>(below[x..]), out var b0, out var b1);
                sums += Vector.SquareRoot((r0 - h0) * (r0 - h0) + (b0 - h0) * (b0 - h0)) + Vector.SquareRoot((r1 - h1) * (r1 - h1) + (b1 - h1) * (b1 - h1));
            }
            for (; x < width - 1; x++)
            {
                double across = (double)here[x + 1] - here[x], down = (double)below[x] - here[x];
                rest += Math.Sqrt(across * across + down * down);
            }
        }
        return Vector.Sum(sums) + rest;
    }
}
