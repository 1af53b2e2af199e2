using System.Diagnostics;
using System.Globalization;
using SwinLSTM.Data;
using SwinLSTM.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>Makes, trains and keeps the demo's network: a SwinLSTM-B small enough to train on two cores.</summary>
internal static class DemoTraining
{
    private const string Shipped = "digits.swinlstm";

    /// <summary>Trains from scratch, or on from saved weights.</summary>
    public static ForecastModel Run(TrainingOptions given, DemoData data, string? weights, string? save, Device device,
        CancellationToken cancellation)
    {
        var sequences = data.Training();
        var fresh = weights is null;
        var model = fresh ? Fresh(sequences, given.Seed, device) : Load(weights, device);
        using var run = new TrainingRun(model, sequences, given with
        {
            // What is learnt already is refined, not learnt anew.
            LearningRate = fresh ? 2e-3 : 1e-3,
            // Weights that can already look ahead need no short sequences.
            Curriculum = fresh ? new(InputFrames: 5, Horizon: 2, Until: 0.6) : null,
        });
        StepReport? last = null;
        var sinceSave = Stopwatch.StartNew();
        using var line = new ProgressLine();
        foreach (var step in run.Fit(cancellation).OfType<StepReport>())
        {
            last = step;
            line.Show(TrainCommand.Progress(step));
            if (sinceSave.Elapsed < TimeSpan.FromMinutes(1)) continue;
            Save(step);
            sinceSave.Restart();
        }

        if (last is not null) Save(last);
        line.Say(last is null ? "Stopped before the first step." : string.Create(CultureInfo.InvariantCulture,
            $"{(cancellation.IsCancellationRequested ? "Stopped" : "Trained")} after {last.Step} steps, {last.Sequences} sequences, ")
            + $"{ProgressLine.Time(last.Elapsed)}.");
        return model;

        void Save(StepReport step)
        {
            if (save is null) return;
            var notes = new Dictionary<string, string>
            {
                ["data"] = $"one {(data.AreReal ? "real" : "drawn")} digit of 14 pixels on 32 x 32",
                ["seed"] = given.Seed.ToString(CultureInfo.InvariantCulture),
                ["steps"] = step.Step.ToString(CultureInfo.InvariantCulture),
                ["time"] = step.Elapsed.ToString("c", CultureInfo.InvariantCulture),
            };
            new ForecastModel(model.Network, model.Normalizer, notes).Save(save, ScalarType.Float16);
        }
    }

    /// <summary>The network of a file, or the shipped one.</summary>
    public static ForecastModel Load(string? path, Device device)
    {
        if (path is not null)
            return File.Exists(path) ? ForecastModel.Load(path, device) : throw new FileNotFoundException(
                $"--weights: there is no file '{path}'. Give one that --train --save FILE wrote, or leave --weights out for the "
                + "shipped ones.");
        using var shipped = typeof(DemoTraining).Assembly.GetManifestResourceStream(Shipped) ?? throw new FileNotFoundException(
            "This build ships no weights. Train some with --train --save FILE, and use them with --weights FILE.");
        return ForecastModel.Load(shipped, Shipped, device);
    }

    /// <summary>A network that at first predicts about the mean of the data.</summary>
    private static ForecastModel Fresh(ISequenceDataset data, int seed, Device device)
    {
        using var scope = NewDisposeScope();
        var options = SwinLstmOptions.B with { PatchSize = 4, EmbedChannels = 64, Stages = [new(Depth: 4, Heads: 4)], StochasticDepth = 0 };
        var network = options.Build(seed: seed);
        network.InitializeHead([data.Batch(0, 64).Targets.mean().item<float>()]);
        network.to(device);
        return new(network);
    }
}
