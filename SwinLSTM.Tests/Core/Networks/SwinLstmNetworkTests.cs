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
        var variant = Variants.Named(name);
        using var network = variant.Build(seed: 1);
        var options = network.Options;
        var frame = variant.Frame(1, batch: 2);
        var (first, state) = network.call(frame, null);
        first.shape.Should()
            .Equal(2, options.OutputChannels ?? options.TargetChannels?.Count ?? options.Channels, variant.Height, variant.Width);
        Numbers.Of(first).Should().OnlyContain(x => x > 0 && x < 1, "it ends with a sigmoid");
        state.Count.Should().Be(options.Stages.Count);
        state[0].Hidden.shape.Should()
            .Equal(2, (variant.Height - 1) / options.PatchSize + 1, (variant.Width - 1) / options.PatchSize + 1, options.EmbedChannels);
        var (second, _) = network.call(frame, state);
        Numbers.Distance(first, second).Should().BeGreaterThan(0, "the state takes part");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_is_embed_cells_resampling_head(string name)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var variant = Variants.Named(name);
        using var network = variant.Build(seed: 1);
        network.eval();
        var options = network.Options;
        var frame = variant.Frame(1);
        var grids = TokenGrid.Of(variant.Height, variant.Width, options.PatchSize).OfStages(options).ToList();
        var children = network.named_modules().ToDictionary(m => m.name, m => m.module);
        var tokens = ((PatchEmbedding)children["embedding"]).call(frame);
        var states = new List<CellState>();
        for (var i = 0; i < options.Stages.Count; i++)
        {
            states.Add(network.Cells[i].call(tokens, null));
            tokens = options.Stages[i].Then switch
            {
                Resampling.Downsample => ((PatchMerging)children[$"stages.{i}.downsample"]).call(states[i].Hidden),
                Resampling.Upsample => ((PatchExpanding)children[$"stages.{i}.upsample"]).call(states[i].Hidden),
                _ => states[i].Hidden,
            };
            // An odd side was padded on the way down.
            if (i + 1 < grids.Count) tokens = tokens.narrow(1, 0, grids[i + 1].Rows).narrow(2, 0, grids[i + 1].Columns);
        }

        tokens = tokens.narrow(1, 0, grids[0].Rows).narrow(2, 0, grids[0].Columns);
        var (next, state) = network.call(frame, null);
        var whole = ((PatchUnembedding)children["unembedding"]).call(tokens).sigmoid();
        next.ShouldBeNear(whole.narrow(2, 0, variant.Height).narrow(3, 0, variant.Width), 1e-6);
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
        using SwinLstmNetwork plain = (Variants.B.Options with { Activation = OutputActivation.None }).Build().WithWeights(1, 3),
            active = (Variants.B.Options with { Activation = activation }).Build().WithWeights(1, 3);
        plain.eval();
        active.eval();
        var frame = Numbers.Random(2, 2, 1, 8, 8);
        var raw = plain.call(frame, null).Next;
        Numbers.Of(raw.abs().max()).Single().Should().BeGreaterThan(1, "the weights reach beyond both ranges");
        active.call(frame, null).Next.ShouldEqual(activation switch
        {
            OutputActivation.Sigmoid => raw.sigmoid(),
            OutputActivation.Tanh => raw.tanh(),
            _ => raw,
        });
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences_on_a_padded_frame()
    {
        using var scope = NewDisposeScope();
        using var network = (Variants.D.Options with
        {
            EmbedChannels = 4,
            OutputChannels = 2,
            Stages = [new(2, 2, Resampling.Downsample), new(3, 2, Resampling.Upsample)],
        }).Build().WithWeights(1);
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
        var modules = network.named_modules().ToDictionary(m => m.name, m => m.module);
        network.Cells[1].register_forward_hook((_, _, _, state) => { ran.Add("cell"); return state; });
        ((SwinBlock)modules["stages.1.cell.blocks.0"]).register_forward_hook((_, _, _, tokens) => { ran.Add("block"); return tokens; });
        ((WindowAttention)modules["stages.1.cell.blocks.0.attention"])
            .register_forward_hook((_, _, _, tokens) => { ran.Add("attention"); return tokens; });
        network.Forecast(zeros([1, 1, 1, 16, 16]), 1);
        ran.Should().Equal("attention", "block", "cell");
    }

    [Theory]
    [InlineData(OutputActivation.Sigmoid, 0.03, 0.9)]
    [InlineData(OutputActivation.Tanh, -0.8, 0.25)]
    [InlineData(OutputActivation.None, 17, -230)]
    public void A_head_that_was_initialised_begins_about_the_mean(OutputActivation activation, double first, double second)
    {
        using var scope = NewDisposeScope();
        using var network = (Variants.D.Options with { Activation = activation, OutputChannels = 2 }).Build(seed: 1);
        network.InitializeHead([first, second]);
        var next = network.Forecast(Numbers.Random(1, 1, 1, 1, 16, 16), 1);
        Numbers.Of(next.mean([0, 1, 3, 4])).Zip([first, second]).Should().OnlyContain(m => Math.Abs(m.First - m.Second) < 0.05);
        network.Invoking(n => n.InitializeHead([0.5])).Should().Throw<ArgumentException>()
            .WithMessage("mean has 1 values; 2 channels come out. Give one for each.*");
        network.InitializeHead([0, 1]);
        Numbers.Of(network.state_dict()["unembedding.head.bias"]).Should()
            .OnlyContain(b => double.IsFinite(b), "a mean at the end of the range has no finite logit");
    }
}
