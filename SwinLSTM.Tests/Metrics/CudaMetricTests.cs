using FluentAssertions;
using SwinLSTM.Metrics;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class CudaMetricTests
{
    [CudaFact]
    public void A_GPU_gives_what_the_CPU_gives_with_and_without_a_mask()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(1, 3, 2, 2, 180, 176), RandomFrames.Make(2, 3, 2, 2, 180, 176));
        var valid = (arange(176) < 174).reshape(1, 1, 1, 1, 176);
        foreach (var mask in new[] { null, valid })
        {
            MetricSet Make() => new([.. FrameMetricTests.All.Select(make => make()), new MultiScaleSimilarity(1), new E3dPeakSignalToNoise()]);
            MetricSet here = Make(), there = Make();
            here.Add(p, t, mask);
            there.Add(p.to(CUDA), t.to(CUDA), mask?.to(CUDA));
            foreach (var (cpu, gpu) in here.Metrics.Zip(there.Metrics))
                gpu.PerLeadTime.Should().Equal(cpu.PerLeadTime, (x, y) => double.IsNaN(x) && double.IsNaN(y) || Math.Abs(x - y) <= 1e-5 * Math.Max(1, Math.Abs(y)), $"{cpu.Name}");
        }
    }
}
