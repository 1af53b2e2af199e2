using System.CommandLine;
using System.Globalization;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm demo</c>: forecasts moving digits that the weights never saw, scores the forecast, and draws it.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var train = new Option<bool>("--train") { Description = "Train first: from scratch, or on from --weights." };
        var minutes = new Option<double>("--minutes") { Description = "How long to train.", DefaultValueFactory = _ => 20 };
        var steps = new Option<int?>("--steps") { Description = "Train for so many steps instead: the same seed then gives the same weights." };
        var save = new Option<FileInfo?>("--save") { Description = "Where to keep the trained weights; saved every minute, too.", HelpName = "FILE" };
        var weights = new Option<FileInfo?>("--weights") { Description = "Weights that --save kept, instead of the shipped ones; with --train, the ones to go on from.", HelpName = "FILE" };
        var digits = new Option<FileInfo?>("--digits") { Description = "Real digits, an IDX file, plain or gzip, instead of drawn ones.", HelpName = "FILE.idx[.gz]" };
        var seed = new Option<int>("--seed") { Description = "Another seed: other digits, other paths, other initial weights.", DefaultValueFactory = _ => 0 };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where the pictures go.", DefaultValueFactory = _ => new("out"), HelpName = "FOLDER" };
        var sequences = new Option<int>("--sequences") { Description = "How many sequences to score on.", DefaultValueFactory = _ => 256 };
        var device = new Option<string>("--device") { Description = "Where to compute.", DefaultValueFactory = _ => "cpu" };
        device.AcceptOnlyFromAmong("cpu", "cuda");
        minutes.Validators.Add(r =>
        {
            // What is no number at all is the parser's to refuse.
            if (r.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var time) && !(time is > 0 and <= 10_080)) r.AddError("--minutes is a time above 0 and at most a week (10080).");
        });
        steps.Validators.Add(r =>
        {
            if (r.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var count) && count < 1) r.AddError("--steps is at least 1.");
        });
        sequences.Validators.Add(r =>
        {
            if (r.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var count) && count < 6)
                r.AddError("--sequences is at least 6, as many as the animation shows.");
        });

        var command = new Command("demo", "Forecast moving digits, ten frames from ten, and show how good the forecast is.\n\n"
            + "Example: swinlstm demo --out pictures")
        {
            train, minutes, steps, save, weights, digits, seed, sequences, output, device,
        };
        command.Validators.Add(r =>
        {
            if (!r.GetValue(train) && (r.GetValue(save) is not null || r.GetResult(steps) is not null || r.GetResult(minutes) is { Implicit: false }))
                r.AddError("--save, --steps and --minutes belong to --train; add --train.");
        });
        command.SetAction((parsed, cancellation) => Task.Run(() => Demo.Run(
            new DemoOptions(
                parsed.GetValue(train), parsed.GetValue(minutes), parsed.GetValue(steps), parsed.GetValue(save)?.FullName, parsed.GetValue(weights)?.FullName,
                parsed.GetValue(digits)?.FullName, parsed.GetValue(seed), parsed.GetValue(sequences),
                parsed.GetValue(output)!.FullName, parsed.GetValue(device)!),
            cancellation), CancellationToken.None));
        return command;
    }
}
