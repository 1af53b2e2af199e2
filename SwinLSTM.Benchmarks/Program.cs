using System.Globalization;
using BenchmarkDotNet.Running;
using SwinLSTM;
using SwinLSTM.Benchmarks;

var tuned = TorchProcess.Tune();
switch (args)
{
    case ["--ours", var work, var network, var batch, var repeat, var segment]:
        Against.Ours(work, network, Number(batch), Number(repeat), Number(segment) is > 0 and var steps ? steps : null);
        break;
    case ["--against", var folder, .. var rest]:
        if (!File.Exists(Path.Combine(folder, "SwinLSTM_D.py")))
        {
            Console.Error.WriteLine($"'{folder}' has no SwinLSTM_D.py. Give the folder of the authors' code (SongTang-x/SwinLSTM).");
            return 1;
        }

        Against.Run(folder, rest is [var rounds] ? Number(rounds) : 5);
        break;
    default:
        Console.WriteLine(tuned);
        var isShort = args is ["--short", ..];
        string[] given = isShort ? args[1..] : args;
        // Such as: ./bench '*Step*'. A short run is a few of each kind, once.
        BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(
            given is [] ? ["--filter", .. isShort ? ["*BlockBenchmarks*", "*NetworkStepBenchmarks*"] : new[] { "*" }]
            : given is [var filter] && !filter.StartsWith('-') ? ["--filter", filter] : given,
            new BenchmarkConfig(isShort));
        break;
}

return 0;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
