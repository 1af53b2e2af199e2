using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>What fails in the middle leaves nothing alive, and everything as it was.</summary>
public class ExceptionTests
{
    [Theory]
    [InlineData("B")]
    [InlineData("odd frame")]
    public void An_exception_inside_a_block_leaves_nothing_behind(string name)
    {
        var variant = Variants.Named(name);
        using var network = variant.Build(seed: 1);
        using Tensor one = variant.Frame(1), past = variant.Frames(2, time: 3);
        using var state = network.call(one, null).State;
        using var stream = network.Stream();
        stream.Push(one);
        using var before = stream.Forecast(2);

        // Fails at the third frame of a sequence, after states and predictions were made.
        var calls = 0;
        var hook = NaiveCell.Blocks(network)[^1].register_forward_hook(
            (_, _, _, tokens) => ++calls % 3 == 0 ? throw new TimeoutException("hook") : tokens);
        void fails(int first, Action code)
        {
            calls = first;
            LiveTensors.After(() => FluentActions.Invoking(code).Should().Throw<TimeoutException>()).Should().Be(0);
        }

        fails(0, () => network.Unroll(past, 2).Dispose());
        fails(0, () => network.Forecast(past, 2).Dispose());
        fails(0, () => stream.Forecast(5).Dispose());
        fails(2, () => network.call(one, state));
        fails(2, () => stream.Push(one));
        hook.remove();

        network.training.Should().BeTrue("the mode is what it was");
        using var after = stream.Forecast(2);
        after.ShouldEqual(before, "the stream is where it was");
    }
}
