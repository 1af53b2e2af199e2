using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Gradients by segments against those of the whole roll-out.</summary>
public sealed class RecomputationTests
{
    [Theory]
    [InlineData("B", 1)]
    [InlineData("B", 2)]
    [InlineData("odd frame", 3)]
    [InlineData("patch 4", 4)]
    public void Gradients_and_the_masks_of_dropping_are_those_of_the_whole(string name, int segment)
    {
        using var scope = NewDisposeScope();
        var variant = Variants.Named(name);
        using var network = (variant.Options with { StochasticDepth = 0.4, Dropout = 0.2 }).Build(seed: 1);
        var past = variant.Frames(1, time: 3, batch: 2);
        var (loss, whole, after) = Gradients(null);
        var (again, parts, afterParts) = Gradients(segment);
        again.Should().Be(loss);
        afterParts.Should().Be(after, "what is drawn next is the same");
        foreach (var ((key, expected), (_, found)) in whole.Zip(parts))
            (found - expected).abs().max().item<float>().Should()
                .BeLessThanOrEqualTo(1e-6f * expected.abs().max().item<float>() + 1e-9f, key);

        (float Loss, List<(string, Tensor)> Gradients, float After) Gradients(int? length)
        {
            network.Reseed(7);
            network.zero_grad();
            var loss = network.UnrollBackward(past, 4, predicted => (predicted * predicted.detach().cos()).sum(), length).item<float>();
            List<(string, Tensor)> gradients = [.. network.named_parameters().Select(p => (p.name, p.parameter.grad!.clone()))];
            using var constant = no_grad();
            return (loss, gradients, network.call(past.select(1, 0), null).Next.sum().item<float>());
        }
    }

    [Fact]
    public void Channels_that_are_not_predicted_and_other_networks_work_too()
    {
        using var scope = NewDisposeScope();
        using var some = (SwinLstmOptions.B with
        {
            Channels = 3,
            TargetChannels = [2, 0],
            EmbedChannels = 16,
            Stages = [new(2, 2)],
            Window = 2
        }).Build(seed: 1);
        using var lstm = new ConvLstmNetwork(new() { Channels = 3, HiddenChannels = [4, 4], KernelSize = 3 }, seed: 1);
        foreach (FramePredictor network in new FramePredictor[] { some, lstm })
        {
            var past = rand([2, 2, 3, 8, 8]);
            var whole = Gradients(network, past, null);
            foreach (var (expected, found) in whole.Zip(Gradients(network, past, 2)))
                (found - expected).abs().max().item<float>().Should()
                    .BeLessThanOrEqualTo(1e-6f * expected.abs().max().item<float>() + 1e-9f);
        }

        static List<Tensor> Gradients(FramePredictor network, Tensor past, int? segment)
        {
            network.Reseed(7);
            network.zero_grad();
            network.UnrollBackward(past, 5, predicted => predicted.square().sum(), segment);
            return [.. network.parameters().Select(p => p.grad!.clone())];
        }
    }

    [Fact]
    public void A_loss_of_late_frames_alone_reaches_the_first_segment()
    {
        using var scope = NewDisposeScope();
        using var network = Variants.Named("B").Build(seed: 1);
        network.Reseed(1);
        network.UnrollBackward(Variants.Named("B").Frames(1, time: 2), 4, predicted => predicted.select(1, -1).sum(), 1);
        network.parameters().Should().AllSatisfy(p => (p.grad is not null).Should().BeTrue());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(3)]
    public void Nothing_stays_alive(int? segment)
    {
        using var network = Variants.Named("B").Build(seed: 1);
        using var past = Variants.Named("B").Frames(1, time: 3);
        using (network.UnrollBackward(past, 3, predicted => predicted.sum(), segment)) { } // gradients are there
        LiveTensors.After(() => network.UnrollBackward(past, 3, predicted => predicted.sum(), segment).Dispose()).Should().Be(0);
    }

    [Fact]
    public void A_segment_has_at_least_one_step()
    {
        using var network = Variants.Named("B").Build(seed: 1);
        using var past = Variants.Named("B").Frames(1, time: 2);
        FluentActions.Invoking(() => network.UnrollBackward(past, 1, predicted => predicted.sum(), 0)).Should().Throw<ArgumentException>()
            .WithMessage("*segment*");
    }
}
