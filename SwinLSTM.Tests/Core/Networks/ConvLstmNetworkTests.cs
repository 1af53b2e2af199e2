using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class ConvLstmNetworkTests
{
    private static readonly ConvLstmOptions Small = new() { Channels = 2, PatchSize = 4, HiddenChannels = [5, 3], KernelSize = 3 };

    [Fact]
    public void A_step_folds_patches_runs_the_cells_and_unfolds()
    {
        using var scope = NewDisposeScope();
        using var network = new ConvLstmNetwork(Small).WithWeights(1);
        var frame = Numbers.Random(2, 2, 2, 9, 6);
        var children = network.named_modules().ToDictionary(m => m.name, m => m.module);
        // [B, C, rows, p, columns, p] to [B, C·p·p, rows, columns], the frame padded with zeros to 12 × 8.
        var folded = nn.functional.pad(frame, [0, 2, 0, 3]).view(2, 2, 3, 4, 2, 4).permute(0, 1, 3, 5, 2, 4).reshape(2, 32, 3, 2);
        var first = ((ConvLstmCell)children["cells.0"]).call(folded, null);
        var second = ((ConvLstmCell)children["cells.1"]).call(first.Hidden, null);
        var weights = network.state_dict();
        var patches = nn.functional.conv2d(second.Hidden, weights["head.weight"], weights["head.bias"]);
        var pixels = patches.view(2, 2, 4, 4, 3, 2).permute(0, 1, 4, 2, 5, 3).reshape(2, 2, 12, 8).narrow(2, 0, 9).narrow(3, 0, 6)
            .sigmoid();

        var (next, state) = network.call(frame, null);
        next.ShouldBeNear(pixels, 1e-6);
        state.Count.Should().Be(2);
        state[0].Cell.ShouldBeNear(first.Cell, 1e-6);
        state[1].Hidden.ShouldBeNear(second.Hidden, 1e-6);
        Numbers.Distance(network.call(frame, state).Next, next).Should().BeGreaterThan(1e-3);
    }

    [Fact]
    public void It_rolls_out_under_the_same_contract()
    {
        using var scope = NewDisposeScope();
        using var network = new ConvLstmNetwork(Small);
        var past = Numbers.Random(1, 2, 3, 2, 9, 6);
        network.Unroll(past, 2).shape.Should().Equal(2, 4, 2, 9, 6);
        network.Forecast(past, 2).ShouldEqual(network.Unroll(past, 2).narrow(1, 2, 2).contiguous());
    }

    [Fact]
    public void Its_weights_are_counted_without_building_it_and_a_seed_fixes_them()
    {
        using var scope = NewDisposeScope();
        using ConvLstmNetwork a = new(Small, seed: 1), b = new(Small, seed: 1), c = new(Small, seed: 2);
        a.parameters().Sum(p => p.numel()).Should().Be(Small.CountParameters());
        NetworkFiles.Weights(a).ShouldBe(NetworkFiles.Weights(b));
        NetworkFiles.Weights(c)["head.weight"].Should().NotEqual(NetworkFiles.Weights(a)["head.weight"]);
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        FluentActions.Invoking(() => new ConvLstmNetwork(null!)).Should().Throw<ArgumentNullException>().WithParameterName("options");
        FluentActions.Invoking(() => new ConvLstmNetwork(Small with { PatchSize = 0 })).Should().Throw<ArgumentException>()
            .WithMessage("ConvLstmOptions are invalid:\n  PatchSize is 0; it must be 1 to 64.*");
        FluentActions.Invoking(() => new ConvLstmNetwork(Small with { HiddenChannels = [] })).Should().Throw<ArgumentException>()
            .WithMessage("*HiddenChannels is []; give 1 to 64 cells of 1 to 65536 channels each.*");
        FluentActions.Invoking(() => new ConvLstmNetwork(Small with { KernelSize = 2 })).Should().Throw<ArgumentException>()
            .WithMessage("*KernelSize is 2; it must be odd, from 1 to 63*");
        FluentActions.Invoking(() => new ConvLstmNetwork(Small with { Channels = 0 })).Should().Throw<ArgumentException>()
            .WithMessage("*Channels is 0; a frame has*");
        using var network = new ConvLstmNetwork(Small);
        network.Invoking(n => n.call(zeros(1, 3, 9, 6), null)).Should().Throw<ArgumentException>()
            .WithMessage(
                "frame is [1, 3, 9, 6]; this module was built for 2 channels. Expected [batch, 2, height, width], no axis empty.*");
        network.Invoking(n => n.call(zeros(1, 2, 9, 6), network.call(zeros(1, 2, 40, 6), null).State)).Should().Throw<ArgumentException>()
            .WithMessage(
                "state is [1, 5, 10, 2]; a state goes with inputs of one size; pass null to begin with another. Expected [1, 5, 3, 2].*");
        network.Invoking(n => n.call(zeros(1, 2, 9, 6), new NetworkState())).Should().Throw<ArgumentException>()
            .WithMessage("state holds 0 cells; this network has 2. Pass a state that this network returned, or null to begin.*");
    }

    [Fact]
    public void A_head_that_was_initialised_begins_about_the_mean_of_each_channel()
    {
        using var scope = NewDisposeScope();
        using var network = new ConvLstmNetwork(new()
        {
            Channels = 2,
            PatchSize = 2,
            HiddenChannels = [4],
            Activation = OutputActivation.Sigmoid
        }, seed: 1);
        network.InitializeHead([0.03, 0.9]);
        var next = network.Forecast(Numbers.Random(1, 1, 1, 2, 9, 11), 1);
        Numbers.Of(next.mean([0, 1, 3, 4])).Zip([0.03, 0.9]).Should().OnlyContain(m => Math.Abs(m.First - m.Second) < 0.05);
        network.Invoking(n => n.InitializeHead([0.5])).Should().Throw<ArgumentException>()
            .WithMessage("mean has 1 values; 2 channels come out*");
    }
}
