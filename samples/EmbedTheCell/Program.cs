using System.CommandLine;
using EmbedTheCell;
using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using static TorchSharp.torch;

TorchProcess.Tune();
Option<int> steps = new("--steps") { Description = "Steps of training.", DefaultValueFactory = _ => 400 };
Option<int> channels = new("--channels") { Description = "Channels of the maps inside, a multiple of 8.", DefaultValueFactory = _ => 48 };
Option<int> seed = new("--seed") { Description = "Other digits, other weights.", DefaultValueFactory = _ => 1 };
Option<string> output = new("--out") { Description = "Folder for what is made.", DefaultValueFactory = _ => "out" };
var command = new RootCommand("Trains a network that has the SwinLSTM cell between convolutions of its own.")
{
    steps, channels, seed, output,
};
command.SetAction(parsed => Train(parsed.GetValue(steps), parsed.GetValue(channels), parsed.GetValue(seed), parsed.GetValue(output)!));
try
{
    return command.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static void Train(int steps, int channels, int seed, string output)
{
    DigitImages digits = DrawnDigits.Make(count: 600, seed: (ulong)seed);
    var one = new MovingDigitsOptions { Digits = 1, DigitSize = 14, Height = 32, Width = 32, InputFrames = 6, TargetFrames = 6 };
    var train = new MovingDigits(digits.Slice(0, 500), one);
    var test = new MovingDigits(digits.Slice(500, 100), one with { Count = 64, NewEachEpoch = false, Seed = 1 });

    random.manual_seed(seed); // what your own modules draw their weights from
    using var model = new ForecastModel(new CellBetweenConvolutions(channels));
    Console.WriteLine($"{model.Network.parameters().Sum(weights => weights.numel()):N0} weights");

    // As for the library's own networks: all cores, because CreateAlike makes a replica for each.
    var options = new TrainingOptions
    {
        Steps = steps,
        BatchSize = 8,
        LearningRate = 2e-3,
        Curriculum = new(InputFrames: 4, Horizon: 1, Until: 0.6),
        Seed = seed,
    };
    using (var run = new TrainingRun(model, train, options))
    {
        foreach (var report in run.Fit().OfType<StepReport>())
        {
            if (report.Step % 100 == 0)
                Console.WriteLine($"step {report.Step,5}: loss {report.Loss:F5}, {report.SequencesPerSecond:F0} sequences a second");
        }
    }

    var result = Evaluation.Run(test, [Forecaster.Of("own network", model), Forecaster.Persistence], () => new(new MeanSquaredError()));
    foreach (var scores in result.Scores) Console.WriteLine($"{scores.Name,12}: error {scores.Metrics.Metrics[0].Result:F5}");

    // The library cannot build a network that it does not know: give it one to fill.
    Directory.CreateDirectory(output);
    var path = Path.Combine(output, "own.swinlstm");
    model.Save(path);
    using var loaded = ForecastModel.Load(path, new CellBetweenConvolutions(channels));
    using var scope = NewDisposeScope();
    var (past, truth) = test.Batch(first: 0, count: 1); // [1, 6, 1, 32, 32] twice
    var (before, after) = (model.Forecast(past, horizon: 6), loaded.Forecast(past, horizon: 6)); // [1, 6, 1, 32, 32] each
    Console.WriteLine(before.equal(after).all().item<bool>() ? $"{path} forecasts the same." : $"{path} forecasts something else!");
    Png.Write(Path.Combine(output, "own.png"), Filmstrip.Sheet([FilmstripSample.FromTensors(past[0], truth[0], after[0])]));
}
