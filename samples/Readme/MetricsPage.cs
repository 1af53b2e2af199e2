using SwinLSTM.Metrics;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of SwinLSTM.Metrics/README.md.</summary>
public static class MetricsPage
{
    public static void Measure(IEnumerable<(Tensor Forecast, Tensor Truth)> batches)
    {
        #region metrics
        FrameMetric[] metrics =
        [
            new MeanSquaredError(PixelReduction.Sum),                           // summed over a frame, as most moving-digits tables have it
            new PeakSignalToNoise(peak: 1, DecibelAverage.OfEachFrame),
            new StructuralSimilarity(dataRange: 1),
            new ThresholdScores(0.5),
        ];
        foreach (var (forecast, truth) in batches)                              // [B, T, C, H, W] each
            foreach (var metric in metrics)
                metric.Add(forecast, truth);

        foreach (var metric in metrics)
            Console.WriteLine($"{metric.Name}: {metric.Result:G5}, at the last lead time {metric.PerLeadTime[^1]:G5}");
        #endregion
    }
}
