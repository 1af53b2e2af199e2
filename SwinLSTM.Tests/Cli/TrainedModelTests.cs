using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>What the verbs make of a model is what the library makes of it.</summary>
public sealed class TrainedModelTests(ModelVerbTests.Trained trained) : IClassFixture<ModelVerbTests.Trained>
{
    private string In(string name) => trained.In(name);

    [Fact]
    public void Forecasts_need_no_targets_and_come_in_the_units_of_the_data()
    {
        TrainTests.Waves(In("few.npy"), 3, 20, 24); // another size, and just as many frames as go in
        Swinlstm.Run("forecast", In("run"), "--data", In("few.npy"), "--horizon", "7", "--out", In("a/next.npy"), In("a/next.gif"),
            In("a/next.png")).ShouldSucceed()
                .Output.Should().StartWith("7 frames of 1 x 20 x 24 after the last 3 of ");
        using var next = NpyFile.ReadTensor(In("a/next.npy"));
        next.shape.Should().Equal(7, 1, 20, 24);
        next.mean().item<float>().Should().BeInRange(2, 18, "the waves are about 10");
        File.ReadAllBytes(In("a/next.gif"))[..6].Should().Equal("GIF89a"u8.ToArray());
        File.ReadAllBytes(In("a/next.png"))[1..4].Should().Equal("PNG"u8.ToArray());

        // The same through the library.
        using var model = ForecastModel.Load(In("run/best.swinlstm"));
        using var known = NdArray.Of(NpyFile.ReadTensor(In("few.npy"))).Series("THW").Windows(new() { InputFrames = 3, TargetFrames = 0 })
            .Batch(0, 1);
        using var expected = model.Forecast(known.Inputs, 7);
        (expected[0] - next).abs().max().item<float>().Should().BeLessThan(1e-4f);

        Swinlstm.Run("forecast", In("run"), "--data", In("few.npy"), "--inputs", "4").ShouldRefuse("*");
        Swinlstm.Run("forecast", In("run"), "--out", In("next.tiff")).ExitCode.Should().Be(1);
    }

    [Fact]
    public void A_file_of_weights_tells_what_it_is_and_goes_through_other_names_and_back()
    {
        var told = Swinlstm.Run("inspect", In("run"), "--layers").ShouldSucceed().Output;
        told.Should().Contain("SwinLstmB").And.Contain("Parameters: ").And.Contain("Multiply-adds per frame of 64 x 64: ")
            .And.Contain("Normaliser: ").And.Contain("inputs: 3").And.Contain("qkv.weight");
        Swinlstm.Run("inspect", In("waves.npy")).ShouldRefuse("*");

        using (var network = SwinLstmOptions.B.Build(seed: 1)) new ForecastModel(network).Save(In("b.swinlstm"));
        Swinlstm.Run("convert", In("b.swinlstm"), In("b.safetensors"), "--to", "authors", "--size", "32x32").ShouldSucceed();
        Swinlstm.Run("inspect", In("b.safetensors")).ShouldSucceed().Output.Should().Contain("Published weights: ");
        Swinlstm.Run("convert", In("b.safetensors"), In("again.swinlstm")).ShouldSucceed();
        using var before = ForecastModel.Load(In("b.swinlstm"));
        using var after = ForecastModel.Load(In("again.swinlstm"));
        foreach (var (a, b) in before.Network.parameters().Zip(after.Network.parameters())) a.equal(b).all().item<bool>().Should().BeTrue();
        Swinlstm.Run("convert", In("b.swinlstm"), In("again.swinlstm")).ShouldRefuse("*is there already. Give --force*");
        Swinlstm.Run("convert", In("b.swinlstm"), In("half.swinlstm"), "--half").ShouldSucceed();
        new FileInfo(In("half.swinlstm")).Length.Should().BeLessThan(new FileInfo(In("b.swinlstm")).Length * 6 / 10);
    }
    [Fact]
    public void A_file_of_PyTorch_is_told_and_becomes_a_model()
    {
        Swinlstm.Run("inspect", NetworkFiles.StateDict).ShouldSucceed().Output.Should().Contain("Published weights: ");
        Swinlstm.Run("convert", NetworkFiles.StateDict, In("published.swinlstm")).ShouldSucceed();
        using var model = ForecastModel.Load(In("published.swinlstm"));
        using var opened = OfficialCheckpoint.Open(NetworkFiles.StateDict);
        foreach (var (a, b) in model.Network.parameters().Zip(opened.parameters())) a.equal(b).all().item<bool>().Should().BeTrue();
    }
}
