using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>Counts the values of each plane that reach a threshold: in forecast and truth, in the forecast, in the truth.</summary>
internal static class EventCounts
{
    /// <param name="forecast">[B, T, C, H, W], float32 or float64; negative infinity where a value does not count.</param>
    /// <param name="truth">The same.</param>
    /// <param name="threshold">The smallest value of an event.</param>
    /// <returns>Float64 [B, T, C, 3].</returns>
    public static Tensor Of(Tensor forecast, Tensor truth, double threshold)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(Planes.Sums<float>(forecast, truth, 3, (p, t, sums) => OfPlane(p, t, (float)threshold, sums))
            ?? ByTensors(forecast, truth, threshold));
    }

    /// <summary>The same without a loop of our own, on any device.</summary>
    public static Tensor ByTensors(Tensor forecast, Tensor truth, double threshold)
    {
        var (forecastEvents, events) = (Reach(forecast, threshold), Reach(truth, threshold)); // [B, T, C, H, W]
        return stack([forecastEvents.logical_and(events), forecastEvents, events], 3).sum(4, 5).to(ScalarType.Float64); // [B, T, C, 3]
    }

    /// <summary>Where values reach a threshold, rounded to their dtype: a value that was written as the threshold is an event in single
    /// precision too.</summary>
    public static Tensor Reach(Tensor frames, double threshold) =>
        frames.ge(Number(frames.dtype == ScalarType.Float64 ? threshold : (float)threshold));

    private static void OfPlane(ReadOnlySpan<float> forecast, ReadOnlySpan<float> truth, float threshold, Span<double> sums)
    {
        var least = Vector256.Create(threshold);
        Vector256<int> both = default, forecasts = default, events = default; // a comparison gives 0 or -1
        ref var p = ref MemoryMarshal.GetReference(forecast[..truth.Length]);
        ref var t = ref MemoryMarshal.GetReference(truth);
        var i = 0;
        for (; i <= truth.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var forecastEvent = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref p, (nuint)i), least).AsInt32();
            var seen = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref t, (nuint)i), least).AsInt32();
            both -= forecastEvent & seen;
            forecasts -= forecastEvent;
            events -= seen;
        }
        (sums[0], sums[1], sums[2]) = (Vector256.Sum(both), Vector256.Sum(forecasts), Vector256.Sum(events));
        for (; i < truth.Length; i++)
        {
            var (forecastEvent, seen) = (forecast[i] >= threshold ? 1 : 0, truth[i] >= threshold ? 1 : 0);
            (sums[0], sums[1], sums[2]) = (sums[0] + (forecastEvent & seen), sums[1] + forecastEvent, sums[2] + seen);
        }
    }
}
