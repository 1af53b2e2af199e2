using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>One block of each kind, without gradients, at the three resolutions of the published D, batch 1.</summary>
public class BlockBenchmarks
{
    private SwinLstmCell cell = null!;
    private Tensor tokens = null!;
    private IDisposable noGradients = null!;

    [Params(32, 16, 8)]
    public int Grid { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        noGradients = no_grad();
        var channels = 128 * 32 / Grid;
        cell = new(new(Grid, Grid), channels, depth: 2, heads: Grid == 32 ? 4 : 8, window: 4);
        cell.eval();
        tokens = rand(1, Grid * Grid, channels);
    }

    [Benchmark]
    public void Fusing()
    {
        using var scope = NewDisposeScope();
        cell.Blocks[0].call(tokens, tokens, null);
    }

    [Benchmark]
    public void Shifted()
    {
        using var scope = NewDisposeScope();
        cell.Blocks[1].call(tokens, null, null);
    }

    [GlobalCleanup]
    public void Free()
    {
        cell.Dispose();
        tokens.Dispose();
        noGradients.Dispose();
    }
}
