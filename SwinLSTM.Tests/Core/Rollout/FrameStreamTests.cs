using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class FrameStreamTests
{
    [Fact]
    public void Asking_never_moves_the_stream()
    {
        using var scope = NewDisposeScope();
        using var network = new AddOne();
        using var stream = network.Stream();
        stream.State.Should().BeNull();
        stream.Push(tensor(new float[] { 10 }, [1, 1, 1, 1]));
        stream.Push(tensor(new float[] { 20 }, [1, 1, 1, 1]));
        stream.Forecast(3).ShouldHold(21, 22, 23);
        stream.Forecast(1).ShouldHold(21);
        stream.State![0].Hidden.ShouldHold(2);
        stream.Push(tensor(new float[] { 50 }, [1, 1, 1, 1]));
        stream.Forecast(2).ShouldHold(51, 52);
        stream.State![0].Hidden.ShouldHold(3);
    }

    [Theory]
    [InlineData("B")]
    [InlineData("D")]
    [InlineData("odd frame")]
    [InlineData("fewer channels out")]
    [InlineData("some channels predicted")]
    public void Streaming_is_rolling_out_to_the_bit(string name)
    {
        using var scope = NewDisposeScope();
        var variant = Variants.Named(name);
        using var network = variant.Build(seed: 1);
        var horizon = variant.Options.OutputChannels is null ? 3 : 1;
        var past = variant.Frames(1, time: 4, batch: 2);
        using var stream = network.Stream();
        for (var t = 0; t < 4; t++)
        {
            stream.Push(past.select(1, t));
            stream.Forecast(horizon).ShouldEqual(network.Forecast(past.narrow(1, 0, t + 1), horizon), $"after {t + 1} frames");
        }
    }

    [Fact]
    public void A_frame_that_is_refused_leaves_the_stream_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var network = Variants.B.Build(seed: 1);
        using var stream = network.Stream();
        stream.Push(Numbers.Random(1, 1, 1, 8, 8));
        var before = stream.Forecast(2);
        stream.Invoking(s => s.Push(zeros(1, 2, 8, 8))).Should().Throw<ArgumentException>().WithMessage("frame is [1, 2, 8, 8]; *");
        stream.Invoking(s => s.Push(zeros(1, 8, 8))).Should().Throw<ArgumentException>().WithMessage("frame is [1, 8, 8]; expected*");
        stream.Invoking(s => s.Push(zeros(1, 1, 8, 10))).Should().Throw<ArgumentException>()
            .WithMessage("frame is [1, 1, 8, 10]; a stream goes on with frames of one shape; *");
        stream.Invoking(s => s.Push(full([1, 1, 8, 8], float.NaN))).Should().Throw<ArgumentException>()
            .WithMessage("Every value of known frames must be finite*");
        stream.Invoking(s => s.Push(zeros(2, 1, 8, 8))).Should().Throw<ArgumentException>().WithMessage("frame is [2, 1, 8, 8]; *");
        stream.Forecast(2).ShouldEqual(before);
        network.training.Should().BeTrue("its mode is what it was");
    }

    [Fact]
    public void It_keeps_what_it_was_given_whatever_becomes_of_the_frame()
    {
        using var scope = NewDisposeScope();
        using var network = Variants.B.Build(seed: 1);
        using var stream = network.Stream();
        var frame = Numbers.Random(1, 1, 1, 8, 8);
        using (NewDisposeScope()) stream.Push(frame);
        var before = stream.Forecast(2);
        frame.fill_(7).Dispose();
        stream.Forecast(2).ShouldEqual(before);
        stream.State![0].Cell.requires_grad.Should().BeFalse();
    }

    [Fact]
    public void Refusals()
    {
        using var network = new AddOne();
        using var stream = network.Stream();
        stream.Invoking(s => s.Forecast(1)).Should().Throw<InvalidOperationException>()
            .WithMessage("The stream is empty; Push at least one frame before Forecast.");
        stream.Invoking(s => s.Forecast(0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("horizon must be at least 1; it is 0.*");
    }
}
