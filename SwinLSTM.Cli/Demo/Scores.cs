using SwinLSTM.Metrics;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>Mean squared error and structural similarity of one way to forecast, for each lead time.</summary>
internal sealed record Scores(string Name, IReadOnlyList<double> Error, IReadOnlyList<double> Similarity)
{
    public double MeanError => Error.Average();

    public double MeanSimilarity => Similarity.Average();

    /// <param name="name">What the table calls it.</param>
    /// <param name="forecast"><c>[B, T, C, H, W]</c>.</param>
    /// <param name="truth"><c>[B, T, C, H, W]</c>.</param>
    public static Scores Of(string name, Tensor forecast, Tensor truth)
    {
        var error = new MeanSquaredError(PixelReduction.Mean);
        var similarity = new StructuralSimilarity(dataRange: 1);
        error.Add(forecast, truth);
        similarity.Add(forecast, truth);
        return new(name, error.PerLeadTime, similarity.PerLeadTime);
    }
}
