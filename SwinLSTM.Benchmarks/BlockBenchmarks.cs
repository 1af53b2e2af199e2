using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>One block of each kind, without gradients, at the three resolutions of the published D, batch 1.</summary>
public class BlockBenchmarks
{
    private SwinBlock fusing = null!, shifted = null!;
    private Tensor tokens = null!;
    private IDisposable noGradients = null!;

    [Params(32, 16, 8)]
    public int Grid { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        noGradients = no_grad();
        var channels = 128 * 32 / Grid;
        fusing = new(channels, heads: Grid == 32 ? 4 : 8, window: 4, shifted: false, fuses: true, stochasticDepth: 0, new(), new());
        shifted = new(channels, heads: Grid == 32 ? 4 : 8, window: 4, shifted: true, fuses: false, stochasticDepth: 0, new(), new());
        tokens = rand(1, Grid, Grid, channels);
    }

    [Benchmark]
    public void Fusing()
    {
        using var scope = NewDisposeScope();
        fusing.call(tokens, tokens);
    }

    [Benchmark]
    public void Shifted()
    {
        using var scope = NewDisposeScope();
        shifted.call(tokens, null);
    }

    [GlobalCleanup]
    public void Free()
    {
        fusing.Dispose();
        shifted.Dispose();
        tokens.Dispose();
        noGradients.Dispose();
    }
}
