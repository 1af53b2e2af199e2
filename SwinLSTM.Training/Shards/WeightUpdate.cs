using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>The rule by which gradients change weights, on all weights at once; what it remembers is a vector or two.</summary>
/// <remarks>Sources: Kingma and Ba 2015; Loshchilov and Hutter 2019; the second beta is 0.999 and epsilon 1e-8, PyTorch's
/// defaults.</remarks>
internal sealed class WeightUpdate(TrainingOptions options, Tensor weights) : IDisposable
{
    private const double Beta2 = 0.999, Epsilon = 1e-8;

    /// <summary>What is remembered between steps, <c>[N]</c> each: the momentum, and for Adam the mean square.</summary>
    public IReadOnlyList<Tensor> Memory { get; } =
        [.. Enumerable.Range(0, options.Optimizer == OptimizerKind.Sgd ? 1 : 2).Select(_ => zeros_like(weights).DetachFromDisposeScope())];

    /// <summary>Takes a step.</summary>
    /// <param name="gradient"><c>[N]</c>; it is changed.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">Which step it is, from 1; skipped ones do not count.</param>
    public void Apply(Tensor gradient, double rate, long step)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        if (options.Optimizer == OptimizerKind.AdamW) weights.mul_(Number(1 - (rate * options.WeightDecay)));
        else if (options.WeightDecay > 0) gradient.add_(weights, alpha: Number(options.WeightDecay));

        var momentum = Memory[0];
        if (options.Optimizer == OptimizerKind.Sgd)
        {
            momentum.mul_(Number(options.Momentum)).Plus_(gradient);
            weights.add_(momentum, alpha: Number(-rate));
            return;
        }

        var square = Memory[1];
        momentum.lerp_(gradient, 1 - options.Momentum);
        square.mul_(Number(Beta2)).addcmul_(gradient, gradient, Number(1 - Beta2));
        var deviation = square.sqrt().div_(Number(Math.Sqrt(1 - Math.Pow(Beta2, step)))).Plus_(Epsilon);
        weights.addcdiv_(momentum, deviation, Number(-rate / (1 - Math.Pow(options.Momentum, step))));
    }

    public void Dispose()
    {
        foreach (var vector in Memory) vector.Dispose();
    }
}
