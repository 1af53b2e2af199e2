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
            new PeakSignalToNoise(peak: 1, DecibelAverage.OfPooledError),
            new StructuralSimilarity(dataRange: 1),
            new ThresholdScores(0.5));
        foreach (var (forecast, truth) in batches)                              // [B, T, C, H, W] each
            set.Add(forecast, truth);

        foreach (var metric in set.Metrics)
            Console.WriteLine($"{metric.Name}: {metric.Result:G5}, at the last lead time {metric.PerLeadTime[^1]:G5}");
        #endregion
    }

    public static void Choices(Tensor forecast, Tensor truth)
    {
        #region metrics: pixels
        var clouds = new MeanAbsoluteError(PixelReduction.Mean).OnChannel(1);   // one channel by itself
        var kelvin = new RootMeanSquaredError().Rescaled(scale: 21.2, offset: 278.9);   // of normalised frames, in their unit
        var clipped = new StructuralSimilarity(dataRange: 1).Clipped(0, 1);     // forecasts outside of the range are brought back
        new MetricSet(clouds, kelvin, clipped).Add(forecast, truth);
        #endregion
    }

    public static void Masked(Tensor forecast, Tensor truth)
    {
        #region metrics: masks
        var valid = truth.isfinite();                                           // or any bool [B, T, C, H, W], whose axes may be 1
        var set = new MetricSet(new RootMeanSquaredError(), new StructuralSimilarity(dataRange: 1));
        set.Add(forecast, truth, valid);

        var counting = new MetricSet(new RootMeanSquaredError()) { NotFinite = NotFinitePolicy.Skip };
        counting.Add(forecast, truth);
        Console.WriteLine($"{counting}, {counting.Metrics[0].SkippedValues} values left out");
        #endregion
    }

    public static void Apart(Tensor forecast, Tensor truth)
    {
        #region metrics: merge
        var here = new StructuralSimilarity(dataRange: 1);
        var there = new StructuralSimilarity(dataRange: 1);
        IReadOnlyList<double> each = here.Add(forecast, truth);                 // the value of each sequence of this batch
        there.Add(forecast, truth);
        here.MergeJson(there.ToJson());                                         // from another process or machine; Merge from this one

        IReadOnlyList<int> order = here.Better.Order(each);                     // the best sequence first, the worst last
        #endregion
        Console.WriteLine($"{here}, best {order[0]}");
    }

    public static void Published(IEnumerable<(Tensor Forecast, Tensor Truth)> batches)
    {
        #region metrics: protocols
        var (authors, ours) = (Protocols.SwinLstm.Start(), Protocols.Honest.Start());
        foreach (var (forecast, truth) in batches)
        {
            authors.Add(forecast, truth);
            ours.Add(forecast, truth);
        }
        Console.WriteLine(Protocols.SwinLstm.Header);
        Console.WriteLine(Protocols.SwinLstm.Row(authors));                     // to be put beside theirs
        Console.WriteLine(Protocols.Honest.Table(ours));                        // every lead time, and all of them
        #endregion
    }

    #region metrics: own
    public sealed class LargestError : FrameMetric
    {
        public override string Name => "largest error, mean over frames";

        public override Direction Better => Direction.LowerIsBetter;

        protected override Tensor Measure(FramePair frames)                     // both hold 0 where a pixel is not valid
        {
            var errors = frames.Prediction.sub(frames.Target).abs().flatten(2); // [B, T, C*H*W]
            return frames.EachFrame(errors.amax(2).unsqueeze(2).to(ScalarType.Float64));  // [B, T, 2]: the number, and a one to count the frame
        }
    }
    #endregion
}
