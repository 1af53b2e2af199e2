using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of SwinLSTM.Training/README.md.</summary>
public static class TrainingPage
{
    public static void Train(ForecastModel model, ISequenceDataset data, TimeSpan time, CancellationToken cancellation)
    {
        #region training: a run
        var options = new TrainingOptions
        {
            Steps = null,
            Minutes = time.TotalMinutes,                                        // or Steps alone: the same weights for the same seed
            Curriculum = new(InputFrames: 5, Horizon: 2, Until: 0.6),           // short sequences at first
        };
        using var run = new TrainingRun(model, data, options, folder: "runs/first");
        foreach (var report in run.Fit(cancellation))
            if (report is StepReport step && step.Step % 100 == 0)
                Console.WriteLine($"step {step.Step}, loss {step.Loss:0.00000}");
        #endregion
    }

    public static void Compare(SwinLstmNetwork network, Tensor past)
    {
        #region training: baselines
        using var forecast = network.Forecast(past, horizon: 10);               // [B, 10, C, H, W]
        using var lazy = Baseline.Persistence.Forecast(past, horizon: 10);              // [B, 10, C, H, W]: the last frame, ten times
        #endregion
    }
}
