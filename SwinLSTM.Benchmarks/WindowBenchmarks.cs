using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>Moving tokens about: into windows and heads and back, and the cyclic shift under them.</summary>
public class WindowBenchmarks
{
    private Tensor tokens = null!, qkv = null!, heads = null!;
    private WindowLayout layout = null!;
    private IDisposable noGradients = null!;

    public static IEnumerable<string> Devices => Hardware.Devices;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "";

    [Params(ScalarType.Float32, ScalarType.BFloat16)]
    public ScalarType Type { get; set; }

    [Params(8, 32, 128)]
    public int Grid { get; set; }

    [Params(2, 4, 8, 16)]
    public int Window { get; set; }

    [Params(1, 16)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        noGradients = no_grad();
        layout = WindowLayout.Of(new(Grid, Grid), Window, shifted: true);
        tokens = rand([Batch, Grid, Grid, 64], Type, Hardware.Of(Device));
        qkv = rand([Batch, Grid, Grid, 192], Type, Hardware.Of(Device));
        heads = WindowPartition.SplitHeads(qkv, layout.Window, 4)[0].clone();
    }

    [Benchmark]
    public void Split()
    {
        using var windows = WindowPartition.SplitHeads(qkv, layout.Window, 4);
        Hardware.Wait(Device);
    }

    [Benchmark]
    public void Join()
    {
        using var grid = WindowPartition.JoinHeads(heads, layout.Padded, layout.Window, 4);
        Hardware.Wait(Device);
    }

    [Benchmark]
    public void Shift()
    {
        using var scope = NewDisposeScope();
        WindowShift.Shift(tokens, layout);
        Hardware.Wait(Device);
    }

    [GlobalCleanup]
    public void Free()
    {
        foreach (var tensor in new[] { tokens, qkv, heads }) tensor.Dispose();
        noGradients.Dispose();
    }
}
