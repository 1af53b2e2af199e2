using System.CommandLine;
using System.Globalization;
using SwinLSTM.Metrics;
using SwinLSTM.Training;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm train</c>: from a run file, or options alone, to a model; a run that stops goes on where it was.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo?>("RUN.json") { Description = "The run file; options go over it.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<DirectoryInfo?>("--out") { Description = "The folder of the run; runs/1, runs/2, ... if left out.", HelpName = "FOLDER" };
        var resume = new Option<DirectoryInfo?>("--resume") { Description = "Go on with the run of this folder, with its run file.", HelpName = "FOLDER" };
        var print = new Option<bool>("--print-config") { Description = "Print the whole run file, defaults included, and end." };
        var command = new Command("train", "Train a model on your own frames.\n\n"
            + "Example: swinlstm train --data radar.npy --inputs 10 --horizon 12 --minutes 30 --out runs/radar")
        {
            file, output, resume, print,
        };
        var flags = ConfigFlags.For(trains: true);
        foreach (var (option, _) in flags) command.Options.Add(option);
        command.Validators.Add(r =>
        {
            if (r.GetResult(resume) is not null && (r.GetResult(output) is not null || r.GetValue(file) is not null))
                r.AddError("--resume takes everything from its folder; leave RUN.json and --out out.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var stopped = "";
            var folder = (parsed.GetValue(resume) ?? parsed.GetValue(output))?.ToString();
            return Refusal.Run(() => Task.Run(() =>
            {
                var going = parsed.GetValue(resume)?.ToString();
                var from = going is null ? parsed.GetValue(file)?.FullName : Path.Combine(going, RunFolder.ConfigName);
                if (going is not null && !File.Exists(from))
                    throw new FileNotFoundException($"'{going}' is no folder of a run: it has no {RunFolder.ConfigName}. Begin one with --out.");
                var tree = from is null ? [] : ConfigJson.Read(from);
                ConfigFlags.Apply(parsed, flags, tree);
                var config = ConfigJson.Config(tree, from ?? "options");
                if (parsed.GetValue(print)) Console.Write(ConfigJson.Text(config));
                else if (Train(config, folder ??= NextFolder(), going is not null, cancellation) is { } words)
                {
                    stopped = words;
                    throw new OperationCanceledException();
                }
            }, CancellationToken.None), () => stopped);
        });
        return command;
    }

    /// <returns>What to say of a run that was stopped; null for one that ended by itself.</returns>
    private static string? Train(RunConfig config, string folder, bool goesOn, CancellationToken cancellation)
    {
        var ranks = Mpi.World();
        var speaks = ranks.Rank == 0;
        if (!goesOn && speaks && IsRun(folder))
            throw new ArgumentException($"There is a run in '{folder}' already. Go on with it: swinlstm train --resume {folder}. Or give another --out.");
        using var source = new DataSource(config.Data);
        var (splits, device) = (source.Splits(), Models.DeviceOf(config.Device));
        var last = Path.Combine(folder, "last.swinlstm");
        using var model = Models.Make(config, source, splits, device, goesOn && File.Exists(last) ? last : null);
        var validation = new ValidationData(splits.Validation, () => new(new MeanSquaredError(PixelReduction.Mean), new MeanAbsoluteError(PixelReduction.Mean)),
            config.ValidationSequences, Ranges.Styles(source, splits.Validation));
        using var run = new TrainingRun(model, splits.Train, config.Training, folder, validation, ranks: ranks);
        using var files = speaks ? new RunFolder(folder, config, run.Step) : null;
        using var line = speaks ? new ProgressLine() : null;
        (string, string)[] facts =
        [
            ("Network", config.Model.Kind), ("Parameters", Count(model)), ("Data", source.Name), ("Frames", splits.Train.Shape.ToString()),
        ];
        line?.Say($"{config.Model.Kind} of {Count(model)} parameters; {splits.Train.Count} sequences to train on, {splits.Validation.Count} to validate, "
            + $"{splits.Test.Count} to test; {splits.Train.Shape}.");
        line?.Say($"The run is in {folder}; its page is {Path.Combine(folder, "report.html")} from the first validation on.");
        string? stopped = null;
        foreach (var report in run.Fit(cancellation))
        {
            if (report is EndReport { Reason: EndReason.Stopped })
                stopped = speaks ? $"Stopped after step {report.Step}, and saved. Go on with: swinlstm train --resume {folder}" : "";
            if (files is null || line is null) continue;
            switch (report)
            {
                case StepReport step:
                    files.Add(step);
                    line.Show(string.Create(CultureInfo.InvariantCulture, $"{step.Progress:P0}  step {step.Step}  loss {step.Loss:0.00000}  ")
                        + string.Create(CultureInfo.InvariantCulture, $"{step.SequencesPerSecond:0.0} sequences/s  {ProgressLine.Time(step.Remaining)} left"));
                    break;
                case ValidationReport validated:
                    files.Add(validated, source.Name, [.. facts, ("Step", validated.Step.ToString("N0", CultureInfo.InvariantCulture))]);
                    line.Say(string.Create(CultureInfo.InvariantCulture, $"step {validated.Step}: validation {validated.Value:0.00000}")
                        + (validated.IsBest ? ", the best so far" : ""));
                    break;
                default:
                    files.Add(report);
                    if (Words(report, folder) is { } words) line.Say(words);
                    break;
            }
        }

        return stopped;
    }

    // A run that was killed before its first file has left nothing to go on with.
    private static bool IsRun(string folder) => File.Exists(Path.Combine(folder, RunFolder.ConfigName))
        || (Directory.Exists(Path.Combine(folder, "checkpoints")) && Directory.EnumerateFiles(Path.Combine(folder, "checkpoints"), "*.safetensors").Any());

    private static string? Words(TrainingReport report, string folder) => report switch
    {
        ResumeReport { Damaged.Count: > 0 } resumed =>
            $"Going on from step {report.Step}; damaged checkpoints were left aside:\n  {string.Join("\n  ", resumed.Damaged)}",
        ResumeReport => $"Going on from step {report.Step}.",
        RetreatReport retreat => $"Loss or gradient was not finite up to step {retreat.From}: back to step {report.Step}, "
            + $"with the learning rate times {retreat.RateFactor.ToString(CultureInfo.InvariantCulture)}.",
        EndReport { Reason: not EndReason.Stopped } end =>
            $"{(end.Reason == EndReason.NoBetter ? "Ended early, because validation brought nothing better," : "Trained")} after {report.Step} steps. "
            + $"Score it: swinlstm evaluate {folder}. Forecast: swinlstm forecast {folder}",
        _ => null,
    };

    private static string Count(ForecastModel model) =>
        model.Network.parameters().Sum(parameter => parameter.numel()).ToString("N0", CultureInfo.InvariantCulture);

    private static string NextFolder() =>
        Enumerable.Range(1, int.MaxValue).Select(number => Path.Combine("runs", $"{number}")).First(folder => !Directory.Exists(folder));
}
