using FluentAssertions;
using SwinLSTM.Data;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class OutputPriorTests
{
    // 60 of 64 pixels are 0.2, four are 0.8.
    private const double Mean = ((60 * 0.2) + (4 * 0.8)) / 64;

    [Theory]
    [InlineData(OutputActivation.Sigmoid)]
    [InlineData(OutputActivation.Tanh)]
    [InlineData(OutputActivation.None)]
    public void A_fresh_network_predicts_about_the_mean_of_the_data(OutputActivation activation)
    {
        using var network = Network(activation);
        var before = Prediction(network);
        OutputPrior.Fit(network, new MovingSquare());
        var after = Prediction(network);

        Math.Abs(after.Mean - Mean).Should().BeLessThan(0.02);
        after.Deviation.Should().BeLessThan(before.Deviation / 2);
    }

    [Fact]
    public void The_bias_is_the_mean_before_the_activation()
    {
        using var network = Network(OutputActivation.Sigmoid);
        OutputPrior.Fit(network, new MovingSquare());
        network.OutputBias.item<float>().Should().BeApproximately((float)Math.Log(Mean / (1 - Mean)), 1e-5f);
    }

    [Fact]
    public void The_mean_is_that_of_normalised_frames()
    {
        using var network = Network(OutputActivation.None);
        OutputPrior.Fit(network, new MovingSquare(), normalizer: Normalizer.PerChannel([MovingSquare.Dark], [MovingSquare.Bright - MovingSquare.Dark]));
        network.OutputBias.item<float>().Should().BeApproximately(4 / 64f, 1e-6f);
    }

    [Fact]
    public void Gradients_still_reach_the_layers_before()
    {
        using var network = Network(OutputActivation.Sigmoid);
        OutputPrior.Fit(network, new MovingSquare());
        using var scope = NewDisposeScope();
        network.Unroll(rand([1, 2, 1, 8, 8]), 1).mean().backward();
        network.Cells[0].Blocks[0].parameters().Max(p => p.grad!.abs().max().item<float>()).Should().BeGreaterThan(0);
    }

    private static SwinLstmNetwork Network(OutputActivation activation) => new SwinLstmOptions
    {
        Frame = new(1, 8, 8),
        EmbedChannels = 16,
        Stages = [new(Depth: 2, Heads: 2)],
        Window = 2,
        Activation = activation,
    }.Build(seed: 1);

    private static (double Mean, double Deviation) Prediction(SwinLstmNetwork network)
    {
        using var scope = NewDisposeScope();
        var frames = network.Forecast(full([1, 1, 1, 8, 8], 0.2f), 1); // [1, 1, 1, 8, 8]
        return (frames.mean().item<float>(), frames.std().item<float>());
    }
}
