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
        var file = new Argument<string?>("RUN.json") { Description = "The run file; options go over it.", Arity = ArgumentArity.ZeroOrOne };
        var output = Verb.Text("--out", "FOLDER", "The folder of the run; runs/1, runs/2, ... if left out.");
        var resume = Verb.Text("--resume", "FOLDER", "Go on with the run of this folder, with its run file.");
        var print = Verb.Switch("--print-config", "Print the whole run file, defaults included, and end.");
        return Verb.Create("train", "Train a model on your own frames.",
            "--data radar.npy --inputs 10 --horizon 12 --minutes 30 --out runs/radar",
            [file, output, resume, print, .. ConfigFlags.All.Options()]).Does((parsed, cancellation) =>
        {
            var going = parsed.GetValue(resume);
            if (going is not null && (parsed.GetValue(output) ?? parsed.GetValue(file)) is not null)
                throw new ArgumentException("--resume takes everything from its folder; leave RUN.json and --out out.");
            var from = going is null ? parsed.GetValue(file) : Path.Combine(going, RunFolder.ConfigName);
            if (going is not null && !File.Exists(from))
                throw new FileNotFoundException(
                    $"'{going}' is no folder of a run: it has no {RunFolder.ConfigName}. "
                    + "Put that back, or begin another run with --out.");
            var tree = from is null ? [] : ConfigJson.Read(from);
            ConfigFlags.Apply(parsed, ConfigFlags.All, tree);
            var config = ConfigJson.Config(tree, from ?? "options");
            if (parsed.GetValue(print)) Console.Write(ConfigJson.Text(config));
            else Train(config, going ?? parsed.GetValue(output) ?? NextFolder(), going is not null, cancellation);
        });
    }

    /// <exception cref="StoppedException">It was asked to stop, and saved.</exception>
    private static void Train(RunConfig config, string folder, bool goesOn, CancellationToken cancellation)
    {
        var ranks = Mpi.World();
        var speaks = ranks.Rank == 0;
        if (!goesOn && speaks && IsRun(folder))
            throw new ArgumentException(
                $"There is a run in '{folder}' already. Go on with it: "
                + $"swinlstm train --resume {Verb.Quoted(folder)}. Or give another --out.");
        var device = Models.DeviceOf(config.Device);
        using var source = new DataSource(config.Data);
        SourceKinds.CheckOptions(source.Sources, config.Data);
        var splits = source.Splits();
        // Checkpoints hold the weights; of the models a run goes on with the normaliser alone, which a damaged one cannot give.
        string[] models = goesOn ? [Path.Combine(folder, "last.swinlstm"), Path.Combine(folder, "best.swinlstm")] : [];
        using var model = Models.Make(config, source, splits, device,
            models.FirstOrDefault(path => File.Exists(path) && Models.IsOurs(path)));
        var validation = new ValidationData(
            splits.Validation,
            () => new(new MeanSquaredError(PixelReduction.Mean), new MeanAbsoluteError(PixelReduction.Mean)),
            config.ValidationSequences,
            Ranges.Styles(source, splits.Validation));
        source.CheckOutput("--out", folder);
        Verb.MakeFolder("--out", folder);
        using var run = new TrainingRun(model, splits.Train, config.Training, folder, validation, ranks: ranks);
        if (run.Resumed is null && models.Any(File.Exists))
            throw new InvalidDataException($"'{folder}' has models but no checkpoint to go on from: "
                + $"{Path.Combine(folder, "checkpoints")} is empty. Put its files back, or begin another run with --out.");
        using var files = speaks ? new RunFolder(folder, config, run.Step) : null;
        using var line = speaks ? new ProgressLine() : null;
        var (parameters, shape) = (ProgressLine.Count(model.Network), splits.Train.Shape);
        line?.Say($"{config.Model.Kind} of {parameters} parameters; {splits.Train.Count} sequences to train on, "
            + $"{splits.Validation.Count} to validate, {splits.Test.Count} to test; {shape}.");
        line?.Say($"The run is in {folder}; its page is {Path.Combine(folder, "report.html")} from the first validation on.");
        foreach (var report in run.Fit(cancellation))
        {
            if (report is ValidationReport validated)
                files?.Add(validated, source.Name, ("Network", config.Model.Kind), ("Parameters", parameters), ("Data", source.Name),
                    ("Frames", $"{shape}"), ("Step", string.Create(CultureInfo.InvariantCulture, $"{report.Step:N0}")));
            else files?.Add(report);
            if (report is StepReport step) line?.Show(Progress(step));
            else if (Words(report, folder) is { } words) line?.Say(words);
            if (report is EndReport { Reason: EndReason.Stopped })
                throw new StoppedException(
                    speaks ? $"Stopped after step {report.Step}, and saved. "
                        + $"Go on with: swinlstm train --resume {Verb.Quoted(folder)}" : "");
        }
    }

    // A run that was killed before its first file has left nothing to go on with.
    private static bool IsRun(string folder) => File.Exists(Path.Combine(folder, RunFolder.ConfigName))
        || (Path.Combine(folder, "checkpoints") is var below && Directory.Exists(below)
            && Directory.EnumerateFiles(below, "*.safetensors").Any());

    public static string Progress(StepReport step) => string.Create(CultureInfo.InvariantCulture, $"{step.Progress:P0}  step {step.Step}  "
        + $"loss {step.Loss:0.00000}  {step.SequencesPerSecond:0.0} sequences/s  {ProgressLine.Time(step.Remaining)} left");

    private static string? Words(TrainingReport report, string folder) => report switch
    {
        ValidationReport validated => string.Create(CultureInfo.InvariantCulture,
            $"step {report.Step}: validation {validated.Value:0.00000}{(validated.IsBest ? ", the best so far" : "")}"),
        ResumeReport { Damaged.Count: > 0 } resumed =>
            $"Going on from step {report.Step}; damaged checkpoints were left aside:\n  {string.Join("\n  ", resumed.Damaged)}",
        ResumeReport => $"Going on from step {report.Step}.",
        RetreatReport retreat => string.Create(CultureInfo.InvariantCulture, $"Loss or gradient was not finite up to step {retreat.From}: "
            + $"back to step {report.Step}, with the learning rate times {retreat.RateFactor}."),
        EndReport { Reason: not EndReason.Stopped } end =>
            $"{(end.Reason == EndReason.NoBetter ? "Ended early, because validation brought nothing better," : "Trained")} after "
            + $"{report.Step} steps. Score it: swinlstm evaluate {Verb.Quoted(folder)}. Forecast: swinlstm forecast {Verb.Quoted(folder)}",
        _ => null,
    };

    private static string NextFolder() => Enumerable.Range(1, int.MaxValue).Select(number => Path.Combine("runs", $"{number}"))
        .First(folder => !Directory.Exists(folder));
}
