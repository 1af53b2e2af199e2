using System.CommandLine;
using System.Globalization;
using SwinLSTM.Metrics;
using SwinLSTM.Training;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm evaluate</c>: how good a model is, per lead time, beside the forecasts that cost nothing.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var model = Verb.Model();
        var split = Verb.Choice("--split", "Which part of the data; all where nothing of them was seen in training.", "test", "validation",
            "train", "all");
        var protocol = Verb.Choice("--metrics", "standard, or a published protocol.", "standard", "swinlstm", "openstl");
        var sequences = new Flag("--sequences", "", Flag.Number, "The first so many only; all if left out.");
        var output = Verb.Text("--out", "FOLDER", "Where the report goes.", "evaluation");
        return Verb.Create("evaluate", "Score a model per lead time, beside the last frame and the mean frame.",
            "runs/radar --out scores",
            [model, split, protocol, sequences.Option, output, .. ConfigFlags.Reading.Options()]).Does((parsed, cancellation) =>
        {
            var count = sequences.Of(parsed);
            using var opened = new ModelData(parsed, parsed.GetValue(model)!);
            var (source, part) = (opened.Source, parsed.GetValue(split)!);
            var data = part == "all" ? source.All()
                : source.Splits() is var splits && part == "test" ? splits.Test : part == "train" ? splits.Train : splits.Validation;
            var options = new EvaluationOptions
            {
                Threads = opened.Config.Training.Threads,
                Sequences = count,
                Styles = Ranges.Styles(source, data),
            };
            // In as few digits as a float has: the range stands in the names of the metrics.
            var low = Rounded(options.Styles?.Min(style => style.Low) ?? 0);
            var high = Rounded(options.Styles?.Max(style => style.High) ?? 1);
            var chosen = parsed.GetValue(protocol) switch
            {
                "swinlstm" => Protocols.SwinLstm,
                "openstl" => Protocols.OpenStl,
                _ => Protocols.Standard(low, high),
            };
            opened.CheckChannels(data.Shape.Channels);
            var folder = parsed.GetValue(output)!;
            source.CheckOutput("--out", folder);
            if (folder != "" && Path.GetFullPath(folder).TrimEnd('/') == Path.GetFullPath(parsed.GetValue(model)!).TrimEnd('/'))
                throw new ArgumentException($"--out: '{folder}' has the report of the run itself. Choose another folder.");
            Verb.MakeFolder("--out", folder);
            EvaluationResult result;
            using (var line = new ProgressLine())
                result = Evaluation.Run(
                    data,
                    [Forecaster.Of("model", opened.Model), Forecaster.Persistence, Forecaster.MeanFrame],
                    () => chosen.CreateMetrics(),
                    options,
                    opened.Device,
                    new Direct<long>(done => line.Show($"{done} of {Math.Min(count ?? data.Count, data.Count)} sequences")),
                    cancellation);
            if (result.Scores.All(scores => double.IsNaN(scores.Metrics.Metrics[0].Result)))
                throw new InvalidDataException(
                    $"{source.Name} has no known value to compare with: all are missing. Choose other data, or --channels that have some.");

            ScoreTable.Print(result);
            var page = EvaluationReport.Write(result, folder, source.Name,
                ("Model", parsed.GetValue(model)!), ("Frames", $"{data.Shape}"), ("Metrics", parsed.GetValue(protocol)!));
            Console.WriteLine($"{result.Sequences} sequences. The report is {page}; scores.csv and scores.json lie beside it.");
        });

        static double Rounded(double value) =>
            double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
