using System.CommandLine;
using SwinLSTM.Metrics;
using SwinLSTM.Training;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm evaluate</c>: how good a model is, per lead time, beside the forecasts that cost nothing.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL")
        {
            Description = "A .swinlstm file, published weights (.pth), or the folder of a run, whose data are then taken.",
        };
        var split = new Option<string>("--split") { Description = "Which part of the data: test, validation or train.", DefaultValueFactory = _ => "test" };
        split.AcceptOnlyFromAmong("test", "validation", "train");
        var protocol = new Option<string>("--metrics")
        {
            Description = "standard, or a published protocol: swinlstm, openstl.",
            DefaultValueFactory = _ => "standard",
        };
        protocol.AcceptOnlyFromAmong("standard", "swinlstm", "openstl");
        var sequences = new Option<long?>("--sequences") { Description = "The first so many only; all if left out.", HelpName = "NUMBER" };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where the report goes.", DefaultValueFactory = _ => new("evaluation"), HelpName = "FOLDER" };
        var command = new Command("evaluate", "Score a model per lead time, beside the last frame and the mean frame.\n\n"
            + "Example: swinlstm evaluate runs/radar --out scores")
        {
            model, split, protocol, sequences, output,
        };
        var flags = ConfigFlags.For(trains: false);
        foreach (var (option, _) in flags) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Refusal.Run(() => Task.Run(() =>
        {
            var (opened, config, device) = ModelData.Open(parsed, flags, parsed.GetValue(model)!);
            using var owned = opened;
            using var source = new DataSource(config.Data);
            var splits = source.Splits();
            var data = parsed.GetValue(split) switch { "test" => splits.Test, "validation" => splits.Validation, _ => splits.Train };
            var options = new EvaluationOptions
            {
                Threads = config.Training.Threads,
                Sequences = parsed.GetValue(sequences),
                Styles = Ranges.Styles(source, data),
            };
            // In as few digits as a float has: the range stands in the names of the metrics.
            var (low, high) = ((decimal)(options.Styles?.Min(style => style.Low) ?? 0), (decimal)(options.Styles?.Max(style => style.High) ?? 1));
            Func<MetricSet> metrics = () => (parsed.GetValue(protocol) switch
            {
                "swinlstm" => Protocols.SwinLstm,
                "openstl" => Protocols.OpenStl,
                _ => Protocols.Standard((double)low, (double)high),
            }).CreateMetrics();
            EvaluationResult result;
            var count = Math.Min(options.Sequences ?? data.Count, data.Count);
            using (var line = new ProgressLine())
                result = Evaluation.Run(data, [Forecaster.Of("model", opened), Forecaster.Persistence, Forecaster.MeanFrame], metrics, options, device,
                    new Direct<long>(done => line.Show($"{done} of {count} sequences")), cancellation);
            ScoreTable.Print(result);
            var page = EvaluationReport.Write(result, parsed.GetValue(output)!.ToString(), source.Name,
                ("Model", parsed.GetValue(model)!), ("Frames", data.Shape.ToString()), ("Metrics", parsed.GetValue(protocol)!));
            Console.WriteLine($"{result.Sequences} sequences. The report is {page}; scores.csv and scores.json lie beside it.");
        }, CancellationToken.None), () => "Stopped; nothing was written."));
        return command;
    }
}
