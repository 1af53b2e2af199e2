using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class NormalizerAlgebraTests
{
    [Fact]
    public void One_pair_for_all_channels_or_one_for_each()
    {
        using var scope = NewDisposeScope();
        var frames = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [1, 3, 1, 2]);
        Numbers.Of(Normalizer.PerChannel([1], [2]).Apply(frames)).Should().Equal(0, 0.5, 1, 1.5, 2, 2.5);
        Numbers.Of(Normalizer.PerChannel([1, 3, 0], [1, 2, 10]).Apply(frames)).Should().Equal(0, 1, 0, 0.5, 0.5, (double)0.6f);
        Numbers.Of(Normalizer.UnitRange(-1, 3).Apply(frames)).Should().Equal(0.5, 0.75, 1, 1.25, 1.5, 1.75);
        Normalizer.None.Apply(tensor(new byte[] { 0, 255 }, [1, 1, 2])).dtype.Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void A_missing_value_is_0_afterwards()
    {
        using var scope = NewDisposeScope();
        Numbers.Of(Normalizer.PerChannel([5], [2]).Apply(tensor(new[] { 1, float.NaN, 7 }, [1, 1, 3]))).Should().Equal(-2, 0, 1);
        Numbers.Of(Normalizer.None.Apply(tensor(new[] { float.NaN, float.PositiveInfinity }, [1, 1, 2]))).Should()
            .Equal(0, double.PositiveInfinity);
    }

    [Fact]
    public void Undoing_gives_back_what_was_normalised()
    {
        using var scope = NewDisposeScope();
        var normalizer = Normalizer.PerChannel([280, -3, 0.5], [12.5, 1e-3, 700]);
        var frames = (rand([2, 4, 3, 5, 6]) * tensor(new float[] { 40, 4e-3f, 900 }, [3, 1, 1]))
            + tensor(new float[] { 260, -3, 0 }, [3, 1, 1]);
        var back = normalizer.Undo(normalizer.Apply(frames));
        back.dtype.Should().Be(ScalarType.Float32);
        back.allclose(frames, rtol: 1e-6, atol: 1e-6).Should().BeTrue();
        normalizer.Undo(frames.to(ScalarType.Float64)).dtype.Should().Be(ScalarType.Float64);
    }

    [Fact]
    public void Gradients_go_through_both_ways()
    {
        using var scope = NewDisposeScope();
        var x = ones([1, 2, 1, 1], requires_grad: true);
        var normalizer = Normalizer.PerChannel([1, 2], [4, 8]);
        (normalizer.Undo(x).sum() + normalizer.Apply(x).sum()).backward();
        Numbers.Of(x.grad!).Should().Equal(4.25, 8.125);
    }

    [Fact]
    public void Only_results_are_left() => LiveTensors.ShouldBeOnly(2, () =>
    {
        using var frames = ones([1, 1, 2, 2]);
        return [Normalizer.UnitRange(1, 3).Apply(frames), Normalizer.UnitRange(1, 3).Undo(frames)];
    });

    [Fact]
    public void Equal_numbers_are_equal()
    {
        Normalizer.PerChannel([1, 2], [3, 4]).Should().Be(Normalizer.PerChannel([1, 2], [3, 4]));
        Normalizer.PerChannel([1, 2], [3, 4]).GetHashCode().Should().Be(Normalizer.PerChannel([1, 2], [3, 4]).GetHashCode());
        Normalizer.PerChannel([1, 2], [3, 4]).Should().NotBe(Normalizer.PerChannel([1, 2], [3, 5]));
        Normalizer.PerChannel([0], [255]).Should().Be(Normalizer.UnitRange(0, 255));
        Normalizer.UnitRange(0, 255).ToString().Should().Be("(x - [0]) / [255]");
    }

    [Fact]
    public void Numbers_that_cannot_be_are_refused()
    {
        FluentActions.Invoking(() => Normalizer.PerChannel([1, 2], [1])).Should().Throw<ArgumentException>()
            .WithMessage(
                "A normaliser has one offset and one scale for all channels, or one of each for every channel; 2 offsets and 1 scales " +
                "were given.*");
        FluentActions.Invoking(() => Normalizer.PerChannel([], [])).Should().Throw<ArgumentException>();
        foreach (var (offset, scale) in new[] { (0.0, 0.0), (0, -1), (0, double.NaN), (double.PositiveInfinity, 1), (0, 1e-50),
            (1e300, 1) })
            FluentActions.Invoking(() => Normalizer.PerChannel([0, offset], [1, scale])).Should().Throw<ArgumentException>()
                .WithMessage(
                    "Offsets must be finite and scales finite and above 0, in float32; channel 1 has offset *. For a channel of one " +
                    "value only, use a scale of 1.*");
        FluentActions.Invoking(() => Normalizer.UnitRange(3, 3)).Should().Throw<ArgumentException>()
            .WithMessage("A range goes from a lower number to a higher one; 3 to 3 was given.*");
    }

    [Fact]
    public void Frames_of_other_channels_are_refused()
    {
        using var scope = NewDisposeScope();
        var normalizer = Normalizer.PerChannel([1, 2], [3, 4]);
        FluentActions.Invoking(() => normalizer.Apply(ones([1, 3, 4, 4]))).Should().Throw<ArgumentException>()
            .WithMessage(
                "The normaliser has numbers for 2 channels, but the frames have 3. Fit it on data of these channels, or give one offset " +
                "and one scale for all.*");
        FluentActions.Invoking(() => normalizer.Undo(ones([4, 4]))).Should().Throw<ArgumentException>()
            .WithMessage("Frames are [..., channels, height, width]; [4, 4] was given.*");
        FluentActions.Invoking(() => normalizer.Undo(ones([2, 4, 4], ScalarType.Byte))).Should().Throw<ArgumentException>()
            .WithMessage("Normalised frames are of a floating type; these are Byte. Give what the network returned.*");
    }
}
