using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>One evaluation step of the published networks at 64 × 64: ours, the authors' operations on the same libtorch, and the matrix
/// products alone.</summary>
public class NetworkStepBenchmarks
{
    private SwinLstmNetwork network = null!;
    private AuthorsOperations authors = null!;
    private ProductsAlone products = null!;
    private NetworkState state = null!;
    private Tensor frame = null!;
    private IDisposable noGradients = null!;

    public static IEnumerable<string> Devices => Hardware.Devices;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "";

    [Params("B", "D")]
    public string Network { get; set; } = "";

    [Params(1, 4)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        noGradients = no_grad();
        using var scope = NewDisposeScope();
        network = (Network == "B" ? SwinLstmOptions.B : SwinLstmOptions.D).Build(Hardware.Of(Device), seed: 1);
        network.eval();
        authors = new(network);
        products = new(network.Options, Batch, side: 64);
        frame = rand([Batch, 1, 64, 64], device: Hardware.Of(Device)).DetachFromDisposeScope();
        state = network.call(frame, null).State.MoveToOuter(scope);
        foreach (var cell in state) _ = (cell.Hidden.DetachFromDisposeScope(), cell.Cell.DetachFromDisposeScope());
        var (ours, theirs) = (network.call(frame, state).Next, authors.Step(frame, state).Next);
        if ((ours - theirs).abs().max().item<float>() is var apart && apart > 1e-5f)
            throw new InvalidOperationException($"The authors' operations differ from ours by {apart}.");
    }

    [Benchmark(Baseline = true)]
    public void AuthorsOperations()
    {
        using var scope = NewDisposeScope();
        authors.Step(frame, state);
        Hardware.Wait(Device);
    }

    [Benchmark]
    public void Ours()
    {
        using var scope = NewDisposeScope();
        network.call(frame, state);
        Hardware.Wait(Device);
    }

    [Benchmark]
    public void MatrixProductsAlone() => products.Run();

    [GlobalCleanup]
    public void Free()
    {
        state.Dispose();
        network.Dispose();
        products.Dispose();
        frame.Dispose();
        noGradients.Dispose();
    }
}
