using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace SwinLSTM.Benchmarks;

/// <summary>In this process, so that the TorchSharp that was chosen here is the one measured; medians, because machines are
/// shared.</summary>
internal sealed class BenchmarkConfig : ManualConfig
{
    /// <param name="isShort">Whether a look is enough: three iterations instead of fifteen.</param>
    public BenchmarkConfig(bool isShort)
    {
        AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(isShort ? 1 : 2)
            .WithIterationCount(isShort ? 3 : 15)
            .WithInvocationCount(1).WithUnrollFactor(1));
        AddDiagnoser(MemoryDiagnoser.Default, new PeakMemory());
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(StatisticColumn.Min, StatisticColumn.Median);
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
    }
}
