using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class ReplicaTests
{
    [Fact]
    public void A_replica_has_the_same_weights_for_ever_and_gradients_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var swin = Variants.Named("B").Build(seed: 1);
        using var lstm = new ConvLstmNetwork(new() { HiddenChannels = [4], KernelSize = 3 }, seed: 1);
        foreach (var network in new FramePredictor[] { swin, lstm })
        {
            using var replica = network.Replicate()!;
            using (no_grad())
                foreach (var weight in network.parameters()) weight.mul_(1.5);
            network.eval();
            replica.eval();
            var past = rand([1, 2, 1, 16, 16]);
            replica.Forecast(past, 2).ShouldEqual(network.Forecast(past, 2));
            replica.Unroll(past, 2).sum().backward();
            network.parameters().Should().AllSatisfy(weight => (weight.grad is null).Should().BeTrue());
            replica.parameters().Should().AllSatisfy(weight => (weight.grad is null).Should().BeFalse());
        }
    }

    [Fact]
    public void A_replica_has_the_element_type_of_its_weights()
    {
        using var scope = NewDisposeScope();
        using var network = Variants.B.Options.Build(seed: 1, dtype: ScalarType.Float64);
        using var replica = network.Replicate()!;
        network.eval();
        replica.eval();
        var past = rand([1, 2, 1, 8, 8], dtype: ScalarType.Float64);
        replica.Forecast(past, 2).ShouldEqual(network.Forecast(past, 2));
    }

    [Fact]
    public void A_network_that_cannot_be_made_again_has_none()
    {
        using var network = new AddOne();
        network.Replicate().Should().BeNull();
    }
}
