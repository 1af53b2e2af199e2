using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Benchmarks;

/// <summary>Roll-out, loss and gradients of ten frames from ten, for the published D at 64 × 64.</summary>
public class TrainingStepBenchmarks
{
    private SwinLstmNetwork network = null!;
    private Tensor inputs = null!, targets = null!;

    [GlobalSetup]
    public void Prepare()
    {
        network = SwinLstmOptions.D.Build(seed: 1);
        inputs = rand([1, 10, 1, 64, 64]);
        targets = rand([1, 19, 1, 64, 64]);
    }

    [Benchmark]
    public void UnrollAndBackward()
    {
        using var scope = NewDisposeScope();
        functional.mse_loss(network.Unroll(inputs, 10), targets).backward();
        network.zero_grad();
    }

    [GlobalCleanup]
    public void Free()
    {
        network.Dispose();
        inputs.Dispose();
        targets.Dispose();
    }
}
