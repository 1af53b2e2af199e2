using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using SwinLSTM.Data;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary><c>./bench --against DIR</c>: the authors' modules on their PyTorch and ours, in turn, each in a process of its own, so that
/// whatever else the machine does meets both.</summary>
internal static class Against
{
    private static readonly (string Name, string Work, string Network, int Batch, int Repeat, int? Segment)[] jobs =
    [
        ("evaluation step of B, batch 1", "step", "B", 1, 20, null),
        ("evaluation step of D, batch 1", "step", "D", 1, 20, null),
        ("evaluation step of D, batch 4", "step", "D", 4, 10, null),
        ("evaluation step of D, batch 16", "step", "D", 16, 4, null),
        ("training step of D, batch 2", "train", "D", 2, 1, null),
        ("training step of D, batch 2, recomputed", "train", "D", 2, 1, 1),
        ("training step of D, batch 4, recomputed", "train", "D", 4, 1, 1),
    ];

    private sealed record Measured(double[] Seconds, double PeakGigabytes);

    /// <summary>Times one job of ours, and prints it; what <see cref="Run"/> starts.</summary>
    public static void Ours(string work, string network, int batch, int repeat, int? segment)
    {
        var options = network == "B" ? SwinLstmOptions.B : SwinLstmOptions.D;
        var seconds = new List<double>();
        if (work == "step") Steps(options, batch, repeat, seconds);
        else Trains(options, batch, repeat, segment, seconds);
        Console.WriteLine(JsonSerializer.Serialize(new { seconds, peakGigabytes = PeakMemory.Megabytes() / 1000 }));
    }

    /// <summary>Compares outputs, then times, and prints a table.</summary>
    public static void Run(string folder, int rounds)
    {
        Console.WriteLine($"Largest difference of a forecast, 10 frames from 10, of D on the same weights: {Difference(folder):0.0e0}");
        Console.WriteLine("| work | authors, s | ours, s | times as fast | authors, GB | ours, GB |\n|---|---|---|---|---|---|");
        foreach (var job in jobs)
        {
            List<(Measured Theirs, Measured Mine)> pairs = [];
            for (var round = 0; round < rounds; round++)
            {
                string[] same = [job.Work, job.Network, $"{job.Batch}", $"{job.Repeat}"];
                pairs.Add((Measure(Python, [Script, folder, .. same, $"{Environment.ProcessorCount}"]),
                    Measure(Environment.ProcessPath!, [.. Self, "--ours", .. same, $"{job.Segment ?? 0}"])));
            }

            double[] theirs = [.. pairs.Select(pair => Median(pair.Theirs.Seconds))];
            double[] mine = [.. pairs.Select(pair => Median(pair.Mine.Seconds))];
            double[] ratios = [.. theirs.Zip(mine, (a, b) => a / b)];
            var (theirPeak, peak) = (pairs.Max(pair => pair.Theirs.PeakGigabytes), pairs.Max(pair => pair.Mine.PeakGigabytes));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {job.Name} | {Median(theirs):0.000} | {Median(mine):0.000} ")
                + string.Create(CultureInfo.InvariantCulture, $"| {Median(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00}) ")
                + string.Create(CultureInfo.InvariantCulture, $"| {theirPeak:0.0} | {peak:0.0} |"));
        }
    }

    private static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static string Script => Path.Combine(AppContext.BaseDirectory, "authors.py");

    // dotnet PROGRAM.dll, or the program itself.
    private static string[] Self =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Against).Assembly.Location] : [];

    private static void Steps(SwinLstmOptions options, int batch, int repeat, List<double> seconds)
    {
        using var network = options.Build(seed: 1);
        network.eval();
        using var noGradients = no_grad();
        using var frame = rand([batch, 1, 64, 64]);
        var state = network.call(frame, null).State;
        for (var i = 0; i <= repeat; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            using (NewDisposeScope()) network.call(frame, state);
            if (i > 0) seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
    }

    private static void Trains(SwinLstmOptions published, int batch, int repeat, int? segment, List<double> seconds)
    {
        using var model = new ForecastModel(published.Build(seed: 1));
        var options = TrainingOptions.Published with
        {
            BatchSize = batch,
            Steps = repeat + 1,
            Segment = segment,
            Shards = Math.Min(batch, Environment.ProcessorCount),
        };
        using var run = new TrainingRun(model, new MovingDigits(DrawnDigits.Make(100), new() { Count = 1_000 }), options);
        var begin = Stopwatch.GetTimestamp();
        foreach (var report in run.Fit().OfType<StepReport>())
        {
            if (report.Step > 1) seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
            begin = Stopwatch.GetTimestamp();
        }
    }

    private static double Difference(string folder)
    {
        var work = Directory.CreateTempSubdirectory("against");
        try
        {
            var (weights, input, output) = (In("weights.safetensors"), In("input.npy"), In("output.npy"));
            using var scope = NewDisposeScope();
            using var network = SwinLstmOptions.D.Build(seed: 1);
            OfficialCheckpoint.Export(network, weights, 64, 64);
            var past = rand([1, 10, 1, 64, 64]);
            NpyFile.Write(input, past);
            Start(Python, [Script, folder, "step", "D", "1", "1", "1", weights, input, output]);
            return (network.Forecast(past, 10) - NpyFile.ReadTensor(output)).abs().max().item<float>();
        }
        finally
        {
            work.Delete(recursive: true);
        }

        string In(string name) => Path.Combine(work.FullName, name);
    }

    private static Measured Measure(string program, string[] arguments) =>
        JsonSerializer.Deserialize<Measured>(
            Start(program, arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], JsonSerializerOptions.Web)!;

    private static string Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        // The authors' code is up to 2.4 times slower on a shared machine without it; ours sets it itself.
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        // An OpenBLAS that is older than the processor takes it for one without AVX: a third of the speed.
        if (Avx512F.IsSupported) start.Environment.TryAdd("OPENBLAS_CORETYPE", "SkylakeX");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed; see above.");
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
