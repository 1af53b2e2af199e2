using BenchmarkDotNet.Running;
using SwinLSTM;
using SwinLSTM.Benchmarks;

Console.WriteLine(TorchProcess.Tune());
// Such as: dotnet run -c Release --project SwinLSTM.Benchmarks -- --filter '*Step*'
BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(args, new BenchmarkConfig());
