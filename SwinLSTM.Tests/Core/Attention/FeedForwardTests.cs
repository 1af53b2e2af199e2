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
        using var perceptron = new FeedForward(1, 1);
        using (no_grad())
            foreach (var (name, weight) in perceptron.state_dict()) weight.fill_(name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1);
        // x Φ(x); the approximation by tanh gives 0.841192 at 1.
        perceptron.call(tensor(new float[] { 1, -1, 0 }, [3, 1])).ShouldBeNear(tensor(new[] { 0.841344746, -0.158655254, 0 }, [3, 1]), 1e-6);
    }

    [Fact]
    public void Two_layers_by_hand()
    {
        using var scope = NewDisposeScope();
        using var perceptron = new FeedForward(2, 3).WithWeights(1);
        var weights = perceptron.state_dict();
        weights.ToDictionary(w => w.Key, w => w.Value.shape).Should().BeEquivalentTo(new Dictionary<string, long[]>
        {
            ["fc1.weight"] = [3, 2],
            ["fc1.bias"] = [3],
            ["fc2.weight"] = [2, 3],
            ["fc2.bias"] = [2],
        });
        var x = Numbers.Random(9, 2);
        var hidden = mv(weights["fc1.weight"], x) + weights["fc1.bias"];
        var gelu = hidden * 0.5 * (1 + (hidden / Math.Sqrt(2)).erf());
        perceptron.call(x.view(1, 1, 2)).ShouldBeNear((mv(weights["fc2.weight"], gelu) + weights["fc2.bias"]).view(1, 1, 2), 1e-6);
    }

    [Fact]
    public void Dropout_runs_in_training_only()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var perceptron = new FeedForward(4, 8, dropout: 0.5).WithWeights(1);
        var tokens = Numbers.Random(2, 8, 16, 4);
        Numbers.Of(perceptron.call(tokens)).Count(x => x == 0).Should().BeInRange(512 * 4 / 10, 512 * 6 / 10);
        perceptron.eval();
        Numbers.Of(perceptron.call(tokens)).Should().NotContain(0);
    }

    [Fact]
    public void Refusals()
    {
        FluentActions.Invoking(() => new FeedForward(0, 1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("channels must be at least 1; it is 0.*");
        FluentActions.Invoking(() => new FeedForward(1, -1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("hidden must be at least 1; it is -1.*");
    }
}
