using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>The demo from its options to its pictures.</summary>
internal static class Demo
{
    private const int Batch = 32;

    /// <returns>The exit code: 0, or 1 after a message that says what is wrong and what to do.</returns>
    public static int Run(DemoOptions options, CancellationToken cancellation)
    {
        try
        {
            Forecast(options, cancellation);
            return 0;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or ExternalException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Forecast(DemoOptions options, CancellationToken cancellation)
    {
        if (options.Device == "cuda" && !cuda.is_available())
            throw new InvalidOperationException("--device cuda: this TorchSharp sees no CUDA GPU. Leave --device out, or install a CUDA build (README, \"On a GPU\").");
        var device = options.Device == "cuda" ? CUDA : CPU;
        // Where the results go must exist before hours of training, not after.
        foreach (var folder in new[] { options.Output, Path.GetDirectoryName(options.Save) })
            if (folder is not null) Directory.CreateDirectory(folder);
        var real = DemoData.Real(options.Digits);
        using var model = options.Train ? DemoTraining.Run(options, real, device, cancellation) : DemoNetwork.Load(options.Weights, device);
        model.Network.eval();

        var test = DemoData.Test(real, options.Seed, options.Train, options.Sequences);
        Forecaster[] forecasters = [Forecaster.Of("SwinLSTM", model), Forecaster.Persistence with { Name = "last" }, new("black", Baseline.Zero.Forecast), Forecaster.MeanFrame with { Name = "mean" }];
        var result = Evaluation.Run(test, forecasters, () => new(new MeanSquaredError(PixelReduction.Mean), new StructuralSimilarity(dataRange: 1)), new() { BatchSize = Batch }, device,
            cancellation: CancellationToken.None); // a stopped training still shows what it has learned
        AnsiConsole.Write(ScoreTable.Of(result.Scores));
        Console.WriteLine("last: the last frame again; black: an empty frame; mean: the mean of the ten frames seen.");
        var (sheet, animation) = Pictures.Write(options.Output, model, test, device);
        var report = EvaluationReport.Write(result, options.Output, "Moving digits: ten frames from ten",
            ("Digits", real is null ? "drawn" : "from a file"), ("Parameters", model.Network.parameters().Sum(parameter => parameter.numel()).ToString("N0", CultureInfo.InvariantCulture)));
        var best = result.Scores.Skip(1).MinBy(MeanError)!;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Over {options.Sequences} sequences of unseen digits the forecast's error is {MeanError(result.Scores[0]) / MeanError(best):0.00} of the best trivial one's ({best.Name})."));
        Console.WriteLine($"Look at {Shown(animation)} and {Shown(sheet)}; {Shown(report)} has curves, the best and the worst sequences.");
    }

    private static double MeanError(ForecasterScores scores) => scores.Metrics.Metrics[0].Result;

    private static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path) is var near && !near.StartsWith("..", StringComparison.Ordinal) ? near : path;
}
