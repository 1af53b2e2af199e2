using System.CommandLine;
using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using static TorchSharp.torch;

TorchProcess.Tune();
Argument<string> video = new("VIDEO") { Description = "Any file that ffmpeg decodes." };
Option<int> rate = new("--fps") { Description = "Frames per second.", DefaultValueFactory = _ => 6 };
Option<int> height = new("--height") { Description = "Rows of a frame.", DefaultValueFactory = _ => 48 };
Option<int> width = new("--width") { Description = "Columns of a frame.", DefaultValueFactory = _ => 64 };
Option<int> steps = new("--steps") { Description = "Steps of training.", DefaultValueFactory = _ => 400 };
Option<string> output = new("--out") { Description = "Folder for what is made.", DefaultValueFactory = _ => "out" };
var command = new RootCommand("Learns how a video moves, and forecasts the second after its end.")
{
    video, rate, height, width, steps, output,
};
command.SetAction(parsed => Forecast(parsed.GetValue(video)!, parsed.GetValue(rate), parsed.GetValue(height), parsed.GetValue(width),
    parsed.GetValue(steps), parsed.GetValue(output)!));
try
{
    return command.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static void Forecast(string path, int rate, int height, int width, int steps, string output)
{
    using var video = VideoFile.Open(path, new() { FramesPerSecond = rate, Height = height, Width = width });
    if (video.Length < 4 * rate)
        throw new ArgumentException($"{path} has {video.Length} frames at {rate} a second; at least {4 * rate}, four seconds, are "
            + "needed to learn from all but the last one. Give a longer video or a lower --fps.");

    // A second in, a second out. The last second is not learned from, so that the forecast of it can be measured.
    var windows = new WindowOptions { InputFrames = rate, TargetFrames = rate };
    var train = video.Slice(0, video.Length - rate).Windows(windows);
    var last = video.Slice(video.Length - (2 * rate), 2 * rate).Windows(windows);
    Console.WriteLine($"{video.Length} frames of {video.Frame}; {train.Count} windows to learn from.");

    var network = SwinLstmBuilder.ForFrames(channels: 3).Embed(patchSize: 4, channels: 64).Cell(depth: 2, heads: 4).Build(seed: 0);
    using var model = new ForecastModel(network); // pictures are 0 to 1 already
    InitializeHead(network, train);
    var options = new TrainingOptions { Steps = steps, BatchSize = 4, LearningRate = 2e-3, Curriculum = new(rate, 1, Until: 0.5) };
    using (var run = new TrainingRun(model, train, options))
    {
        foreach (var report in run.Fit().OfType<StepReport>())
        {
            if (report.Step % 100 == 0)
                Console.WriteLine($"step {report.Step,5}: loss {report.Loss:F5}, {report.Remaining:mm\\:ss} to go");
        }
    }

    var result = Evaluation.Run(last, [Forecaster.Of("SwinLSTM", model), Forecaster.Persistence], () => new(new MeanSquaredError()));
    var (ours, theirs) = (result.Scores[0].Metrics.Metrics[0].Result, result.Scores[1].Metrics.Metrics[0].Result);
    Console.WriteLine($"The last second, which it had not learned: error {ours:F5}, of a still picture {theirs:F5}.");

    using var scope = NewDisposeScope();
    var known = last.Batch(first: 0, count: 1).Frames[.., rate..]; // [1, T, 3, H, W]: the last second
    var future = model.Forecast(known, horizon: rate); // [1, T, 3, H, W]: the one after it
    Write(Picture.OfFrames(known[0]), Picture.OfFrames(future[0]), rate, output);
    model.Save(Path.Combine(output, "video.swinlstm"));
    Console.WriteLine($"Wrote {rate} frames {Path.Combine(output, "next-01.png")}, ..., forecast.gif, forecast.png and video.swinlstm.");
}

// A network that begins with the mean colour learns motion sooner.
static void InitializeHead(SwinLstmNetwork network, ISequenceDataset train)
{
    using var scope = NewDisposeScope();
    var frames = train.Batch(first: 0, count: 1).Frames; // [1, T, 3, H, W]
    network.InitializeHead([.. Enumerable.Range(0, 3).Select(c => (double)frames.select(2, c).mean().item<float>())]);
}

// The known second, then the forecast one, which has a white bar below.
static void Write(IReadOnlyList<Picture> known, IReadOnlyList<Picture> future, int rate, string output)
{
    const int Enlarge = 4, Bar = 6;
    Directory.CreateDirectory(output);
    for (var i = 0; i < future.Count; i++) Png.Write(Path.Combine(output, $"next-{i + 1:D2}.png"), future[i]);

    List<Picture> film = [.. known.Select(frame => Framed(frame, bar: 0)), .. future.Select(frame => Framed(frame, bar: 255))];
    Gif.Write(Path.Combine(output, "forecast.gif"), film, TimeSpan.FromSeconds(1.0 / rate));

    var (columns, cell) = (known.Count, Framed(known[0], bar: 0));
    var sheet = new Picture(columns * (cell.Width + 2), 2 * cell.Height);
    for (var i = 0; i < film.Count; i++) sheet.Paste(film[i], i % columns * (cell.Width + 2), i / columns * cell.Height);
    Png.Write(Path.Combine(output, "forecast.png"), sheet);

    static Picture Framed(Picture frame, byte bar)
    {
        var large = frame.Enlarge(Enlarge);
        var framed = new Picture(large.Width, large.Height + Bar);
        framed.Paste(large, 0, 0);
        framed.Fill(0, large.Height, large.Width, Bar - 2, bar);
        return framed;
    }
}
