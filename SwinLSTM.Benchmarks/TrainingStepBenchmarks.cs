using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Benchmarks;

/// <summary>Roll-out, loss and gradients of ten frames from ten, for the published D at 64 × 64.</summary>
public class TrainingStepBenchmarks
{
    private SwinLstmNetwork network = null!;
    private Tensor inputs = null!, targets = null!;

    public static IEnumerable<string> Devices => Hardware.Devices;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        network = SwinLstmOptions.D.Build(Hardware.Of(Device), seed: 1);
        inputs = rand([1, 10, 1, 64, 64], device: Hardware.Of(Device));
        targets = rand([1, 19, 1, 64, 64], device: Hardware.Of(Device));
    }

    [Benchmark]
    public void UnrollAndBackward()
    {
        using var scope = NewDisposeScope();
        functional.mse_loss(network.Unroll(inputs, 10), targets).backward();
        network.zero_grad();
        Hardware.Wait(Device);
    }

    [GlobalCleanup]
    public void Free()
    {
        network.Dispose();
        inputs.Dispose();
        targets.Dispose();
    }
}
