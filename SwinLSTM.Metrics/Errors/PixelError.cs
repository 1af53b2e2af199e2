namespace SwinLSTM.Metrics;

/// <summary>What the metrics of pixel errors share.</summary>
internal static class PixelError
{
    /// <summary>Returns the statistics [B, T, 2] of errors that were summed over rows and columns [B, T, C].</summary>
    public static Tensor Reduce(ForecastBatch batch, Tensor errors, PixelReduction reduction) =>
        reduction == PixelReduction.Mean ? batch.MeanOverValues(errors) : batch.MeanOverFrames(errors.sum(2, keepdim: true)); // [B, T, 2]

    public static string Words(PixelReduction reduction) => reduction == PixelReduction.Sum ? "sum over a frame" : "mean over a frame";

    public static string Words(DecibelAverage average, string pooled = "of the pooled error") =>
        average == DecibelAverage.OfPooledError ? pooled : "mean over frames";
}
