using System.Text.Json;
using SwinLSTM.Training;
using static TorchSharp.torch.utils;

namespace SwinLSTM.Cli;

/// <summary>What a run leaves for people and programs: its run file, a log of JSON lines, TensorBoard's scalars and a page.</summary>
internal sealed class RunFolder : IDisposable
{
    public const string ConfigName = "run.json";

    private readonly string folder;
    private readonly List<(double Step, double Loss)> losses = [];
    private readonly List<(double Step, double Value)> validations = [];
    private readonly StreamWriter log;
    private readonly TorchSharp.Modules.SummaryWriter board;

    /// <param name="folder">The run's folder.</param>
    /// <param name="config">What it does.</param>
    /// <param name="step">The step that it goes on from; what the log has beyond it was lost and comes again.</param>
    public RunFolder(string folder, RunConfig config, long step)
    {
        this.folder = folder;
        AtomicFile.Write(In(ConfigName), ConfigJson.Text(config));
        var kept = Lines(step).ToList();
        AtomicFile.Write(In("log.jsonl"), string.Concat(kept.Select(line => line + "\n")));
        log = new(new FileStream(In("log.jsonl"), FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        board = tensorboard.SummaryWriter(In("tensorboard"));
    }

    public string In(string name) => Path.Combine(folder, name);

    /// <summary>Notes a validation and refreshes the page.</summary>
    public void Add(ValidationReport report, string title, params IReadOnlyList<(string Name, string Value)> facts)
    {
        if (double.IsFinite(report.Value)) validations.Add((report.Step, report.Value));
        Write(new { step = report.Step, validation = Finite(report.Value), best = report.IsBest });
        board.add_scalar("validation", (float)report.Value, (int)report.Step);
        if (report.Result is null) return;
        EvaluationReport.Write(report.Result, folder, title, facts,
        [
            new("Training loss", "step", Thinned(losses)),
            new($"Validation, {report.Result.Scores[0].Metrics.Metrics[0].Name}", "step", validations),
        ]);
    }

    /// <summary>Notes any other report.</summary>
    public void Add(TrainingReport report)
    {
        Write(report switch
        {
            StepReport step => new
            {
                step = report.Step,
                loss = Finite(step.Loss),
                gradientNorm = Finite(step.GradientNorm),
                learningRate = step.LearningRate,
                skipped = step.IsSkipped,
                sequences = step.Sequences,
                seconds = Math.Round(step.Elapsed.TotalSeconds, 3),
            },
            ResumeReport resumed => new { step = report.Step, resumed = Path.GetFileName(resumed.Path), damaged = resumed.Damaged },
            RetreatReport retreat => new { step = report.Step, retreatFrom = retreat.From, rateFactor = retreat.RateFactor },
            EndReport end => new { step = report.Step, end = $"{end.Reason}" },
            _ => null,
        });
        if (report is not StepReport taken) return;
        if (double.IsFinite(taken.Loss)) losses.Add((taken.Step, taken.Loss));
        board.add_scalar("loss", (float)taken.Loss, (int)taken.Step);
        board.add_scalar("learning rate", (float)taken.LearningRate, (int)taken.Step);
    }

    public void Dispose() => log.Dispose();

    private void Write(object? line)
    {
        if (line is not null) log.WriteLine(JsonSerializer.Serialize(line));
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>The lines of the log up to a step; its numbers go into the curves. A line that was cut short or damaged is none.</summary>
    private IEnumerable<string> Lines(long step)
    {
        if (!File.Exists(In("log.jsonl"))) yield break;
        foreach (var line in File.ReadAllLines(In("log.jsonl")))
        {
            if (Read(line) is not { Step: { } at } entry || at > step) continue;
            if (entry.Loss is { } loss) losses.Add((at, loss));
            if (entry.Validation is { } value) validations.Add((at, value));
            yield return line;
        }

        static Entry? Read(string line)
        {
            try
            {
                return JsonSerializer.Deserialize<Entry>(line, JsonSerializerOptions.Web);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>At most some hundred points: means of neighbours.</summary>
    private static List<(double, double)> Thinned(List<(double Step, double Loss)> points)
    {
        const int most = 200;
        return [.. points.Chunk(Math.Max(1, (points.Count + most - 1) / most))
            .Select(chunk => (chunk[^1].Step, chunk.Average(point => point.Loss)))];
    }

    private sealed record Entry(long? Step, double? Loss, double? Validation);
}
