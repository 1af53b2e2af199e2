using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Outside any scope a forward leaves its results alive and nothing else.</summary>
public class OnlyResultsTests
{
    [Fact]
    public void Patches()
    {
        using PatchEmbedding embedding = new(new(1, 5, 6), 2, 4);
        using PatchMerging merging = new(new(3, 3), 4);
        using PatchExpanding expanding = new(new(2, 2), new(3, 3), 8);
        using PatchInflation inflation = new(new(3, 3), 4, new(1, 11, 12), 4);
        using Tensor frame = zeros(1, 1, 5, 6), tokens = zeros(1, 9, 4), coarse = zeros(1, 4, 8);
        LiveTensors.ShouldBeOnly(1, () => [embedding.call(frame)]);
        LiveTensors.ShouldBeOnly(1, () => [merging.call(tokens)]);
        LiveTensors.ShouldBeOnly(1, () => [expanding.call(coarse)]);
        LiveTensors.ShouldBeOnly(1, () => [inflation.call(tokens)]);
    }

    [Fact]
    public void Windows()
    {
        using var table = zeros(9, 2);
        LiveTensors.ShouldBeOnly(1, () => [RelativePositionBias.Index(3)]);
        LiveTensors.ShouldBeOnly(1, () => [RelativePositionBias.Resize(table, 2, 4)]);
        LiveTensors.ShouldBeOnly(1, () => [WindowShift.Mask(WindowLayout.Of(new(3, 5), 2, shifted: true))!]);
    }

    [Fact]
    public void Attention()
    {
        using var tables = new WindowTables(WindowLayout.Of(new(3, 5), 2, shifted: true));
        using var attention = new WindowAttention(tables, 4, 2, 0.1, 0.1);
        using var block = new SwinBlock(tables, 4, 2, new CellOptions { Dropout = 0.1 }, 0.5, fuses: true);
        using var perceptron = new FeedForward(4, 8, 0.1);
        using Tensor tokens = zeros(2, 24, 4), second = zeros(2, 24, 4);
        LiveTensors.ShouldBeOnly(1, () => [attention.Bias()]);
        LiveTensors.ShouldBeOnly(1, () => [attention.call(tokens, null)]);
        LiveTensors.ShouldBeOnly(1, () => [block.call(tokens, second, null)]);
        LiveTensors.ShouldBeOnly(1, () => [perceptron.call(tokens)]);
    }

    [Fact]
    public void Cells()
    {
        using var cell = new SwinLstmCell(new(3, 5), 4, 3, 2, 2);
        using var baseline = new ConvLstmCell(2, 3, 3);
        using Tensor tokens = zeros(2, 15, 4), maps = zeros(2, 2, 4, 4);
        using CellState state = CellState.Zeros(tokens), mapState = new(zeros(2, 3, 4, 4), zeros(2, 3, 4, 4));
        LiveTensors.ShouldBeOnly(2, () => Both(cell.call(tokens, null)));
        LiveTensors.ShouldBeOnly(2, () => Both(cell.call(tokens, state)));
        LiveTensors.ShouldBeOnly(2, () => Both(baseline.call(maps, null)));
        LiveTensors.ShouldBeOnly(2, () => Both(baseline.call(maps, mapState)));
        LiveTensors.ShouldBeOnly(2, () => Both(state.Detach()));
    }

    [Theory]
    [InlineData("B")]
    [InlineData("D")]
    [InlineData("odd frame")]
    [InlineData("patch 4")]
    public void Networks(string name)
    {
        using var network = Variants.Named(name).Build();
        var frame = network.Options.Frame;
        using Tensor one = zeros(1, 1, frame.Height, frame.Width), past = zeros([1, 2, 1, frame.Height, frame.Width]);
        using var state = network.call(one, null).State;
        var cells = network.Cells.Count;
        LiveTensors.ShouldBeOnly(1 + (2 * cells), () => All(network.call(one, null)));
        LiveTensors.ShouldBeOnly(1 + (2 * cells), () => All(network.call(one, state)));
        LiveTensors.ShouldBeOnly(1, () => [network.Unroll(past, 2)]);
        LiveTensors.ShouldBeOnly(1, () => [network.Forecast(past, 2)]);
    }

    [Fact]
    public void The_baseline()
    {
        using var network = new ConvLstmNetwork(new ConvLstmOptions { Frame = new(1, 9, 6), HiddenChannels = [3, 2], KernelSize = 3 });
        using Tensor one = zeros(1, 1, 9, 6), past = zeros([1, 2, 1, 9, 6]);
        LiveTensors.ShouldBeOnly(5, () => All(network.call(one, null)));
        LiveTensors.ShouldBeOnly(1, () => [network.Unroll(past, 2)]);
        LiveTensors.ShouldBeOnly(1, () => [network.Forecast(past, 2)]);
    }

    [Fact]
    public void Files()
    {
        using var folder = new WeightFolder();
        using var network = Variants.B.Build();
        LiveTensors.After(() => network.Save(folder["network"], ScalarType.Float16)).Should().Be(0);
        LiveTensors.After(() => OfficialCheckpoint.Export(network, folder["published"])).Should().Be(0);
        LiveTensors.After(() => OfficialCheckpoint.Load(network, folder["published"])).Should().Be(0);
        LiveTensors.HeldAfter(network.parameters().Count(), () => Checkpoint.Load(folder["network"], frame: new(1, 20, 20)).Dispose()).Should().Be(0);
    }

    private static Tensor[] Both(CellState state) => [state.Hidden, state.Cell];

    private static Tensor[] All((Tensor Next, NetworkState State) step) => [step.Next, .. step.State.SelectMany(Both)];
}
