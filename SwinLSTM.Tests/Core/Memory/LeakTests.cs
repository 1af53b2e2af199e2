using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class LeakTests
{
    [Fact]
    public void Training_leaves_nothing_behind()
    {
        using var network = Variants.D.Build(seed: 1);
        using var past = Numbers.Random(1, 2, 2, 1, 16, 16);
        using var target = Numbers.Random(2, 2, 3, 1, 16, 16);
        using var adam = optim.Adam(network.parameters(), 1e-3);
        void step()
        {
            using var scope = NewDisposeScope();
            adam.zero_grad();
            nn.functional.mse_loss(network.Unroll(past, 2), target).backward();
            adam.step();
        }

        step();
        LiveTensors.After(() =>
        {
            for (var i = 0; i < 5; i++) step();
        }).Should().Be(0);
    }

    [Fact]
    public void Forecasting_leaves_nothing_behind()
    {
        using var network = Variants.Named("odd frame").Build(seed: 1);
        using var past = Numbers.Random(1, 2, 3, 1, 13, 11);
        network.Forecast(past, 2).Dispose();
        LiveTensors.After(() =>
        {
            for (var i = 0; i < 5; i++) network.Forecast(past, 2).Dispose();
        }).Should().Be(0);
    }

    [Fact]
    public void A_stream_keeps_its_state_and_nothing_more()
    {
        using var network = Variants.D.Build(seed: 1);
        using var frame = Numbers.Random(1, 1, 1, 16, 16);
        using var other = zeros(1, 1, 16, 15);
        LiveTensors.After(() =>
        {
            using var first = network.Stream();
            first.Push(frame);
        }).Should().BeGreaterThan(0, "the windows' tables are made once");
        LiveTensors.After(() =>
        {
            using var stream = network.Stream();
            LiveTensors.After(() => stream.Push(frame)).Should().Be(10, "four cells, the prediction, the frame");
            LiveTensors.After(() =>
            {
                for (var i = 0; i < 20; i++) stream.Push(frame);
                stream.Invoking(s => s.Push(other)).Should().Throw<ArgumentException>();
                stream.Forecast(3).Dispose();
            }).Should().Be(0);
        }).Should().Be(0);
    }

    [Theory]
    [InlineData("B")]
    [InlineData("D")]
    [InlineData("D, patch 8")]
    [InlineData("odd frame")]
    public void A_network_that_is_disposed_leaves_nothing_behind(string name)
    {
        var options = Variants.Named(name);
        using var frame = Numbers.Random(1, 1, options.Frame.Channels, options.Frame.Height, options.Frame.Width);
        var network = options.Build();
        var parameters = network.parameters().ToList();
        LiveTensors.After(() =>
        {
            var (next, state) = network.call(frame, null);
            next.Dispose();
            state.Dispose();
            network.Dispose();
        }).Should().Be(-parameters.Count, "neither its weights stay nor the tables of its windows");
        parameters.Where(p => !p.IsInvalid).Should().BeEmpty();
    }

    [Theory]
    [InlineData("D")]
    [InlineData("patch 4")]
    public void Building_holds_nothing_but_the_network(string name)
    {
        var options = Variants.Named(name);
        using var counted = options.Build();
        var parameters = counted.parameters().Count();
        LiveTensors.HeldAfter(parameters, () => options.Build().Dispose()).Should().Be(0);
        LiveTensors.HeldAfter(parameters, () => options.Build(seed: 3).Dispose()).Should().Be(0);
    }

    [Fact]
    public void A_network_survives_the_scope_that_it_was_built_in()
    {
        using var folder = new WeightFolder();
        SwinLstmNetwork plain, seeded, wide, moved, loaded;
        using (NewDisposeScope())
        {
            plain = Variants.D.Build();
            seeded = Variants.Named("patch 4").Build(seed: 1);
            wide = Variants.D.Build(dtype: ScalarType.Float64);
            moved = Variants.D.Build();
            moved.to(ScalarType.Float64);
            plain.Save(folder["network"]);
            loaded = Checkpoint.Load(folder["network"], dtype: ScalarType.Float64);
        }

        foreach (var network in new[] { plain, seeded, wide, moved, loaded })
        {
            using var scope = NewDisposeScope();
            var frame = network.Options.Frame;
            network.parameters().Where(p => p.IsInvalid).Should().BeEmpty();
            var past = zeros([1, 1, 1, frame.Height, frame.Width], network.parameters().First().dtype);
            network.Forecast(past, 2).shape.Should().Equal(1, 2, 1, frame.Height, frame.Width);
            network.Dispose();
        }
    }
}
