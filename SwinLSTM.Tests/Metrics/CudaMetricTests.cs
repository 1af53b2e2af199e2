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
        foreach (var one in MetricCase.All.Append(new(_ => new MultiScaleSimilarity(1, SimilarityWindow.Uniform7))))
        {
            long[] shape = one.New().Name.StartsWith("MS", StringComparison.Ordinal) ? [2, 2, 1, 120, 112] : MetricCase.Shape;
            var (f, t, past) = one.Frames(1, shape);
            foreach (var truth in one.Complete ? [t] : new[] { t, t.masked_fill(arange(shape[4]) > shape[4] - 3, double.NaN) })
            {
                Metric here = one.New(), there = one.New();
                here.Add(f, truth, past: past);
                there.Add(f.to(CUDA), truth.to(CUDA), past: past.to(CUDA));
                there.PerLeadTime.Should().Equal(here.PerLeadTime, (x, y) =>
                    double.IsNaN(x) && double.IsNaN(y) || Math.Abs(x - y) <= 1e-5 * Math.Max(1, Math.Abs(y)), here.Name);
            }
        }
    }
}
