using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class MetricMemoryTests
{
    [Fact]
    public void What_a_metric_keeps_does_not_grow_with_the_sequences()
    {
        using var scope = NewDisposeScope();
        var (p, t) = (RandomFrames.Make(1, 50, 2, 1, 8, 8), RandomFrames.Make(2, 50, 2, 1, 8, 8));
        var set = Protocols.Standard().CreateMetrics();
        long Kept()
        {
            set.Add(p, t);
            return GC.GetTotalMemory(forceFullCollection: true);
        }
        Kept();
        var (tensors, before) = (Tensor.TotalCount, Kept());
        for (var batch = 0; batch < 200; batch++)
            set.Add(p, t);
        var after = Kept();
        Tensor.TotalCount.Should().Be(tensors);
        set.Metrics[0].Sequences.Should().Be(10_150);
        (after - before).Should().BeLessThan(1_000_000, "10,000 sequences more leave sums, not frames");
        set.ToJson().Length.Should().BeLessThan(3000);
    }
}
