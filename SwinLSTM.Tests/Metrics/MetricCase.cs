using SwinLSTM.Metrics;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>A metric with the tensors that it takes, so that every law holds for every metric.</summary>
/// <param name="Make">Makes it, with a policy for forecasts that are not finite.</param>
/// <param name="Members">How many members its forecasts have; 0 for a single forecast.</param>
/// <param name="Complete">Whether it refuses missing and masked values.</param>
internal sealed record MetricCase(Func<MissingForecast, Metric> Make, int Members = 0, bool Complete = false)
{
    public static readonly long[] Shape = [3, 2, 2, 16, 18];

    public static IReadOnlyList<MetricCase> All { get; } =
    [
        new(policy => new MeanSquaredError { MissingForecast = policy }),
        new(policy => new MeanSquaredError(PixelReduction.Sum) { MissingForecast = policy }),
        new(policy => new MeanAbsoluteError { MissingForecast = policy }),
        new(policy => new MeanAbsoluteError(PixelReduction.Sum) { MissingForecast = policy }),
        new(policy => new RootMeanSquaredError { MissingForecast = policy }),
        new(policy => new RootMeanSquaredError(PixelReduction.Sum) { MissingForecast = policy }),
        new(policy => new PeakSignalToNoiseRatio(1, DecibelAverage.OfPooledError) { MissingForecast = policy }),
        new(policy => new PeakSignalToNoiseRatio(1, DecibelAverage.OfEachFrame) { MissingForecast = policy }),
        new(policy => new SignalToNoiseRatio(DecibelAverage.OfPooledError) { MissingForecast = policy }),
        new(policy => new SignalToNoiseRatio(DecibelAverage.OfEachFrame) { MissingForecast = policy }),
        new(policy => new E3dPeakSignalToNoiseRatio { MissingForecast = policy }),
        new(policy => new StructuralSimilarity(1) { MissingForecast = policy }),
        new(policy => new StructuralSimilarity(1, SimilarityWindow.Gaussian11) { MissingForecast = policy }),
        new(_ => new StructuralSimilarity(1).Clipped(0.25, 0.5)),
        new(_ => new SignalToNoiseRatio(DecibelAverage.OfPooledError).Rescaled([40], [-3]).OnChannel(0)),
        new(policy => new ThresholdScores([0.25, 0.5, 0.75]) { MissingForecast = policy }),
        new(policy => new ThresholdScores([0.5], EventScore.FalseAlarmRatio, pool: 4) { MissingForecast = policy }),
        new(policy => new FractionsSkillScore(0.5, 5) { MissingForecast = policy }),
        new(policy => new GradientRatio { MissingForecast = policy }),
        new(policy => new PowerSpectrum { MissingForecast = policy }, Complete: true),
        new(policy => new AnomalyCorrelation(new Climatology(full([2, 16, 18], 0.4)), centred: true) { MissingForecast = policy }),
        new(policy => new SkillScore(Baseline.MeanFrame) { MissingForecast = policy }),
        new(_ => new SkillScore(Baseline.LinearExtrapolation(0, 1), new MeanAbsoluteError()).OnChannel(1)),
        new(policy => new ContinuousRankedProbabilityScore(fair: false) { MissingForecast = policy }, Members: 5),
        new(policy => new ContinuousRankedProbabilityScore(fair: true) { MissingForecast = policy }, Members: 4),
        new(policy => new SpreadSkillRatio { MissingForecast = policy }, Members: 3),
        new(policy => new RankHistogram { MissingForecast = policy }, Members: 3),
        new(_ => new ContinuousRankedProbabilityScore(fair: true).Clipped(0.1, 0.9), Members: 3),
    ];

    public Metric New(MissingForecast policy = MissingForecast.Refuse) => Make(policy);

    /// <summary>Forecast [B, T, C, H, W] or [B, M, T, C, H, W], truth and known frames.</summary>
    public (Tensor Forecast, Tensor Truth, Tensor Past) Frames(int seed, params long[] shape)
    {
        long[] forecast = Members > 0 ? [shape[0], Members, .. shape[1..]] : shape;
        return (RandomFrames.Make(seed, forecast), RandomFrames.Make(seed + 1, shape),
            RandomFrames.Make(seed + 2, [shape[0], 3, .. shape[2..]]));
    }

    /// <summary>The mask or the place [B, T, ...] as it lies over a forecast.</summary>
    public Tensor Over(Tensor mask) => Members > 0 ? mask.unsqueeze(1) : mask;

    public static bool Near(double x, double y) =>
        Math.Abs(x - y) <= 1e-12 * Math.Max(1, Math.Abs(y)) || (double.IsNaN(x) && double.IsNaN(y));
}
