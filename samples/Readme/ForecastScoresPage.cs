using SwinLSTM.Metrics;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of docs/metrics.md on events, ensembles, skill, sharpness and perception.</summary>
public static class ForecastScoresPage
{
    public static void Events(Tensor forecast, Tensor truth)
    {
        #region metrics: events
        double[] vil = [16, 74, 133, 160, 181, 219];                            // SEVIR's levels of 0 to 255
        var scores = new ThresholdScores([.. vil.Select(level => level / 255)]);
        var pooled = new ThresholdScores(scores.Thresholds, pool: 16);          // the largest value of each 16 x 16
        var fraction = new FractionsSkillScore(74.0 / 255, neighbourhood: 9);
        new MetricSet(scores, pooled, fraction).Add(forecast, truth);           // [B, T, C, H, W] each

        Console.WriteLine($"CSI over all thresholds {scores.Result:F4}, pooled {pooled.Result:F4}, FSS {fraction.Result:F4}");
        Console.WriteLine($"at 74: POD {scores.Tables[1].ProbabilityOfDetection:F4}, FAR {scores.Tables[1].FalseAlarmRatio:F4}");
        #endregion
    }

    public static void Ensembles(Tensor members, Tensor truth)
    {
        #region metrics: ensembles
        var crps = new ContinuousRankedProbabilityScore(fair: true);
        var spread = new SpreadSkillRatio();
        var ranks = new RankHistogram();
        new MetricSet(crps, spread, ranks).Add(members, truth);                 // [B, M, T, C, H, W] against [B, T, C, H, W]

        Console.WriteLine($"{crps}; spread {spread.Spread:G4} for an error of {spread.Error:G4}");
        Console.WriteLine($"below all members {ranks.Frequencies[0]:P1} of the time");
        #endregion
    }

    public static void Skill(IEnumerable<Tensor> training, Tensor past, Tensor forecast, Tensor truth)
    {
        #region metrics: skill
        var fit = new ClimatologyFit();
        foreach (var frames in training)
            fit.Add(frames);                                                    // [B, T, C, H, W] of the training split
        var climatology = fit.ToClimatology();

        var skill = new SkillScore(Baseline.Persistence);                       // in the mean squared error
        var against = new SkillScore(Baseline.Climatology(climatology), new MeanAbsoluteError());
        var anomaly = new AnomalyCorrelation(climatology, centred: false);
        new MetricSet(skill, against, anomaly).Add(forecast, truth, past: past);
        Console.WriteLine($"{skill}; {against}; {anomaly}; at the last lead time {skill.PerLeadTime[^1]:F3}");
        #endregion
    }

    public static void Sharpness(Tensor forecast, Tensor truth)
    {
        #region metrics: sharpness
        var power = new PowerSpectrum(shortUpTo: 8);                            // pixels
        var gradients = new GradientRatio();
        new MetricSet(power, gradients).Add(forecast, truth);

        for (var k = 0; k < power.Wavelengths.Count; k++)
            Console.WriteLine($"{power.Wavelengths[k]:F1} pixels: {power.OfForecast[k]:G4} of {power.OfTruth[k]:G4}");
        Console.WriteLine($"{power.Result:P0} of the truth's detail, edges {gradients.Result:P0} as sharp");
        #endregion
    }

    public static void Perception(Tensor forecast, Tensor truth)
    {
        #region metrics: perception
        using var network = LpipsWeights.Load("lpips.safetensors");             // the user's own file
        var lpips = new Lpips(network, black: 0, white: 1);
        lpips.Add(forecast, truth);
        Console.WriteLine(lpips);
        #endregion
    }
}
