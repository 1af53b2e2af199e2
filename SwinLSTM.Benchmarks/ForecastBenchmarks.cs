using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace SwinLSTM.Benchmarks;

/// <summary>Whole forecasts of the published D after ten frames: how the cost grows with the frame and with the horizon.</summary>
public class ForecastBenchmarks
{
    private SwinLstmNetwork network = null!;
    private Tensor past = null!;

    public static IEnumerable<string> Devices => Hardware.Devices;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "";

    [Params(64, 128)]
    public int Side { get; set; }

    [Params(1, 10, 20)]
    public int Horizon { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        network = SwinLstmOptions.D.Build(Hardware.Of(Device), seed: 1);
        past = rand([1, 10, 1, Side, Side], device: Hardware.Of(Device));
    }

    [Benchmark]
    public void Forecast()
    {
        using var future = network.Forecast(past, Horizon);
        Hardware.Wait(Device);
    }

    [GlobalCleanup]
    public void Free()
    {
        network.Dispose();
        past.Dispose();
    }
}
