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

    public void Add(StepReport report)
    {
        if (double.IsFinite(report.Loss)) losses.Add((report.Step, report.Loss));
        Write(new
        {
            step = report.Step,
            loss = Finite(report.Loss),
            gradientNorm = Finite(report.GradientNorm),
            learningRate = report.LearningRate,
            skipped = report.IsSkipped,
            sequences = report.Sequences,
            seconds = Math.Round(report.Elapsed.TotalSeconds, 3),
        });
        board.add_scalar("loss", (float)report.Loss, (int)report.Step);
        board.add_scalar("learning rate", (float)report.LearningRate, (int)report.Step);
    }

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

    public void Add(TrainingReport report)
    {
        if (report is ResumeReport resumed) Write(new { step = report.Step, resumed = Path.GetFileName(resumed.Path), damaged = resumed.Damaged });
        else if (report is RetreatReport retreat) Write(new { step = report.Step, retreatFrom = retreat.From, rateFactor = retreat.RateFactor });
        else if (report is EndReport end) Write(new { step = report.Step, end = end.Reason.ToString() });
    }

    public void Dispose() => log.Dispose();

    private void Write(object line) => log.WriteLine(JsonSerializer.Serialize(line));

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>The lines of the log up to a step; its numbers go into the curves. A line that a kill cut short is none.</summary>
    private IEnumerable<string> Lines(long step)
    {
        if (!File.Exists(In("log.jsonl"))) yield break;
        foreach (var line in File.ReadAllLines(In("log.jsonl")))
        {
            JsonElement entry;
            try
            {
                entry = JsonSerializer.Deserialize<JsonElement>(line);
            }
            catch (JsonException)
            {
                continue;
            }

            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("step", out var at) || !at.TryGetInt64(out var number) || number > step) continue;
            if (Number("loss") is { } loss) losses.Add((number, loss));
            if (Number("validation") is { } value) validations.Add((number, value));
            yield return line;

            double? Number(string name) => entry.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number ? found.GetDouble() : null;
        }
    }

    /// <summary>At most some hundred points: means of neighbours.</summary>
    private static List<(double, double)> Thinned(List<(double Step, double Loss)> points)
    {
        const int most = 200;
        return [.. points.Chunk(Math.Max(1, (points.Count + most - 1) / most)).Select(chunk => (chunk[^1].Step, chunk.Average(point => point.Loss)))];
    }
}
