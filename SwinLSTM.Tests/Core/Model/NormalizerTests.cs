using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class NormalizerTests
{
    [Fact]
    public void Each_channel_has_its_numbers_and_missing_becomes_zero()
    {
        using var scope = NewDisposeScope();
        var normalizer = Normalizer.PerChannel([10, -1], [2, 4]);
        var frames = tensor(new[] { 12f, float.NaN, 3, float.PositiveInfinity }, [1, 2, 1, 2]);
        normalizer.Apply(frames).ShouldHold(1, 0, 1, double.PositiveInfinity);
        normalizer.Undo(tensor(new float[] { 1, 0, 1, 2 }, [1, 2, 1, 2])).ShouldHold(12, 10, 3, 7);
        normalizer.Undo(tensor(new float[] { 1, 2 }, [1, 1, 1, 2]), [1]).ShouldHold(3, 7);
        frames.ShouldHold(12, double.NaN, 3, double.PositiveInfinity);
    }

    [Fact]
    public void Types_that_float32_does_not_hold_are_normalised_in_float64()
    {
        using var scope = NewDisposeScope();
        var normalizer = Normalizer.PerChannel([16_777_216], [1]);
        normalizer.Apply(tensor(new[] { 16_777_217 }, [1, 1, 1])).ShouldHold(1);
        normalizer.Apply(tensor(new[] { 16_777_217.5 }, [1, 1, 1])).ShouldHold(1.5);
        normalizer.Apply(tensor(new[] { 16_777_217.5 }, [1, 1, 1])).dtype.Should().Be(ScalarType.Float64);
        Normalizer.UnitRange(0, 255).Apply(tensor(new byte[] { 51 }, [1, 1, 1])).ShouldHold(51 / 255f);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Half_precision_comes_back_in_float32(ScalarType half)
    {
        using var scope = NewDisposeScope();
        var pascal = Normalizer.PerChannel([101_325], [1_000]).Undo(tensor(new[] { 0, 0.5f }, [1, 1, 2]).to(half));
        pascal.dtype.Should().Be(ScalarType.Float32);
        pascal.ShouldHold(101_325, 101_825);
    }

    [Fact]
    public void Json_keeps_every_digit()
    {
        var normalizer = Normalizer.PerChannel([Math.PI, 1e-30], [Math.E, 1 / 3.0]);
        Normalizer.FromJson(normalizer.ToJson()).Should().Be(normalizer);
        (normalizer == Normalizer.None, normalizer.Equals(Normalizer.PerChannel([Math.PI, 1e-30], [Math.E, 1 / 3.0]))).Should()
            .Be((false, true));
    }

    [Theory]
    [InlineData("""{"version":2,"offsets":[0],"scales":[1]}""", "*it is of version 2; this library reads version 1*")]
    [InlineData("""{"version":1,"offsets":[0]}""", "*scales*")]
    [InlineData("""{"version":1,"offsets":[0],"scales":[0]}""", "*scales finite and above 0*")]
    [InlineData("""{"version":1,"offsets":[0],"scales":[1],"more":1}""", "*more*")]
    [InlineData("""{"version":1,"version":1,"offsets":[0],"scales":[1]}""", "*")]
    [InlineData("null", "*it is null*")]
    [InlineData("", "*")]
    public void Other_texts_are_refused(string json, string message) =>
        FluentActions.Invoking(() => Normalizer.FromJson(json)).Should().Throw<InvalidDataException>()
            .WithMessage("This text is no normaliser: " + message);

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        FluentActions.Invoking(() => Normalizer.UnitRange(1, 1)).Should().Throw<ArgumentException>()
            .WithMessage("A range goes from a lower number to a higher one; 1 to 1*");
        FluentActions.Invoking(() => Normalizer.UnitRange(double.NaN, 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Normalizer.PerChannel([0, 0], [1])).Should().Throw<ArgumentException>()
            .WithMessage("*2 offsets and 1 scales were given.*");
        FluentActions.Invoking(() => Normalizer.PerChannel([0], [1e-60])).Should().Throw<ArgumentException>()
            .WithMessage("*channel 0 has offset 0 and scale 1E-60*");
        var two = Normalizer.PerChannel([0, 0], [1, 1]);
        two.Invoking(n => n.Apply(zeros(3, 4, 4))).Should().Throw<ArgumentException>().WithMessage("*2 channels, but the frames have 3.*");
        two.Invoking(n => n.Apply(zeros(4, 4))).Should().Throw<ArgumentException>()
            .WithMessage("Frames are [..., channels, height, width]; [4, 4] was given.*");
        two.Invoking(n => n.Apply(zeros(2, 4, 4, dtype: ScalarType.ComplexFloat32))).Should().Throw<ArgumentException>()
            .WithMessage("Frames are of a real type; these are ComplexFloat32.*");
        two.Invoking(n => n.Undo(zeros(2, 4, 4, dtype: ScalarType.Int64))).Should().Throw<ArgumentException>()
            .WithMessage("*floating type; these are Int64*");
        two.Invoking(n => n.Undo(zeros(1, 4, 4), [2])).Should().Throw<ArgumentException>()
            .WithMessage("channels lists 2; the normaliser has numbers for channels 0 to 1.*");
    }
}
