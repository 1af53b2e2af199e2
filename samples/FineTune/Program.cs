using System.CommandLine;
using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using static TorchSharp.torch;

TorchProcess.Tune();
var shipped = Path.Combine(AppContext.BaseDirectory, "digits.swinlstm");
Option<string> weights = new("--weights") { Description = "A .swinlstm file to begin with.", DefaultValueFactory = _ => shipped };
Option<string?> data = new("--data") { Description = "Your own frames, a .npy file [T, H, W] or [T, C, H, W]; fast digits if left out." };
Option<int> steps = new("--steps") { Description = "Steps of training.", DefaultValueFactory = _ => 200 };
Option<int> size = new("--size") { Description = "Rows and columns of the digits' frames.", DefaultValueFactory = _ => 40 };
Option<string> output = new("--out") { Description = "Folder for what is made.", DefaultValueFactory = _ => "out" };
var command = new RootCommand("Goes on from trained weights on other data, and shows what that is worth.")
{
    weights, data, steps, size, output,
};
command.SetAction(parsed => FineTune(parsed.GetValue(weights)!, parsed.GetValue(data), parsed.GetValue(steps), parsed.GetValue(size),
    parsed.GetValue(output)!));
try
{
    return command.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static void FineTune(string path, string? frames, int steps, int size, string output)
{
    var windows = new WindowOptions { InputFrames = 5, TargetFrames = 5 };
    DatasetSplits splits = frames is null ? FastDigits(windows, size) : DatasetSplits.Chronological(NpyFile.Open(frames).Series(), windows);

    // Three times the same network: as it came, trained on, and from scratch. A network takes frames of any size.
    using var came = ForecastModel.Load(path);
    using var tuned = ForecastModel.Load(path);
    if (came.Network is not SwinLstmNetwork { Options: var options })
        throw new ArgumentException($"{path} holds no SwinLSTM; a sample that compares with one from scratch must know how to build it.");
    using var scratch = new ForecastModel(options.Build(seed: 0), came.Normalizer);

    // What is learned already is refined with smaller steps than a beginner takes, and needs no short sequences at first.
    var training = new TrainingOptions { Steps = steps, BatchSize = 8, Schedule = new CosineSchedule(WarmUpSteps: 10) };
    Train("fine-tuning", tuned, splits.Train, training with { LearningRate = 5e-4 });
    Train("from scratch", scratch, splits.Train, training with { LearningRate = 2e-3 });

    Forecaster[] all =
    [
        Forecaster.Of("fine-tuned", tuned), Forecaster.Of("as it came", came), Forecaster.Of("from scratch", scratch),
        Forecaster.Persistence,
    ];
    var result = Evaluation.Run(splits.Test, all, () => new(new MeanSquaredError()), new() { Sequences = 64 });
    Console.WriteLine("               error: next frame    all frames");
    foreach (var (name, metrics) in result.Scores.Select(scores => (scores.Name, scores.Metrics)))
        Console.WriteLine($"{name,-14} {metrics.Metrics[0].PerLeadTime[0],17:F5} {metrics.Metrics[0].Result,13:F5}");

    // The notes say where the weights come from.
    var notes = new Dictionary<string, string>(came.Notes) { ["from"] = Path.GetFileName(path), ["fine-tuned"] = $"{steps} steps" };
    Directory.CreateDirectory(output);
    new ForecastModel(tuned.Network, tuned.Normalizer, notes).Save(Path.Combine(output, "tuned.swinlstm")); // tuned disposes the network
    using var scope = NewDisposeScope();
    var (past, truth) = splits.Test.Batch(first: 0, count: 1); // [1, Tin, C, H, W], [1, Tout, C, H, W]
    FilmstripSample[] films = [.. new[] { tuned, came }.Select(model =>
        FilmstripSample.FromTensors(past[0], truth[0], model.Forecast(past, (int)truth.size(1))[0]))];
    Png.Write(Path.Combine(output, "tuned.png"), Filmstrip.Sheet(films));
    Console.WriteLine($"Wrote {Path.Combine(output, "tuned.swinlstm")}, and tuned.png: above fine-tuned, below as it came.");
}

// The shipped weights know a digit that moves up to 1.8 pixels a frame; here it is twice as fast, in a larger frame.
static DatasetSplits FastDigits(WindowOptions windows, int size)
{
    var digits = DrawnDigits.Make(count: 1_000, seed: 5);
    var fast = new MovingDigitsOptions
    {
        Digits = 1,
        DigitSize = 14,
        Height = size,
        Width = size,
        StepLength = 0.15,
        InputFrames = windows.InputFrames,
        TargetFrames = windows.TargetFrames,
    };
    MovingDigits Fixed(int first, ulong seed) => new(digits.Slice(first, 100), fast with { Count = 64, NewEachEpoch = false, Seed = seed });
    return new(new MovingDigits(digits.Slice(0, 800), fast), Fixed(800, seed: 1), Fixed(900, seed: 2));
}

static void Train(string name, ForecastModel model, ISequenceDataset data, TrainingOptions options)
{
    using var run = new TrainingRun(model, data, options);
    foreach (var report in run.Fit().OfType<StepReport>())
    {
        if (report.Step % 50 == 0)
            Console.WriteLine($"{name}, step {report.Step,4}: loss {report.Loss:F5}, {report.Remaining:mm\\:ss} to go");
    }
}
