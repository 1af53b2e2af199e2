using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class FeedForwardTests
{
    [Fact]
    public void The_gelu_between_is_the_exact_one()
    {
        using var scope = NewDisposeScope();
        using var perceptron = new FeedForward(1, 1, 0, new());
        using (no_grad())
            foreach (var (name, weight) in perceptron.state_dict()) weight.fill_(name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1);
        // x Φ(x); the approximation by tanh gives 0.841192 at 1.
        var expected = tensor(new[] { 0.841344746, -0.158655254, 0 }, [3, 1]);
        perceptron.call(tensor(new float[] { 1, -1, 0 }, [3, 1])).ShouldBeNear(expected, 1e-6);
    }

    [Fact]
    public void Two_layers_by_hand()
    {
        using var scope = NewDisposeScope();
        using var perceptron = new FeedForward(2, 3, 0, new()).WithWeights(1);
        var weights = perceptron.state_dict();
        var x = Numbers.Random(9, 2);
        var hidden = mv(weights["fc1.weight"], x) + weights["fc1.bias"];
        var gelu = hidden * 0.5 * (1 + (hidden / Math.Sqrt(2)).erf());
        perceptron.call(x.view(1, 1, 1, 2)).ShouldBeNear((mv(weights["fc2.weight"], gelu) + weights["fc2.bias"]).view(1, 1, 1, 2), 1e-6);
    }

    [Fact]
    public void Dropout_after_each_layer_runs_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var source = new DropoutSource();
        source.Reseed(1);
        using var perceptron = new FeedForward(4, 1, 0.5, source).WithWeights(1);
        var tokens = Numbers.Random(2, 8, 4, 4, 4);
        var bias = perceptron.state_dict()["fc2.bias"] * 2;
        var dropped = perceptron.call(tokens).view(-1, 4);
        Numbers.Of(dropped).Count(x => x == 0).Should().BeInRange(512 * 4 / 10, 512 * 6 / 10, "the second layer's values");
        // Where the one hidden value was dropped too, what is left of a token is the bias.
        var bare = (dropped == 0).logical_or((dropped - bias).abs() < 1e-6).all(1);
        Numbers.Of(bare).Sum().Should().BeInRange(128 * 4 / 10, 128 * 7 / 10, "the first layer's values");
        perceptron.eval();
        Numbers.Of(perceptron.call(tokens)).Should().NotContain(0);
    }
}
