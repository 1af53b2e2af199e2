using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class RolloutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Known_frames_go_in_one_by_one_then_each_prediction(int horizon)
    {
        using var scope = NewDisposeScope();
        using var network = new AddOne();
        var past = tensor(new float[] { 10, 20, 30 }, [1, 3, 1, 1, 1]);
        double[] future = [.. Enumerable.Range(31, horizon).Select(i => (double)i)];
        var unrolled = network.Unroll(past, horizon);
        unrolled.shape.Should().Equal(1, 2 + horizon, 1, 1, 1);
        Numbers.Of(unrolled).Should().Equal([11, 21, .. future]);
        var forecast = network.Forecast(past, horizon);
        forecast.shape.Should().Equal(1, horizon, 1, 1, 1);
        Numbers.Of(forecast).Should().Equal(future);
    }

    [Fact]
    public void Every_sample_and_pixel_has_its_own_future()
    {
        using var scope = NewDisposeScope();
        using var network = new AddOne();
        var past = Numbers.Counting(2, 1, 3, 2, 2);
        var forecast = network.Forecast(past, 2);
        forecast.shape.Should().Equal(2, 2, 3, 2, 2);
        forecast.select(1, 0).contiguous().ShouldEqual(past.select(1, 0) + 1);
        forecast.select(1, 1).contiguous().ShouldEqual(past.select(1, 0) + 2);
    }

    [Theory]
    [InlineData("B")]
    [InlineData("odd frame")]
    [InlineData("patch 4")]
    public void The_end_of_an_unrolled_sequence_is_the_forecast(string name)
    {
        using var scope = NewDisposeScope();
        var variant = Variants.Named(name);
        using var network = variant.Build(seed: 1);
        network.eval();
        var past = variant.Frames(1, time: 3, batch: 2);
        var unrolled = network.Unroll(past, 3);
        unrolled.requires_grad.Should().BeTrue();
        var forecast = network.Forecast(past, 3);
        forecast.requires_grad.Should().BeFalse();
        forecast.ShouldEqual(unrolled.narrow(1, 2, 3).contiguous());

        // Step by step, as the authors' loop runs.
        var (next, state) = network.call(past.select(1, 0), null);
        next.ShouldEqual(unrolled.select(1, 0).contiguous());
        (_, state) = network.call(past.select(1, 1), state);
        (next, state) = network.call(past.select(1, 2), state);
        network.call(next, state).Next.ShouldEqual(unrolled.select(1, 3).contiguous());
    }

    [Fact]
    public void Gradients_go_through_the_whole_sequence()
    {
        using var scope = NewDisposeScope();
        using var network = Variants.B.Build(seed: 1);
        network.eval();
        var past = Numbers.Random(1, 1, 3, 1, 8, 8).requires_grad_(true);
        network.Unroll(past, 3).select(1, -1).sum().backward();
        for (var t = 0; t < 3; t++) Numbers.Of(past.grad!.select(1, t).abs().sum()).Single().Should().BeGreaterThan(0, $"frame {t}");
        network.named_parameters().Where(p => p.parameter.grad is null).Should().BeEmpty();
    }

    [Fact]
    public void A_state_is_freed_as_soon_as_the_next_one_is_there()
    {
        using var scope = NewDisposeScope();
        using var network = new Remembering();
        network.Unroll(zeros([1, 4, 1, 1, 1]), 4);
        network.Forecast(zeros([1, 4, 1, 1, 1]), 4);
        network.MostAlive.Should().Be(1, "only the state that goes in is alive");
    }

    [Fact]
    public void A_forecast_leaves_every_part_in_its_mode()
    {
        using var scope = NewDisposeScope();
        using var network = (Variants.D.Options with { StochasticDepth = 0.9 }).Build(seed: 1);
        var past = Numbers.Random(1, 1, 2, 1, 16, 16);
        network.eval();
        var expected = network.Forecast(past, 2);
        Modes(network).Should().OnlyContain(m => !m.Training);

        network.train();
        network.Cells[1].eval();
        Part(network, "stages.1.cell.blocks.0.attention").train();
        var before = Modes(network);
        network.Forecast(past, 2).ShouldEqual(expected, "a forecast is made in eval mode");
        Modes(network).Should().Equal(before);
        network.Invoking(n => n.Forecast(zeros([1, 1, 2, 5, 5]), 1)).Should().Throw<ArgumentException>();
        Modes(network).Should().Equal(before, "even where it fails");
    }

    [Fact]
    public void A_parts_mode_alone_is_enough_to_be_put_into_eval_mode()
    {
        using var scope = NewDisposeScope();
        using var network = (Variants.B.Options with { StochasticDepth = 0.9 }).Build(seed: 1);
        network.eval();
        var past = Numbers.Random(1, 1, 2, 1, 8, 8);
        var expected = network.Forecast(past, 2);
        var block = Part(network, "stages.0.cell.blocks.1");
        block.train();
        network.Forecast(past, 2).ShouldEqual(expected);
        block.training.Should().BeTrue();
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        using var network = new AddOne();
        foreach (var (roll, parameter) in new (Func<Tensor, int, Tensor>, string)[] { (network.Unroll, "inputs"),
            (network.Forecast, "past") })
        {
            roll.Invoking(r => r(zeros(3, 1, 8, 8), 1)).Should().Throw<ArgumentException>().WithParameterName(parameter)
                .WithMessage(
                    $"{parameter} is [3, 1, 8, 8]; expected [batch, time, channels, height, width] with at least one time step. A single " +
                    "sequence needs unsqueeze(0).*");
            roll.Invoking(r => r(zeros([3, 0, 1, 8, 8]), 1)).Should().Throw<ArgumentException>()
                .WithMessage($"{parameter} is [3, 0, 1, 8, 8]; *");
            roll.Invoking(r => r(zeros([3, 2, 1, 8, 8]), 0)).Should().Throw<ArgumentOutOfRangeException>()
                .WithMessage("horizon must be at least 1; it is 0.*");
            roll.Invoking(r => r(null!, 1)).Should().Throw<ArgumentNullException>().WithParameterName(parameter);
        }
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Known_frames_are_finite(float value, string shown)
    {
        using var scope = NewDisposeScope();
        using var network = Variants.B.Build(seed: 1);
        var past = ones([2, 3, 1, 8, 8]);
        past[1, 2, 0, 3, 5] = tensor(value);
        foreach (var (roll, parameter) in new (Func<Tensor, int, Tensor>, string)[] { (network.Unroll, "inputs"),
            (network.Forecast, "past") })
            roll.Invoking(r => r(past, 1)).Should().Throw<ArgumentException>().WithParameterName(parameter).WithMessage(
                $"Every value of known frames must be finite; {parameter} has {shown} at sequence 1, frame 2, channel 0, row 3, " +
                "column 5. *");
    }

    private static nn.Module Part(nn.Module network, string name) => network.named_modules().Single(m => m.name == name).module;

    private static List<(string Name, bool Training)> Modes(nn.Module network) =>
        [("", network.training), .. network.named_modules().Select(m => (m.name, m.module.training))];

    /// <summary>Counts which of the states that it returned are alive when the next frame comes.</summary>
    private sealed class Remembering() : FramePredictor(nameof(Remembering))
    {
        private readonly List<NetworkState> returned = [];

        public int MostAlive { get; private set; }

        public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state)
        {
            MostAlive = Math.Max(MostAlive, returned.Count(s => !s[0].Hidden.IsInvalid));
            returned.Add(new(new CellState(zeros(1), zeros(1))));
            return (frame + 1, returned[^1]);
        }
    }
}
