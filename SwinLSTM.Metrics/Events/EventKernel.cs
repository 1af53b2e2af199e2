using System.Numerics;

namespace SwinLSTM.Metrics;

/// <summary>One pass over a frame of single-precision values, which a comparison turns into 0 or -1.</summary>
internal static class EventKernel
{
    public static (long Hits, long Forecasts, long Events) Count(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, float forecastAt, float seenAt)
    {
        Vector<float> least = new(forecastAt), smallest = new(seenAt);
        Vector<int> hits = default, forecasts = default, events = default;
        var lanes = Vector<float>.Count;
        var i = 0;
        for (; i <= target.Length - lanes; i += lanes)
        {
            var forecast = Vector.GreaterThanOrEqual(new Vector<float>(prediction[i..]), least);
            var seen = Vector.GreaterThanOrEqual(new Vector<float>(target[i..]), smallest);
            hits -= forecast & seen;
            forecasts -= forecast;
            events -= seen;
        }
        long h = Vector.Sum(hits), f = Vector.Sum(forecasts), e = Vector.Sum(events);
        for (; i < target.Length; i++)
        {
            var (forecast, seen) = (prediction[i] >= forecastAt, target[i] >= seenAt);
            (h, f, e) = (h + (forecast && seen ? 1 : 0), f + (forecast ? 1 : 0), e + (seen ? 1 : 0));
        }
        return (h, f, e);
    }
}
