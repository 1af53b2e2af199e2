using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>One evaluation step of the published networks at 64 × 64: eval mode, no gradients, a state from the step before.</summary>
public class NetworkStepBenchmarks
{
    private SwinLstmNetwork network = null!;
    private SequenceRun run = null!;
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
        run = network.Begin();
        state = run.Observe(frame, null);
    }

    [Benchmark]
    public void Step()
    {
        using var scope = NewDisposeScope();
        run.Step(frame, state);
    }

    [GlobalCleanup]
    public void Free()
    {
        state.Dispose();
        run.Dispose();
        network.Dispose();
        frame.Dispose();
        noGradients.Dispose();
    }
}
