using System.CommandLine;
using RadarNowcast;
using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using static TorchSharp.torch;

TorchProcess.Tune();
Option<int> frames = new("--frames") { Description = "Radar images, five minutes apart.", DefaultValueFactory = _ => 1500 };
Option<int> size = new("--size") { Description = "Rows and columns of an image.", DefaultValueFactory = _ => 32 };
Option<int> steps = new("--steps") { Description = "Steps of training.", DefaultValueFactory = _ => 400 };
Option<int> seed = new("--seed") { Description = "Other weather, other weights.", DefaultValueFactory = _ => 1 };
Option<string> output = new("--out") { Description = "Folder for what is made.", DefaultValueFactory = _ => "out" };
var command = new RootCommand("Trains a rain nowcast on arrays made here, and compares it with persistence.")
{
    frames, size, steps, seed, output,
};
command.SetAction(parsed => Nowcast(parsed.GetValue(frames), parsed.GetValue(size), parsed.GetValue(steps), parsed.GetValue(seed),
    parsed.GetValue(output)!));
try
{
    return command.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is ArgumentException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static void Nowcast(int frames, int size, int steps, int seed, string output)
{
    // Your own array takes the place of this one: [time, rows, columns] in mm/h, NaN where nothing was measured.
    float[,,] rain = Rain.Make(frames, size, seed);

    // Half an hour in, half an hour out; training first, then validation, then test, an hour apart.
    var windows = new WindowOptions { InputFrames = 6, TargetFrames = 6 };
    DatasetSplits splits = DatasetSplits.Chronological(NdArray.Of(rain).Series(), windows, validation: 0.1, test: 0.2, gap: 12);
    Normalizer normalizer = Normalizer.FitZScore(splits.Train, samples: 500);
    Console.WriteLine($"{splits.Train.Count} windows to learn from, {splits.Test.Count} to test on; {normalizer}");

    // Standardised rain has no bounds, so neither has the output.
    var network = SwinLstmBuilder.ForFrames(channels: 1).Embed(patchSize: 2, channels: 32).Cell(depth: 2, heads: 4)
        .Output(OutputActivation.None).Build(seed: seed);
    network.InitializeHead([0]); // it begins with the mean, which is 0 then, and need not learn that first
    using var model = new ForecastModel(network, normalizer);
    var options = new TrainingOptions { Steps = steps, BatchSize = 8, LearningRate = 2e-3, ValidateEvery = 100, Seed = seed };
    using (var run = new TrainingRun(model, splits.Train, options, validation: new(splits.Validation, Sequences: 64)))
    {
        foreach (var report in run.Fit())
        {
            if (report is ValidationReport validation)
                Console.WriteLine($"step {validation.Step,5}: error on validation {Math.Sqrt(validation.Value):F3} mm/h");
        }
    }

    EvaluationResult result = Evaluation.Run(splits.Test, [Forecaster.Of("SwinLSTM", model), Forecaster.Persistence],
        () => new MetricSet(new RootMeanSquaredError(), new ThresholdScores([5])), new() { Styles = [new() { High = 30, Map = new() }] });
    Print(result);
    EvaluationReport.Write(result, output, "Rain nowcast", ("data", $"{frames} images of {size} x {size}, made"), ("steps", $"{steps}"));
    model.Save(Path.Combine(output, "radar.swinlstm"));

    using var scope = NewDisposeScope();
    var (past, truth) = splits.Test.Batch([result.Shown.First(shown => shown.Place == Place.Median).Index]); // [1, 6, 1, H, W] twice
    var future = model.Forecast(past, horizon: 6); // [1, 6, 1, H, W]
    future = future.where(truth.isfinite(), float.NaN); // what the radar cannot see is nobody's forecast
    var film = FilmstripSample.FromTensors(past[0], truth[0], future[0], new PictureStyle { High = 30, Map = new() });
    Gif.Write(Path.Combine(output, "nowcast.gif"), Filmstrip.Animation([film], enlarge: 4), TimeSpan.FromSeconds(0.3));
    Png.Write(Path.Combine(output, "nowcast.png"), Filmstrip.Sheet([film], enlarge: 3));
    Console.WriteLine($"Wrote {Path.Combine(output, "nowcast.gif")}, nowcast.png, report.html and radar.swinlstm.");
}

static void Print(EvaluationResult result)
{
    var (ours, theirs) = (result.Scores[0].Metrics.Metrics, result.Scores[1].Metrics.Metrics);
    Console.WriteLine("           error in mm/h          hits of 5 mm/h (CSI)");
    Console.WriteLine("minutes    SwinLSTM  persistence   SwinLSTM  persistence");
    for (var lead = 0; lead < ours[0].PerLeadTime.Count; lead++)
    {
        Console.WriteLine($"{5 * (lead + 1),7}  {ours[0].PerLeadTime[lead],10:F3} {theirs[0].PerLeadTime[lead],12:F3} "
            + $"{ours[1].PerLeadTime[lead],10:F3} {theirs[1].PerLeadTime[lead],12:F3}");
    }

    Console.WriteLine($"The error is {ours[0].Result / theirs[0].Result:P0} of persistence's over {result.Sequences} windows.");
}
