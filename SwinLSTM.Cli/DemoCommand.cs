using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm demo</c>: forecasts moving digits that the weights never saw, scores the forecast, and draws it.</summary>
internal static class DemoCommand
{
    private const int OnSheet = 3, InAnimation = 6;

    public static Command Create()
    {
        var train = Verb.Switch("--train", "Train first: from scratch, or on from --weights; for 20 minutes, if nothing else is said.");
        var save = Verb.Text("--save", "FILE", "Where to keep the trained weights; saved every minute, too.");
        var weights = Verb.Text("--weights", "FILE",
            "Weights that --save kept, instead of the shipped ones; with --train, the ones to go on from.");
        var digits = Verb.Text("--digits", "FILE.idx[.gz]", "Real digits, an IDX file, plain or gzip, instead of drawn ones.");
        var output = Verb.Text("--out", "FOLDER", "Where the pictures go.", "out");
        var sequences = new Flag("--sequences", "", Flag.Number, "How many sequences to score on; 256 if left out.", least: InAnimation);
        var flags = ConfigFlags.Some("--minutes", "--steps", "--seed", "--device", "--threads");
        return Verb.Create("demo", "Forecast moving digits, ten frames from ten, and show how good the forecast is.",
            "--out pictures",
            [train, save, weights, digits, output, sequences.Option, .. flags.Options()]).Does((parsed, cancellation) =>
        {
            var tree = new JsonObject();
            ConfigFlags.Apply(parsed, flags, tree);
            var hasLength = (tree["training"]?["steps"] ?? tree["training"]?["minutes"]) is not null;
            if (!parsed.GetValue(train) && (hasLength || parsed.GetValue(save) is not null))
                throw new ArgumentException("--save, --steps and --minutes belong to --train; add --train.");
            if (!hasLength)
            {
                ConfigJson.Set(tree, "training.steps", null);
                ConfigJson.Set(tree, "training.minutes", 20);
            }

            var config = ConfigJson.Config(tree, "options");
            var (folder, kept, device) = (parsed.GetValue(output)!, parsed.GetValue(save), Models.DeviceOf(config.Device));
            var count = sequences.Of(parsed) ?? 256;
            if (config.Training.Threads is { } threads) set_num_threads(threads);
            // Where the results go must exist before hours of training, not after.
            Verb.MakeFolder("--out", folder);
            if (kept is not null) Verb.MakeFolderOf("--save", kept);
            var data = new DemoData(parsed.GetValue(digits), config.Training.Seed);
            var path = parsed.GetValue(weights);
            using var model = parsed.GetValue(train)
                ? DemoTraining.Run(config.Training, data, path, kept, device, cancellation) : DemoTraining.Load(path, device);
            Models.CheckChannels(model, 1, path ?? "the demo", "moving digits");
            var isCut = parsed.GetValue(train) && cancellation.IsCancellationRequested;
            Show(model, data, data.Test(parsed.GetValue(train), count), folder, device, isCut ? CancellationToken.None : cancellation);
            if (isCut) throw new StoppedException($"Stopped; {folder} shows what was learned until then.");
        });
    }

    /// <summary>Scores a model and draws what it does; a training that was stopped still shows what it has learned.</summary>
    private static void Show(ForecastModel model, DemoData data, ISequenceDataset test, string folder, Device device,
        CancellationToken cancellation)
    {
        var result = Evaluation.Run(
            test,
            [
                Forecaster.Of("SwinLSTM", model), Forecaster.Persistence with { Name = "last" }, new("black", Baseline.Zero.Forecast),
                Forecaster.MeanFrame with { Name = "mean" },
            ],
            () => new(new MeanSquaredError(PixelReduction.Mean), new StructuralSimilarity(dataRange: 1)),
            new() { BatchSize = 32 },
            device,
            cancellation: cancellation);
        ScoreTable.Print(result);
        Console.WriteLine("last: the last frame again; black: an empty frame; mean: the mean of the ten frames seen.");
        var (sheet, animation) = (Path.Combine(folder, "forecast.png"), Path.Combine(folder, "forecast.gif"));
        Draw(model, test, sheet, animation, device);
        var report = EvaluationReport.Write(result, folder, "Moving digits: ten frames from ten",
            ("Digits", data.AreReal ? "from a file" : "drawn"), ("Parameters", ProgressLine.Count(model.Network)));
        var best = result.Scores.Skip(1).MinBy(Error)!;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Over {result.Sequences} sequences of unseen digits the forecast's "
            + $"error is {Error(result.Scores[0]) / Error(best):0.00} of the best trivial one's ({best.Name})."));
        Console.WriteLine($"Look at {animation} and {sheet}; {report} has curves, the best and the worst sequences.");

        static double Error(ForecasterScores scores) => scores.Metrics.Metrics[0].Result;
    }

    private static void Draw(ForecastModel model, ISequenceDataset data, string sheet, string animation, Device device)
    {
        using var scope = NewDisposeScope();
        var (input, truth) = data.Batch(0, InAnimation, device); // [B, Tin, 1, H, W], [B, Tout, 1, H, W]
        var forecast = model.Forecast(input, (int)truth.size(1)); // [B, Tout, 1, H, W]
        FilmstripSample[] samples = [.. Enumerable.Range(0, InAnimation)
            .Select(i => FilmstripSample.FromTensors(input.select(0, i), truth.select(0, i), forecast.select(0, i)))];
        Png.Write(sheet, Filmstrip.Sheet([.. samples.Take(OnSheet)], enlarge: 2));
        Gif.Write(animation, Filmstrip.Animation(samples, enlarge: 4), TimeSpan.FromMilliseconds(200));
    }
}
