using BenchmarkDotNet.Attributes;
using SwinLSTM.Data;

namespace SwinLSTM.Benchmarks;

/// <summary>Batches of 16 moving-digit sequences as float tensors on the CPU, ready for a network; 10,000 sequences a second are 100 µs
/// each.</summary>
public class LoaderBenchmarks
{
    private const int Sequences = 8_000;

    private readonly MovingDigits digits = new(DrawnDigits.Make(count: 1_000, seed: 1), new() { Count = Sequences });

    [Params(1, 2)]
    public int Workers { get; set; }

    [Benchmark(OperationsPerInvoke = Sequences)]
    public void OneSequenceByWorkers()
    {
        foreach (var batch in new SequenceLoader(digits, new() { Workers = Workers, Shuffle = true }).Epoch(0))
            batch.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Sequences)]
    public void OneSequenceOnThisThread()
    {
        for (var first = 0; first < Sequences; first += 16)
            digits.Batch(first, 16).Dispose();
    }
}
