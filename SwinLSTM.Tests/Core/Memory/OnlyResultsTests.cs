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
        using PatchEmbedding embedding = new(1, 2, 4);
        using PatchMerging merging = new(4);
        using PatchExpanding expanding = new(4);
        using PatchUnembedding unembedding = new(4, 1, 4);
        using Tensor frame = zeros(1, 1, 5, 6), tokens = zeros(1, 3, 3, 4);
        LiveTensors.ShouldBeOnly(1, () => [embedding.call(frame)]);
        LiveTensors.ShouldBeOnly(1, () => [merging.call(tokens)]);
        LiveTensors.ShouldBeOnly(1, () => [expanding.call(tokens)]);
        LiveTensors.ShouldBeOnly(1, () => [unembedding.call(tokens)]);
    }

    [Fact]
    public void Windows()
    {
        using var table = zeros(9, 2);
        LiveTensors.ShouldBeOnly(1, () => [RelativePositionBias.Index(3, 3)]);
        LiveTensors.ShouldBeOnly(1, () => [RelativePositionBias.Resize(table, 2, 4)]);
        LiveTensors.ShouldBeOnly(1, () => [WindowShift.Mask(WindowLayout.Of(new(3, 5), 2, shifted: true))!]);
    }

    [Fact]
    public void Attention()
    {
        using var source = new DropoutSource();
        var options = new CellOptions { Dropout = 0.1, AttentionDropout = 0.1 };
        using var attention = new WholeAttention(new(4, 2, 2, options, source), 2, shifted: true);
        using var block = new SwinBlock(4, 2, 2, shifted: false, fuses: true, stochasticDepth: 0.5, options, source);
        using var perceptron = new FeedForward(4, 8, 0.1, source);
        using Tensor x = zeros(2, 3, 5, 4), h = zeros(2, 3, 5, 4);
        LiveTensors.ShouldBeOnly(1, () => [attention.Call(x)]);
        LiveTensors.ShouldBeOnly(1, () => [block.call(x, h)]);
        LiveTensors.ShouldBeOnly(1, () => [perceptron.call(x)]);
    }

    [Fact]
    public void Cells()
    {
        using var cell = new SwinLstmCell(4, 3, 2, 2);
        using var baseline = new ConvLstmCell(2, 3, 3);
        using Tensor tokens = zeros(2, 3, 5, 4), maps = zeros(2, 2, 4, 4);
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
    [InlineData("some channels predicted")]
    public void Networks(string name)
    {
        var variant = Variants.Named(name);
        var network = variant.Build();
        using var model = new ForecastModel(network, Normalizer.UnitRange(-1, 1));
        using Tensor one = variant.Frame(1), past = variant.Frames(2, time: 2);
        var (next, state) = network.call(one, null);
        next.Dispose();
        using var disposed = state;
        var cells = network.Cells.Count;
        LiveTensors.ShouldBeOnly(1 + (2 * cells), () => All(network.call(one, null)));
        LiveTensors.ShouldBeOnly(1 + (2 * cells), () => All(network.call(one, state)));
        LiveTensors.ShouldBeOnly(1, () => [network.Unroll(past, 2)]);
        LiveTensors.ShouldBeOnly(1, () => [network.Forecast(past, 2)]);
        LiveTensors.ShouldBeOnly(1, () => [model.Forecast(past, 2)]);
    }

    [Fact]
    public void The_baseline()
    {
        using var network = new ConvLstmNetwork(new ConvLstmOptions { HiddenChannels = [3, 2], KernelSize = 3 });
        using Tensor one = zeros(1, 1, 9, 6), past = zeros([1, 2, 1, 9, 6]);
        LiveTensors.ShouldBeOnly(5, () => All(network.call(one, null)));
        LiveTensors.ShouldBeOnly(1, () => [network.Unroll(past, 2)]);
        LiveTensors.ShouldBeOnly(1, () => [network.Forecast(past, 2)]);
    }

    [Fact]
    public void Files()
    {
        using var folder = new WeightFolder();
        using var model = new ForecastModel(Variants.B.Build());
        var network = (SwinLstmNetwork)model.Network;
        var parameters = network.parameters().Count();
        LiveTensors.After(() => model.Save(folder["model"], ScalarType.Float16)).Should().Be(0);
        LiveTensors.After(() => OfficialCheckpoint.Export(network, folder["published"], 8, 8)).Should().Be(0);
        LiveTensors.After(() => OfficialCheckpoint.Load(network, folder["published"])).Should().Be(0);
        LiveTensors.HeldAfter(parameters, () => OfficialCheckpoint.Open(folder["published"]).Dispose()).Should().Be(0);
        LiveTensors.HeldAfter(parameters, () => ForecastModel.Load(folder["model"]).Dispose()).Should().Be(0);
    }

    private static Tensor[] Both(CellState state) => [state.Hidden, state.Cell];

    private static Tensor[] All((Tensor Next, NetworkState State) step) => [step.Next, .. step.State.SelectMany(Both)];
}
