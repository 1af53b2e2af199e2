using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using SwinLSTM.Data;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>Trains the demo's network, from scratch or on from saved weights, with a progress bar.</summary>
internal static class DemoTraining
{
    public static ForecastModel Run(DemoOptions options, DigitImages? real, Device device, CancellationToken cancellation)
    {
        var data = DemoData.Training(real, options.Seed);
        var model = options.Weights is null ? DemoNetwork.Fresh(data, options.Seed, device) : DemoNetwork.Load(options.Weights, device);
        using var run = new TrainingRun(model, data, new()
        {
            // What is learnt already is refined, not learnt anew.
            LearningRate = options.Weights is null ? 2e-3 : 1e-3,
            Steps = options.Steps,
            Minutes = options.Steps is null ? options.Minutes : null,
            // Weights that can already look ahead need no short sequences.
            Curriculum = options.Weights is null ? new(InputFrames: 5, Horizon: 2, Until: 0.6) : null,
            Seed = options.Seed,
        });

        StepReport? last = null;
        AnsiConsole.Progress().AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(bar => last = Train(run, bar.AddTask("training", maxValue: 1), model, options, cancellation));
        if (last is null) AnsiConsole.MarkupLine("Stopped before the first step.");
        else
        {
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{(cancellation.IsCancellationRequested ? "Stopped" : "Trained")} after {last.Step} steps, {last.Sequences} sequences, {last.Elapsed:h\\:mm\\:ss}.");
            Save(model, options, last);
        }

        return model;
    }

    private static StepReport? Train(TrainingRun run, ProgressTask bar, ForecastModel model, DemoOptions options, CancellationToken cancellation)
    {
        StepReport? last = null;
        double loss = 0;
        var sinceSave = Stopwatch.StartNew();
        foreach (var report in run.Fit(cancellation).OfType<StepReport>())
        {
            last = report;
            loss = report.Step == 1 ? report.Loss : (0.95 * loss) + (0.05 * report.Loss);
            bar.Value = report.Progress;
            bar.Description = string.Create(CultureInfo.InvariantCulture, $"step {report.Step}  loss {loss:0.00000}  {report.SequencesPerSecond:0} sequences/s  {report.Remaining:h\\:mm\\:ss} left");
            if (sinceSave.Elapsed < TimeSpan.FromMinutes(1)) continue;
            Save(model, options, report);
            sinceSave.Restart();
        }

        return last;
    }

    private static void Save(ForecastModel model, DemoOptions options, StepReport report)
    {
        if (options.Save is not { } path) return;
        var notes = new Dictionary<string, string>
        {
            ["data"] = options.Digits is null ? "one drawn digit of 14 pixels on 32 x 32" : $"one digit of 14 pixels on 32 x 32, of {Path.GetFileName(options.Digits)}",
            ["seed"] = options.Seed.ToString(CultureInfo.InvariantCulture),
            ["steps"] = report.Step.ToString(CultureInfo.InvariantCulture),
            ["time"] = report.Elapsed.ToString("c", CultureInfo.InvariantCulture),
        };
        new ForecastModel(model.Network, model.Normalizer, notes).Save(path, ScalarType.Float16);
    }
}
