using SwinLSTM.Metrics;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of SwinLSTM.Metrics/README.md, and of docs/metrics.md on pixels, masks, sets and protocols.</summary>
public static class MetricsPage
{
    public static void Measure(IEnumerable<(Tensor Forecast, Tensor Truth)> batches)
    {
        #region metrics
        var set = new MetricSet(
            new MeanSquaredError(PixelReduction.Sum),                           // summed over a frame, as most moving-digits tables have it
            new PeakSignalToNoiseRatio(peak: 1, DecibelAverage.OfPooledError),
            new StructuralSimilarity(dataRange: 1),
            new ThresholdScores([0.5]));
        foreach (var (forecast, truth) in batches)                              // [B, T, C, H, W] each
            set.Add(forecast, truth);

        foreach (var metric in set.Metrics)
            Console.WriteLine($"{metric.Name}: {metric.Result:G5}, at the last lead time {metric.PerLeadTime[^1]:G5}");
        #endregion
    }

    public static void Choices(Tensor forecast, Tensor truth)
    {
        #region metrics: pixels
        var clouds = new MeanAbsoluteError().OnChannel(1);   // one channel by itself
        var kelvin = new RootMeanSquaredError().Rescaled([21.2], [278.9]);   // of normalised frames, in their unit
        var clipped = new StructuralSimilarity(dataRange: 1).Clipped(0, 1);     // forecasts outside of the range are brought back
        new MetricSet(clouds, kelvin, clipped).Add(forecast, truth);
        #endregion
    }

    public static void Masked(Tensor forecast, Tensor truth)
    {
        #region metrics: masks
        // NaN in the truth is a missing value and left out; a mask leaves out more: bool [B, T, C, H, W], whose axes may be 1.
        var set = new MetricSet(new RootMeanSquaredError(), new StructuralSimilarity(dataRange: 1));
        set.Add(forecast, truth, valid: truth.ge(0));

        // A forecast that is NaN where the truth is known is an error, unless you choose to leave it out.
        var skipping = new MetricSet(new RootMeanSquaredError()) { MissingForecast = MissingForecast.Skip };
        skipping.Add(forecast, truth);
        Console.WriteLine($"{skipping}, {skipping.Metrics[0].SkippedValues} values left out");
        #endregion
    }

    public static void Apart(IEnumerable<(Tensor Forecast, Tensor Truth)> batches)
    {
        #region metrics: merge
        MetricSet Create() => Protocols.Standard().CreateMetrics();
        var total = Create();
        MetricSet[] workers = [.. batches.AsParallel().AsOrdered().Select(batch =>
        {
            var part = Create();                                                // a set for each batch, filled by any thread
            part.Add(batch.Forecast, batch.Truth);
            return part;
        })];
        foreach (var part in workers)
            total.Merge(part);                                                  // in the order of the batches: the numbers of one pass
        total.MergeJson(File.ReadAllText("other-machine.json"));                // what ToJson wrote there
        #endregion
        Console.WriteLine(total);
    }

    public static void Published(IEnumerable<(Tensor Forecast, Tensor Truth)> batches)
    {
        #region metrics: protocols
        var (authors, ours) = (Protocols.SwinLstm.CreateMetrics(), Protocols.Standard().CreateMetrics());
        foreach (var (forecast, truth) in batches)
        {
            authors.Add(forecast, truth);
            ours.Add(forecast, truth);
        }
        Console.WriteLine(Protocols.SwinLstm.Header);
        Console.WriteLine(Protocols.SwinLstm.Row(authors));                     // to be put beside theirs
        Console.WriteLine(Protocols.Standard().Table(ours));                        // every lead time, and all of them
        #endregion
    }

    #region metrics: own
    public sealed class LargestError : Metric
    {
        public override string Name => "largest error, mean over frames";

        public override BetterWhen Better => BetterWhen.Lower;

        protected override Tensor Measure(ForecastBatch batch)                  // both hold 0 where a value does not count
        {
            var errors = batch.Forecast.sub(batch.Truth).abs().flatten(2);      // [B, T, C*H*W]
            // [B, T, 2]: the number, and 1 to count the frame
            return batch.MeanOverFrames(errors.amax(2).unsqueeze(2).to(ScalarType.Float64));
        }
    }
    #endregion
}
