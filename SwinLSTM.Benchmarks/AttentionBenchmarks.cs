using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Benchmarks;

/// <summary>softmax(q kᵀ / √d + bias) v of all windows of a grid: ours, step by step as it is written down, and libtorch's own fused
/// operator.</summary>
public class AttentionBenchmarks
{
    private const int Heads = 4, Channels = 128;

    private WindowAttention attention = null!;
    private Tensor q = null!, k = null!, v = null!, bias = null!;
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

    [Params(1, 16, 64)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        noGradients = no_grad();
        using var scope = NewDisposeScope();
        var layout = WindowLayout.Of(new(Grid, Grid), Window, shifted: true);
        attention = new(Channels, Heads, Window, new(), new());
        var table = rand(((2 * Window) - 1) * ((2 * Window) - 1), Heads).to(Type, Hardware.Of(Device));
        bias = WindowTables.Bias(table, Window, WindowRows.All(layout)).DetachFromDisposeScope(); // [nW or 1, heads, N, N]
        long count = (long)Batch * layout.Windows * Heads, n = layout.Window.Tokens, d = Channels / Heads;
        (q, k, v) = (Random(), Random(), Random());
        using var ours = Ours();
        using var naive = Naive();
        using var fused = Fused();
        var bound = Type == ScalarType.Float32 ? 1e-5 : 0.05;
        foreach (var other in new[] { naive, fused })
            if ((ours - other.view(ours.shape)).abs().max().to(ScalarType.Float64).item<double>() is var apart && apart > bound)
                throw new InvalidOperationException($"The forms differ by {apart}.");

        Tensor Random() => rand([count, n, d], Type, Hardware.Of(Device)).DetachFromDisposeScope(); // [B·nW·h, N, d]
    }

    [Benchmark(Baseline = true)]
    public void OursTimed() => Timed(Ours);

    [Benchmark]
    public void NaiveTimed() => Timed(Naive);

    [Benchmark]
    public void FusedTimed() => Timed(Fused);

    [GlobalCleanup]
    public void Free()
    {
        foreach (var tensor in new[] { q, k, v, bias }) tensor.Dispose();
        attention.Dispose();
        noGradients.Dispose();
    }

    private void Timed(Func<Tensor> form)
    {
        using var result = form();
        Hardware.Wait(Device);
    }

    private Tensor Ours()
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(attention.Attend(q, k, v, bias)); // [B·nW·h, N, d]
    }

    private Tensor Naive()
    {
        using var scope = NewDisposeScope();
        var n = q.size(1);
        var scores = (q / Math.Sqrt(q.size(2))).matmul(k.transpose(1, 2)); // [B·nW·h, N, N]
        scores = scores.view(-1, bias.size(0), Heads, n, n) + bias; // [B', nW or 1, h, N, N]
        return scope.MoveToOuter(scores.view(-1, n, n).softmax(-1).matmul(v)); // [B·nW·h, N, d]
    }

    private Tensor Fused()
    {
        using var scope = NewDisposeScope();
        var (n, d) = (q.size(1), q.size(2));
        long[] shape = [-1, bias.size(0) * Heads, n, d];
        var mask = bias.reshape(1, -1, n, n); // [1, nW·h, N, N]
        return scope.MoveToOuter(functional.scaled_dot_product_attention(q.view(shape), k.view(shape), v.view(shape),
            mask)); // [B', nW·h, N, d]
    }
}
