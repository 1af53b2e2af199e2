using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>One evaluation step of the published networks at 64 × 64: eval mode, no gradients, a state from the step before.</summary>
public class NetworkStepBenchmarks
{
    private SwinLstmNetwork network = null!;
    private NetworkState state = null!;
    private Tensor frame = null!;
    private IDisposable noGradients = null!;

    [Params("B", "D")]
    public string Network { get; set; } = "";

    [Params(1, 4)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        noGradients = no_grad();
        network = (Network == "B" ? SwinLstmOptions.B : SwinLstmOptions.D).Build(seed: 1);
        network.eval();
        frame = rand(Batch, 1, 64, 64);
        (var next, state) = network.call(frame, null);
        next.Dispose();
    }

    [Benchmark]
    public void Step()
    {
        using var scope = NewDisposeScope();
        network.call(frame, state);
    }

    [GlobalCleanup]
    public void Free()
    {
        state.Dispose();
        network.Dispose();
        frame.Dispose();
        noGradients.Dispose();
    }
}
