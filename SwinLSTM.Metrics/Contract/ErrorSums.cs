using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>Squared errors, absolute errors and squares of the truth, summed over each plane in double precision, in one pass.</summary>
internal static class ErrorSums
{
    /// <param name="forecast">[B, T, C, H, W].</param>
    /// <param name="truth">The same shape.</param>
    /// <returns>Float64 [B, T, C, 3]; not finite where a value is not.</returns>
    public static Tensor Of(Tensor forecast, Tensor truth)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(Planes.Sums<float>(forecast, truth, 3, OfPlane) ?? ByTensors(forecast, truth));
    }

    /// <summary>The same without a loop of our own, on any device.</summary>
    public static Tensor ByTensors(Tensor forecast, Tensor truth)
    {
        var wide = truth.to(ScalarType.Float64);
        var error = forecast.to(ScalarType.Float64).sub(wide);
        return stack([error.square().sum(3, 4), error.abs().sum(3, 4), wide.square().sum(3, 4)], 3); // [B, T, C, 3]
    }

    private static void OfPlane(ReadOnlySpan<float> forecast, ReadOnlySpan<float> truth, Span<double> sums)
    {
        Vector256<double> squared0 = default, squared1 = default, absolute0 = default, absolute1 = default, power0 = default,
            power1 = default;
        ref var forecasts = ref MemoryMarshal.GetReference(forecast[..truth.Length]);
        ref var truths = ref MemoryMarshal.GetReference(truth);
        var i = 0;
        for (; i <= truth.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var (p0, p1) = Vector256.Widen(Vector256.LoadUnsafe(ref forecasts, (nuint)i));
            var (t0, t1) = Vector256.Widen(Vector256.LoadUnsafe(ref truths, (nuint)i));
            var (e0, e1) = (p0 - t0, p1 - t1);
            (squared0, squared1) = (Vector256.MultiplyAddEstimate(e0, e0, squared0), Vector256.MultiplyAddEstimate(e1, e1, squared1));
            (absolute0, absolute1) = (absolute0 + Vector256.Abs(e0), absolute1 + Vector256.Abs(e1));
            (power0, power1) = (Vector256.MultiplyAddEstimate(t0, t0, power0), Vector256.MultiplyAddEstimate(t1, t1, power1));
        }
        (sums[0], sums[1], sums[2]) =
            (Vector256.Sum(squared0 + squared1), Vector256.Sum(absolute0 + absolute1), Vector256.Sum(power0 + power1));
        for (; i < truth.Length; i++)
        {
            double t = truth[i], e = forecast[i] - t;
            (sums[0], sums[1], sums[2]) = (sums[0] + e * e, sums[1] + Math.Abs(e), sums[2] + t * t);
        }
    }
}
