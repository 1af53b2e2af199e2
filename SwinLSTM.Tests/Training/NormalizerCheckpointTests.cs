using FluentAssertions;
using SwinLSTM.Data;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class NormalizerCheckpointTests : IDisposable
{
    private static readonly Normalizer Kelvin = Normalizer.PerChannel([280.25], [12.5]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("swinlstm");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_network_comes_back_with_what_its_frames_were_normalised_with()
    {
        using var network = Tiny();
        network.Save(At("a"), Kelvin, notes: new Dictionary<string, string> { ["run"] = "seven" });
        var (loaded, normalizer) = NormalizerCheckpoint.Load(At("a"));
        using var used = loaded;
        normalizer.Should().Be(Kelvin);
        using var scope = NewDisposeScope();
        var past = rand([1, 2, 1, 8, 8]);
        loaded.Forecast(past, 2).allclose(network.Forecast(past, 2)).Should().BeTrue();
        using var alone = Checkpoint.Load(At("a"));
        alone.Forecast(past, 1).shape.Should().Equal(1, 1, 1, 8, 8);
        using var file = Safetensors.Read(At("a"));
        file.Metadata["run"].Should().Be("seven");
    }

    [Fact]
    public void A_forecast_is_in_the_units_of_the_data()
    {
        using var scope = NewDisposeScope();
        var past = tensor(new float[] { 270, 280, 290, 300 }, [1, 2, 1, 1, 2]).to(ScalarType.Int16);
        using var network = new AddOne(); // predicts one more, of what it sees
        var future = network.Forecast(past, 2, Kelvin);
        Numbers.Of(future).Should().Equal(302.5, 312.5, 315, 325);
    }

    [Fact]
    public void A_forecast_leaves_only_itself_and_needs_no_gradients()
    {
        using var network = Tiny();
        using var past = full([1, 2, 1, 8, 8], 285);
        LiveTensors.ShouldBeOnly(1, () => [network.Forecast(past, 2, Kelvin)]);
        using var future = network.Forecast(past, 2, Kelvin);
        future.requires_grad.Should().BeFalse();
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var network = Tiny();
        var two = Normalizer.PerChannel([0, 0], [1, 1]);
        FluentActions.Invoking(() => network.Save(At("b"), two)).Should().Throw<ArgumentException>()
            .WithMessage("The normaliser has numbers for 2 channels, but the network takes 1. Use the one that it was trained with.*");
        FluentActions.Invoking(() => network.Save(At("b"), Kelvin, notes: new Dictionary<string, string> { ["normalizer"] = "x" })).Should().Throw<ArgumentException>()
            .WithMessage("notes has the key 'normalizer', which the normaliser has. Use another key.*");
        File.Exists(At("b")).Should().BeFalse();

        network.Save(At("none"));
        FluentActions.Invoking(() => NormalizerCheckpoint.Load(At("none"))).Should().Throw<InvalidDataException>()
            .WithMessage($"'{At("none")}' holds no normaliser: its metadata lack 'normalizer'. Read it with Checkpoint.Load*");
        Checkpoint.Save(network, At("bad"), notes: new Dictionary<string, string> { ["normalizer"] = "{}" });
        FluentActions.Invoking(() => NormalizerCheckpoint.Load(At("bad"))).Should().Throw<InvalidDataException>().WithMessage($"'{At("bad")}': This text is no normaliser*");
        Checkpoint.Save(network, At("two"), notes: new Dictionary<string, string> { ["normalizer"] = two.ToJson() });
        FluentActions.Invoking(() => NormalizerCheckpoint.Load(At("two"))).Should().Throw<InvalidDataException>()
            .WithMessage($"'{At("two")}': The normaliser has numbers for 2 channels, but the network takes 1.*");
    }

    private string At(string name) => Path.Combine(folder.FullName, name);

    private static SwinLstmNetwork Tiny() => new SwinLstmOptions { Frame = new(1, 8, 8), EmbedChannels = 16, Stages = [new(Depth: 2, Heads: 2)], Window = 2 }.Build(seed: 1);
}
