using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

[Collection(nameof(Alone))]
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
        var tensors = Tensor.TotalCount;
        var before = Kept();
        for (var batch = 0; batch < 50; batch++) set.Add(p, t);
        var growth = Kept() - before;
        Tensor.TotalCount.Should().Be(tensors);
        set.Metrics[0].Sequences.Should().Be(2_650);
        growth.Should().BeLessThan(250_000, "2,500 sequences more leave sums, not frames");
        set.ToJson().Length.Should().BeLessThan(3000);
    }
}
