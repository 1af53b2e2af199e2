using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of SwinLSTM.Training/README.md and docs/training.md.</summary>
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

    public static void Whole(float[] rain, int steps, CancellationToken cancellation)
    {
        #region training: from data to model
        var series = NdArray.Of(rain, 240, 1, 32, 32).Series();           // 240 frames of one channel, 32 x 32, in mm/h; NaN where missing
        var splits = DatasetSplits.Chronological(series, new() { InputFrames = 5, TargetFrames = 5 });
        using var model = new ForecastModel(
            SwinLstmBuilder.ForFrames(channels: 1).Embed(patchSize: 4, channels: 32).Cell(depth: 2, heads: 2)
                .Output(OutputActivation.None).Build(),
            Normalizer.FitZScore(splits.Train, cancellation: cancellation));    // never on more than the training split

        using var run = new TrainingRun(model, splits.Train, new() { Steps = steps, BatchSize = 8 }, folder: "runs/rain",
            validation: new(splits.Validation));
        foreach (var report in run.Fit(cancellation))
            Console.WriteLine(report switch
            {
                ResumeReport resumed => $"going on from step {resumed.Step}",
                StepReport step => $"step {step.Step}, loss {step.Loss:0.0000}, {step.Remaining:mm\\:ss} left",
                ValidationReport validation => $"validation {validation.Value:0.0000}{(validation.IsBest ? ", the best so far" : "")}",
                _ => report.ToString(),
            });
        #endregion
    }

    public static void Best(Tensor past)
    {
        #region training: the model
        using var best = ForecastModel.Load("runs/rain/best.swinlstm");
        using var future = best.Forecast(past, horizon: 12);                    // [B, 12, 1, H, W], in mm/h
        #endregion
    }

    public static TrainingOptions[] Options(int steps)
    {
        #region training: memory
        var published = TrainingOptions.Published with { Steps = steps };       // the authors' recipe: Adam at 1e-4, nothing else
        var small = published with { Segment = 1 };                   // the least memory: everything but one step of time is computed twice
        var bounded = published with { MemoryGigabytes = 2.5 };                 // the longest segment that keeps to it
        #endregion
        return [published, small, bounded];
    }

    public static void Ranks(ForecastModel model, ISequenceDataset data, TrainingOptions options)
    {
        #region training: ranks
        using var stop = new StopSignal();                                      // SIGUSR1 saves and ends, under mpirun too
        using var run = new TrainingRun(model, data, options, folder: "runs/ranks", ranks: Mpi.World());
        foreach (var report in run.Fit(stop.Token))
            if (Mpi.World().Rank == 0)
                Console.WriteLine(report);
        #endregion
    }

    public static void OwnLoss(ForecastModel model, ISequenceDataset data, TrainingOptions options)
    {
        #region training: a loss
        // Heavy rain counts more: a sum and its weight, so that shards, ranks and missing values add up.
        static LossSum Heavy(Tensor predicted, Tensor truth, Tensor? valid)
        {
            var weight = truth.clamp(0, 5) + 1;                                 // [B, T, C, H, W]
            if (valid is not null)
                weight = weight * valid;
            return new(((predicted - truth).square() * weight).sum(), weight.sum().item<float>());
        }

        using var run = new TrainingRun(model, data, options, loss: Heavy);
        #endregion
        _ = run.Fit().Count();
    }
}
