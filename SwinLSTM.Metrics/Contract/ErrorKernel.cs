using System.Numerics;

namespace SwinLSTM.Metrics;

/// <summary>One pass over a plane of single-precision values, summed in double precision, in which their differences and squares are exact or nearly so.</summary>
internal static class ErrorKernel
{
    public static (double SquaredError, double AbsoluteError, double SquaredTarget) Sums(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target)
    {
        Vector<double> squared = default, absolute = default, power = default;
        var lanes = Vector<float>.Count;
        var i = 0;
        for (; i <= target.Length - lanes; i += lanes)
        {
            Vector.Widen(new Vector<float>(prediction[i..]), out var p0, out var p1);
            Vector.Widen(new Vector<float>(target[i..]), out var t0, out var t1);
            var (e0, e1) = (p0 - t0, p1 - t1);
            squared += e0 * e0 + e1 * e1;
            absolute += Vector.Abs(e0) + Vector.Abs(e1);
            power += t0 * t0 + t1 * t1;
        }
        var (s, a, w) = (Vector.Sum(squared), Vector.Sum(absolute), Vector.Sum(power));
        for (; i < target.Length; i++)
        {
            double t = target[i], e = prediction[i] - t;
            (s, a, w) = (s + e * e, a + Math.Abs(e), w + t * t);
        }
        return (s, a, w);
    }
}
