using FluentAssertions;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Gradients against central differences along one random direction for each leaf, in double precision.</summary>
internal static class DirectionalGradient
{
    private const double Step = 1e-5;

    public static void Check(Func<Tensor> loss, IEnumerable<(string Name, Tensor Leaf)> leaves, double within = 1e-6)
    {
        using var scope = NewDisposeScope();
        loss().backward();
        var seed = 100;
        foreach (var (name, leaf) in leaves)
        {
            leaf.dtype.Should().Be(ScalarType.Float64, name);
            (leaf.grad is not null).Should().BeTrue($"{name} takes part in the loss");
            var direction = Numbers.Random(seed++, leaf.shape).to(ScalarType.Float64);
            var expected = (Along(loss, leaf, direction, Step) - Along(loss, leaf, direction, -Step)) / (2 * Step);
            var analytic = (leaf.grad! * direction).sum().item<double>();
            analytic.Should().BeApproximately(expected, within * Math.Max(1, Math.Abs(expected)), name);
        }
    }

    private static double Along(Func<Tensor> loss, Tensor leaf, Tensor direction, double step)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        leaf.add_(direction, step);
        var value = loss().item<double>();
        leaf.add_(direction, -step);
        return value;
    }
}
