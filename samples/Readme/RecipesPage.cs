using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace Readme;

/// <summary>Recipes of the packages' READMEs that no guide has.</summary>
public static class RecipesPage
{
    public static void Numpy(Action<Tensor, Tensor> learn)
    {
        #region recipe: numpy
        using NdArray radar = NpyFile.Open("radar.npy");                        // [T, H, W] or [T, C, H, W]; mapped, not read
        var splits = DatasetSplits.Chronological(radar.Series(), new() { InputFrames = 10, TargetFrames = 12 });
        var loader = new SequenceLoader(splits.Train, new() { BatchSize = 16, Shuffle = true });
        foreach (var batch in loader.Epoch(0))
            using (batch)
                learn(batch.Inputs, batch.Targets);                             // [B, 10, C, H, W] and [B, 12, C, H, W], float32
        #endregion
    }

    public static void Persistence(Tensor past, Tensor forecast, Tensor truth)
    {
        #region recipe: persistence
        var skill = new SkillScore(Baseline.Persistence);                       // 1 - error / error of the last frame, repeated
        new MetricSet(skill).Add(forecast, truth, past: past);
        Console.WriteLine($"{skill.Result:0.00}, at the last lead time {skill.PerLeadTime[^1]:0.00}");   // above 0: it beats it
        #endregion
    }

    public static void Rain(Tensor forecast, Tensor truth)
    {
        #region recipe: rain
        var rain = new ThresholdScores([2, 10]);                                // mm/h
        new MetricSet(rain).Add(forecast, truth);
        var table = rain.Tables[1];
        Console.WriteLine($"10 mm/h and more: found {table.ProbabilityOfDetection:P0}, false alarms {table.FalseAlarmRatio:P0}");
        #endregion
    }

    public static void Best(ForecastModel model, DatasetSplits splits, TrainingOptions options, CancellationToken cancellation)
    {
        #region recipe: best
        using (var run = new TrainingRun(model, splits.Train, options, folder: "runs/rain", validation: new(splits.Validation)))
            foreach (var report in run.Fit(cancellation).OfType<ValidationReport>())
                Console.WriteLine($"step {report.Step}: {report.Value:0.0000}{(report.IsBest ? ", the best so far" : "")}");
        using var best = ForecastModel.Load("runs/rain/best.swinlstm");
        #endregion
    }
}
