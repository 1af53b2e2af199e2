using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>
/// One pass over a plane of single-precision values, summed in double precision, in which their differences and squares are exact or nearly so, and in the
/// same order on every machine.
/// </summary>
internal static class ErrorKernel
{
    /// <param name="prediction">Any values.</param>
    /// <param name="target">As many.</param>
    public static (double SquaredError, double AbsoluteError, double SquaredTarget) Sums(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target)
    {
        Vector256<double> squared0 = default, squared1 = default, absolute0 = default, absolute1 = default, power0 = default, power1 = default;
        ref var predictions = ref MemoryMarshal.GetReference(prediction[..target.Length]);
        ref var targets = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i <= target.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var (p0, p1) = Vector256.Widen(Vector256.LoadUnsafe(ref predictions, (nuint)i));
            var (t0, t1) = Vector256.Widen(Vector256.LoadUnsafe(ref targets, (nuint)i));
            var (e0, e1) = (p0 - t0, p1 - t1);
            (squared0, squared1) = (Vector256.MultiplyAddEstimate(e0, e0, squared0), Vector256.MultiplyAddEstimate(e1, e1, squared1));
            (absolute0, absolute1) = (absolute0 + Vector256.Abs(e0), absolute1 + Vector256.Abs(e1));
            (power0, power1) = (Vector256.MultiplyAddEstimate(t0, t0, power0), Vector256.MultiplyAddEstimate(t1, t1, power1));
        }
        var (squared, absolute, power) = (Vector256.Sum(squared0 + squared1), Vector256.Sum(absolute0 + absolute1), Vector256.Sum(power0 + power1));
        for (; i < target.Length; i++)
        {
            double t = target[i], e = prediction[i] - t;
            (squared, absolute, power) = (squared + e * e, absolute + Math.Abs(e), power + t * t);
        }
        return (squared, absolute, power);
    }
}
