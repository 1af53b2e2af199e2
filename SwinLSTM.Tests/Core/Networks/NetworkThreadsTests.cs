using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class NetworkThreadsTests
{
    [Fact]
    public async Task One_network_serves_several_threads_at_once()
    {
        using var network = Variants.Named("odd frame").Build(seed: 1);
        network.eval();
        using var past = Numbers.Random(1, 4, 3, 1, 13, 11);
        using var expected = network.Forecast(past, 3);
        // A fresh one, so that the threads also race to make its tables.
        using var shared = Variants.Named("odd frame").Build(seed: 1);
        shared.eval();
        using var start = new Barrier(4);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(sample => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                using var scope = NewDisposeScope();
                return Numbers.Of(shared.Forecast(past.narrow(0, sample, 1), 3));
            }, TaskCreationOptions.LongRunning)));
        for (var sample = 0; sample < 4; sample++)
        {
            using var one = expected.select(0, sample);
            results[sample].Zip(Numbers.Of(one), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-6);
        }

        shared.training.Should().BeFalse();
    }
}
