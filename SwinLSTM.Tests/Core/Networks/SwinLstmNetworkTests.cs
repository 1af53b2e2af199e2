using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class SwinLstmNetworkTests
{
    public static TheoryData<string> Names() => [.. Variants.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_network_gives_frames_of_its_size_and_a_state_of_its_cells(string name)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        using var network = Variants.Named(name).Build(seed: 1);
        var options = network.Options;
        var frame = Numbers.Random(1, 2, options.Frame.Channels, options.Frame.Height, options.Frame.Width);
        var (first, state) = network.call(frame, null);
        first.shape.Should().Equal(2, network.OutputFrame.Channels, options.Frame.Height, options.Frame.Width);
        network.OutputFrame.Channels.Should().Be(options.OutputChannels ?? options.Frame.Channels);
        Numbers.Of(first).Should().OnlyContain(x => x > 0 && x < 1, "it ends with a sigmoid");
        state.Count.Should().Be(options.Stages.Count);
        state.Zip(network.Cells).Should().OnlyContain(s => s.First.Hidden.shape.SequenceEqual(new long[] { 2, s.Second.Grid.Tokens, s.Second.Channels }));
        var (second, _) = network.call(frame, state);
        Numbers.Distance(first, second).Should().BeGreaterThan(0, "the state takes part");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_is_embed_cells_resampling_head(string name)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        using var network = Variants.Named(name).Build(seed: 1);
        network.eval();
        var options = network.Options;
        var frame = Numbers.Random(1, 1, options.Frame.Channels, options.Frame.Height, options.Frame.Width);
        var children = network.named_modules().ToDictionary(m => m.name, m => m.module);
        var tokens = ((PatchEmbedding)children["embedding"]).call(frame);
        var states = new List<CellState>();
        for (var i = 0; i < options.Stages.Count; i++)
        {
            states.Add(network.Cells[i].call(tokens, null));
            tokens = options.Stages[i].Then switch
            {
                Resampling.Merge => ((PatchMerging)children[$"stages.{i}.merging"]).call(states[i].Hidden),
                Resampling.Expand => ((PatchExpanding)children[$"stages.{i}.expanding"]).call(states[i].Hidden),
                _ => states[i].Hidden,
            };
        }

        var (next, state) = network.call(frame, null);
        next.ShouldEqual(((PatchInflation)children["inflation"]).call(tokens).sigmoid());
        for (var i = 0; i < states.Count; i++)
        {
            state[i].Hidden.ShouldEqual(states[i].Hidden);
            state[i].Cell.ShouldEqual(states[i].Cell);
        }
    }

    [Theory]
    [InlineData(OutputActivation.None)]
    [InlineData(OutputActivation.Sigmoid)]
    [InlineData(OutputActivation.Tanh)]
    public void The_activation_is_the_last_step(OutputActivation activation)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        using SwinLstmNetwork plain = (Variants.B with { Activation = OutputActivation.None }).Build().WithWeights(1, 3), active = (Variants.B with { Activation = activation }).Build().WithWeights(1, 3);
        plain.eval();
        active.eval();
        var frame = Numbers.Random(2, 2, 1, 8, 8);
        var raw = plain.call(frame, null).Next;
        Numbers.Of(raw.abs().max()).Single().Should().BeGreaterThan(1, "the weights reach beyond both ranges");
        active.call(frame, null).Next.ShouldEqual(activation switch { OutputActivation.Sigmoid => raw.sigmoid(), OutputActivation.Tanh => raw.tanh(), _ => raw });
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences_on_a_padded_frame()
    {
        using var scope = NewDisposeScope();
        using var network = (Variants.D with { Frame = new(1, 9, 7), EmbedChannels = 4, OutputChannels = 2, Stages = [new(2, 2, Resampling.Merge), new(3, 2, Resampling.Expand)] }).Build().WithWeights(1);
        network.eval();
        network.to(ScalarType.Float64);
        var frame = Numbers.Random(20, 2, 1, 9, 7).to(ScalarType.Float64).requires_grad_(true);
        var weights = Numbers.Random(21, 2, 2, 9, 7).to(ScalarType.Float64);
        DirectionalGradient.Check(
            () =>
            {
                var (_, state) = network.call(frame, null);
                return (network.call(frame, state).Next * weights).sum();
            },
            [("frame", frame), .. network.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
    }

    [Fact]
    public void Hooks_on_every_inner_module_run()
    {
        using var scope = NewDisposeScope();
        using var network = Variants.D.Build();
        var ran = new List<string>();
        network.Cells[1].register_forward_hook((_, _, _, state) => { ran.Add("cell"); return state; });
        network.Cells[1].Blocks[0].register_forward_hook((_, _, _, _, tokens) => { ran.Add("block"); return tokens; });
        network.Cells[1].Blocks[0].Attention.register_forward_hook((_, _, _, tokens) => { ran.Add("attention"); return tokens; });
        network.call(zeros(1, 1, 16, 16), null);
        ran.Should().Equal("attention", "block", "cell");
    }
}
