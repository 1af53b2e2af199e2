using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>The demo from its options to its pictures.</summary>
internal static class Demo
{
    private const int Horizon = 10, TestSequences = 256, Batch = 32;

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
        using var network = options.Train ? DemoTraining.Run(options, real, device, cancellation) : DemoNetwork.Load(options.Weights, device);
        network.eval();

        using var scope = NewDisposeScope();
        var (inputs, truth) = DemoData.Test(real, options.Seed, options.Train, TestSequences).Batch(0, TestSequences, device); // [B, 10, 1, H, W] twice
        var forecast = cat([.. inputs.split(Batch).Select(part => network.Forecast(part, Horizon))], 0); // [B, 10, 1, H, W]
        Scores[] trivial =
        [
            Scores.Of("last", Baselines.Persistence(inputs, Horizon), truth),
            Scores.Of("black", Baselines.Black(inputs, Horizon), truth),
            Scores.Of("mean", Baselines.MeanFrame(inputs, Horizon), truth),
        ];
        var scores = Scores.Of("SwinLSTM", forecast, truth);
        AnsiConsole.Write(ScoreTable.Of(scores, trivial));
        Console.WriteLine("last: the last frame again; black: an empty frame; mean: the mean of the ten frames seen.");
        var best = trivial.MinBy(s => s.MeanError)!;
        var (sheet, animation) = Pictures.Write(options.Output, inputs, truth, forecast);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Over {TestSequences} sequences of unseen digits the forecast's error is {scores.MeanError / best.MeanError:0.00} of the best trivial one's ({best.Name})."));
        Console.WriteLine($"Look at {Shown(animation)} and {Shown(sheet)}.");
    }

    private static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path) is var near && !near.StartsWith("..", StringComparison.Ordinal) ? near : path;
}
