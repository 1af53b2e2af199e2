using BenchmarkDotNet.Attributes;
using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>A block of each kind and a cell of two, without gradients, at the three resolutions of the published D, batch 1.</summary>
public class BlockBenchmarks
{
    private SwinBlock fusing = null!, shifted = null!;
    private SwinLstmCell cell = null!;
    private Tensor tokens = null!;
    private CellState state = null!;
    private IDisposable noGradients = null!;

    public static IEnumerable<string> Devices => Hardware.Devices;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "";

    [Params(32, 16, 8)]
    public int Grid { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        noGradients = no_grad();
        var (channels, heads) = (128 * 32 / Grid, Grid == 32 ? 4 : 8);
        fusing = new(channels, heads, window: 4, shifted: false, fuses: true, stochasticDepth: 0, new(), new());
        shifted = new(channels, heads, window: 4, shifted: true, fuses: false, stochasticDepth: 0, new(), new());
        cell = new(channels, depth: 2, heads, window: 4);
        (_, _, _) = (fusing.to(Hardware.Of(Device)), shifted.to(Hardware.Of(Device)), cell.to(Hardware.Of(Device)));
        tokens = rand([1, Grid, Grid, channels], device: Hardware.Of(Device));
        state = new(rand_like(tokens), rand_like(tokens));
    }

    [Benchmark]
    public void Fusing() => Timed(() => fusing.call(tokens, tokens));

    [Benchmark]
    public void Shifted() => Timed(() => shifted.call(tokens, null));

    [Benchmark]
    public void Cell() => Timed(() => cell.call(tokens, state));

    [GlobalCleanup]
    public void Free()
    {
        foreach (var one in new IDisposable[] { fusing, shifted, cell, tokens, state.Hidden, state.Cell, noGradients }) one.Dispose();
    }

    private void Timed(Action compute)
    {
        using var scope = NewDisposeScope();
        compute();
        Hardware.Wait(Device);
    }
}
