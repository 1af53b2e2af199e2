using System.CommandLine;
using System.Globalization;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm evaluate</c>: how good a model is, per lead time, beside the forecasts that cost nothing.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A .swinlstm file, published weights (.pth), or the folder of a run, whose data are then taken." };
        var split = new Option<string>("--split") { Description = "Which part of the data: test, validation or train.", DefaultValueFactory = _ => "test" };
        split.AcceptOnlyFromAmong("test", "validation", "train");
        var protocol = new Option<string>("--metrics") { Description = "standard, or a published protocol: swinlstm, openstl.", DefaultValueFactory = _ => "standard" };
        protocol.AcceptOnlyFromAmong("standard", "swinlstm", "openstl");
        var sequences = new Option<long?>("--sequences") { Description = "The first so many only; all if left out.", HelpName = "NUMBER" };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where the report goes.", DefaultValueFactory = _ => new("evaluation"), HelpName = "FOLDER" };
        var command = new Command("evaluate", "Score a model per lead time, beside the last frame and the mean frame.\n\nExample: swinlstm evaluate runs/radar --out scores")
        {
            model, split, protocol, sequences, output,
        };
        var flags = ConfigFlags.For(trains: false);
        foreach (var (option, _) in flags) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Refusal.Run(() => Task.Run(() =>
        {
            var config = ModelData.Config(parsed, flags, parsed.GetValue(model)!);
            var device = Models.DeviceOf(config.Device);
            using var opened = Models.Open(parsed.GetValue(model)!, device);
            using var source = new DataSource(ModelData.WithNotes(config, opened).Data);
            var splits = source.Splits();
            var data = parsed.GetValue(split) switch { "test" => splits.Test, "validation" => splits.Validation, _ => splits.Train };
            Evaluate(opened, data, source, config, parsed.GetValue(protocol)!, parsed.GetValue(sequences), parsed.GetValue(output)!.ToString(), device, cancellation);
        }, CancellationToken.None), () => "Stopped; nothing was written."));
        return command;
    }

    private static void Evaluate(ForecastModel model, ISequenceDataset data, DataSource source, RunConfig config, string protocol, long? sequences, string folder,
        TorchSharp.torch.Device device, CancellationToken cancellation)
    {
        var (low, high) = source.IsPictures ? (0.0, 1.0) : Ranges.Of(data).Aggregate((Low: double.PositiveInfinity, High: double.NegativeInfinity), (all, one) => (Math.Min(all.Low, one.Low), Math.Max(all.High, one.High)));
        Func<MetricSet> metrics = () => (protocol switch
        {
            "swinlstm" => Protocols.SwinLstm,
            "openstl" => Protocols.OpenStl,
            _ => Protocols.Standard(low, high),
        }).CreateMetrics();
        EvaluationResult result;
        using (var line = new ProgressLine())
            result = Evaluation.Run(data, [Forecaster.Of("model", model), Forecaster.Persistence, Forecaster.MeanFrame], metrics,
                new() { Threads = config.Training.Threads, Sequences = sequences, Black = low, White = high }, device,
                new Direct<long>(done => line.Show($"{done} of {Math.Min(sequences ?? data.Count, data.Count)} sequences")), cancellation);
        ScoreTable.Print(result);
        var page = EvaluationReport.Write(result, folder, source.Name, ("Frames", data.Shape.ToString()), ("Metrics", protocol));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Sequences} sequences. The report is {page}; scores.csv and scores.json lie beside it."));
    }
}
