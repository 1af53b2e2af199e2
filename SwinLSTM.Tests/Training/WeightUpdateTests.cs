using FluentAssertions;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Ours on one vector against TorchSharp's own on parameters.</summary>
public sealed class WeightUpdateTests
{
    [Theory]
    [InlineData(OptimizerKind.Adam, 0)]
    [InlineData(OptimizerKind.Adam, 0.1)]
    [InlineData(OptimizerKind.AdamW, 0)]
    [InlineData(OptimizerKind.AdamW, 0.1)]
    [InlineData(OptimizerKind.Sgd, 0)]
    [InlineData(OptimizerKind.Sgd, 0.1)]
    public void Steps_are_those_of_TorchSharp(OptimizerKind kind, double decay)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var start = randn(50, generator: generator);
        var theirs = nn.Parameter(start.clone());
        using var optimizer = kind switch
        {
            OptimizerKind.Adam => (optim.Optimizer)optim.Adam([theirs], 0.01, weight_decay: decay),
            OptimizerKind.AdamW => optim.AdamW([theirs], 0.01, weight_decay: decay),
            _ => optim.SGD([theirs], 0.01, momentum: 0.9, weight_decay: decay),
        };
        var ours = start.clone();
        using var update = new WeightUpdate(new() { Optimizer = kind, WeightDecay = decay }, ours);
        for (var step = 1; step <= 20; step++)
        {
            var gradient = randn(50, generator: generator) * step;
            theirs.grad = gradient.clone();
            optimizer.step();
            update.Apply(gradient.clone(), 0.01, step);
            (ours - theirs).abs().max().item<float>().Should().BeLessThan(2e-6f, $"step {step}");
        }
    }
}
