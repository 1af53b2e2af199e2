using System.CommandLine;
using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;

TorchProcess.Tune();
Argument<string> weights = new("WEIGHTS") { Description = "The authors' .pth, or a safetensors file with their names or OpenSTL's." };
Option<string?> test = new("--test-set") { Description = "The published test set, mnist_test_seq.npy." };
Option<string?> digits = new("--digits") { Description = "Real digits, such as t10k-images-idx3-ubyte.gz; drawn ones if left out." };
Option<int> count = new("--sequences") { Description = "How many to score.", DefaultValueFactory = _ => 100 };
Option<string> output = new("--out") { Description = "Folder for what is made.", DefaultValueFactory = _ => "out" };
var command = new RootCommand("Opens published weights and scores them by the authors' protocol.")
{
    weights, test, digits, count, output,
};
command.SetAction(parsed => Score(parsed.GetValue(weights)!, parsed.GetValue(test), parsed.GetValue(digits), parsed.GetValue(count),
    parsed.GetValue(output)!));
try
{
    return command.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static void Score(string path, string? test, string? digits, int count, string output)
{
    var network = OfficialCheckpoint.Open(path, out LoadReport report);
    using var model = new ForecastModel(network);
    Console.WriteLine(report);
    Console.WriteLine($"{network.parameters().Sum(one => one.numel()):N0} weights; {network.Options.ToJson()}");

    var (data, name) = Open(test, digits, count);
    Protocol protocol = Protocols.SwinLstm;
    EvaluationResult result = Evaluation.Run(data, [Forecaster.Of("published weights", model), Forecaster.Persistence],
        () => protocol.CreateMetrics(), new() { Sequences = count, BatchSize = 4 }, progress: new Progress());
    Console.WriteLine($"\n{name}, {result.Sequences} sequences, protocol {protocol}");
    foreach (var scores in result.Scores) Console.WriteLine($"\n{scores.Name}\n{protocol.Table(scores.Metrics)}");
    Console.WriteLine($"\n{protocol.Differences}");

    EvaluationReport.Write(result, output, "Published weights", ("weights", Path.GetFileName(path)), ("data", name),
        ("protocol", protocol.Name));
    var ours = Path.Combine(output, "published.swinlstm");
    model.Save(ours);
    Console.WriteLine($"Wrote {Path.Combine(output, "report.html")}, and {ours} for ForecastModel.Load.");
}

// Only the published test set gives numbers to compare with the paper's table.
static (ISequenceDataset Data, string Name) Open(string? test, string? digits, int count)
{
    if (test is not null && digits is not null) throw new ArgumentException("--test-set and --digits are two sets; give one of them.");
    if (count < 1) throw new ArgumentException($"--sequences is {count}; at least one is scored.");
    if (test is not null) return (MovingMnist.TestSet(test), Path.GetFileName(test));
    var images = digits is null ? DrawnDigits.Make(count: 1_000, seed: 1) : IdxFile.Read(digits);
    var two = new MovingDigitsOptions { Count = count, NewEachEpoch = false };
    return (new MovingDigits(images, two), digits is null ? "drawn digits" : Path.GetFileName(digits));
}

/// <summary>Says from time to time how far it is; the library's own Progress would do so from other threads.</summary>
internal sealed class Progress : IProgress<long>
{
    private long next = 100;

    public void Report(long value)
    {
        if (value < next) return;
        Console.WriteLine($"{value} sequences ...");
        next = value + 100;
    }
}
