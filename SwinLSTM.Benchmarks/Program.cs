using BenchmarkDotNet.Running;
using SwinLSTM.Benchmarks;

// Such as: dotnet run -c Release --project SwinLSTM.Benchmarks -- --filter '*Step*'
BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(args, new BenchmarkConfig());
