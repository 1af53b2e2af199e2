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
        using Tensor past = Variants.D.Frames(1, time: 2, batch: 2), target = Variants.D.Frames(2, time: 3, batch: 2);
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
        var variant = Variants.Named("odd frame");
        using var network = variant.Build(seed: 1);
        using var past = variant.Frames(1, time: 3, batch: 2);
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
        using var frame = Variants.D.Frame(1);
        using var other = zeros(1, 1, 16, 15);
        using (var first = network.Stream()) first.Push(frame);
        LiveTensors.After(() =>
        {
            using var stream = network.Stream();
            LiveTensors.After(() => stream.Push(frame)).Should().Be(10, "four cells, the prediction, the frame");
            LiveTensors.After(() =>
            {
                for (var i = 0; i < 20; i++) stream.Push(frame);
                Refusal.Of(() => stream.Push(other), "frame is [1, 1, 16, 15]; a stream goes on with frames of one shape; *");
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
        var variant = Variants.Named(name);
        using var frame = variant.Frame(1);
        SwinLstmNetwork used()
        {
            using var scope = NewDisposeScope();
            var network = variant.Build();
            network.call(frame, null);
            return network;
        }

        used().Dispose();
        var network = used();
        var parameters = network.parameters().ToList();
        LiveTensors.After(network.Dispose).Should().Be(-parameters.Count);
        parameters.Where(p => !p.IsInvalid).Should().BeEmpty();
    }

    [Theory]
    [InlineData("D")]
    [InlineData("patch 4")]
    public void Building_holds_nothing_but_the_network(string name)
    {
        var variant = Variants.Named(name);
        using var counted = variant.Build();
        var parameters = counted.parameters().Count();
        LiveTensors.HeldAfter(parameters, () => variant.Build().Dispose()).Should().Be(0);
        LiveTensors.HeldAfter(parameters, () => variant.Build(seed: 3).Dispose()).Should().Be(0);
    }

    [Fact]
    public void A_network_survives_the_scope_that_it_was_built_in()
    {
        using var folder = new WeightFolder();
        SwinLstmNetwork plain, seeded, wide, moved;
        ForecastModel loaded;
        using (NewDisposeScope())
        {
            plain = Variants.D.Build();
            seeded = Variants.Named("patch 4").Build(seed: 1);
            wide = Variants.D.Options.Build(dtype: ScalarType.Float64);
            moved = Variants.D.Build();
            moved.to(ScalarType.Float64);
            using (var model = new ForecastModel(Variants.D.Build())) model.Save(folder["model"]);
            loaded = ForecastModel.Load(folder["model"], dtype: ScalarType.Float64);
        }

        foreach (var network in new[] { plain, seeded, wide, moved, loaded.Network })
        {
            using var scope = NewDisposeScope();
            network.parameters().Where(p => p.IsInvalid).Should().BeEmpty();
            var past = zeros([1, 1, 1, 15, 18], network.parameters().First().dtype);
            network.Forecast(past, 2).shape.Should().Equal(1, 2, 1, 15, 18);
            network.Dispose();
        }
    }
}
