using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>How often the values of each frame reach thresholds: in the prediction, in the target, and in both.</summary>
internal static class EventCounts
{
    public const int PerThreshold = 4;

    /// <param name="prediction">[B, T, C, H, W] of any floating dtype; a threshold is rounded to it.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="valid">Which values count; null where all do.</param>
    /// <param name="floats">The same frames in CPU memory, where they are there; used where all values count.</param>
    /// <param name="thresholds">The smallest values of events.</param>
    /// <returns>Float64 [B, T, thresholds * 4]: hits, misses, false alarms and correct negatives of each threshold.</returns>
    public static Tensor Of(Tensor prediction, Tensor target, Tensor? valid, FloatFrames? floats, double[] thresholds)
    {
        using var scope = NewDisposeScope();
        var forecastAt = thresholds.Select(threshold => Rounded(threshold, prediction.dtype)).ToArray();
        var seenAt = thresholds.Select(threshold => Rounded(threshold, target.dtype)).ToArray();
        var counts = valid is null && floats is not null
            ? OnCpu(floats, prediction.shape, forecastAt, seenAt)
            : OnDevice(prediction, target, valid, forecastAt, seenAt);
        return scope.MoveToOuter(counts);
    }

    public static ContingencyTable Table(ReadOnlySpan<double> totals, int threshold)
    {
        var first = threshold * PerThreshold;
        return new((long)totals[first], (long)totals[first + 1], (long)totals[first + 2], (long)totals[first + 3]);
    }

    public static void CheckThreshold(double threshold, string name)
    {
        if (!double.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(name, $"The threshold must be finite; it is {threshold}.");
    }

    /// <summary>The threshold as a tensor of this dtype holds it, so that a value that was written as the threshold is an event in every precision.</summary>
    public static double Rounded(double threshold, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        return tensor(threshold, dtype: ScalarType.Float64).to(dtype).to(ScalarType.Float64).item<double>();
    }

    private static Tensor OnDevice(Tensor prediction, Tensor target, Tensor? valid, double[] forecastAt, double[] seenAt)
    {
        var all = Count(valid ?? ones_like(target, ScalarType.Bool)); // [B, T, 1]
        var counts = new List<Tensor>();
        for (var k = 0; k < seenAt.Length; k++)
        {
            using var one = NewDisposeScope();
            var (forecast, seen) = (prediction.ge(forecastAt[k]), target.ge(seenAt[k])); // [B, T, C, H, W]
            if (valid is not null)
                (forecast, seen) = (forecast.logical_and(valid), seen.logical_and(valid));
            var (hits, forecasts, events) = (Count(forecast.logical_and(seen)), Count(forecast), Count(seen)); // [B, T, 1] each
            foreach (var count in new[] { hits, events.sub(hits), forecasts.sub(hits), all.sub(forecasts).sub(events).add(hits) })
                counts.Add(one.MoveToOuter(count));
        }
        return cat(counts, 2).to(ScalarType.Float64); // [B, T, thresholds * 4]
    }

    private static Tensor OnCpu(FloatFrames floats, long[] shape, double[] forecastAt, double[] seenAt)
    {
        var frames = checked((int)(shape[0] * shape[1]));
        var size = checked((int)(shape[2] * shape[3] * shape[4]));
        var counts = new double[frames * seenAt.Length * PerThreshold];
        for (int frame = 0, at = 0; frame < frames; frame++)
            for (var k = 0; k < seenAt.Length; k++)
            {
                var (hits, forecasts, events) = EventKernel.Count(floats.Prediction.Slice(frame * size, size), floats.Target.Slice(frame * size, size),
                    (float)forecastAt[k], (float)seenAt[k]);
                foreach (var count in (ReadOnlySpan<long>)[hits, events - hits, forecasts - hits, size - forecasts - events + hits])
                    counts[at++] = count;
            }
        return tensor(counts, [shape[0], shape[1], seenAt.Length * PerThreshold]); // [B, T, thresholds * 4]
    }

    private static Tensor Count(Tensor events) =>
        events.reshape(events.shape[0], events.shape[1], -1).sum(2, keepdim: true, type: ScalarType.Int64); // [B, T, 1]
}
