using System.Reflection;
using System.Runtime.CompilerServices;
using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class OptionsValueTests
{
    [Theory]
    [InlineData(typeof(SwinLstmOptions))]
    [InlineData(typeof(StageOptions))]
    [InlineData(typeof(FrameShape))]
    [InlineData(typeof(CellOptions))]
    [InlineData(typeof(ConvLstmOptions))]
    [InlineData(typeof(SwinLstmBuilder))]
    public void Options_are_sealed_and_set_once(Type type)
    {
        type.IsSealed.Should().BeTrue();
        var settable = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(p => p.SetMethod is not null).ToList();
        settable.Should().NotBeEmpty();
        settable.Should().OnlyContain(p => p.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)));
        type.GetFields(BindingFlags.Instance | BindingFlags.Public).Should().BeEmpty();
    }

    [Fact]
    public void Options_are_equal_if_everything_in_them_is()
    {
        SwinLstmOptions a = new() { Stages = [new(2, 4), new(6, 8)] }, b = new() { Stages = [new(2, 4), new(6, 8)] };
        a.Should().Be(b);
        a.GetHashCode().Should().Be(b.GetHashCode());
        (a with { Stages = [new(2, 4)] }).Should().NotBe(b);
        (a with { Stages = [new(6, 8), new(2, 4)] }).Should().NotBe(b);
        (a with { Frame = new(1, 64, 65) }).Should().NotBe(b);
    }

    [Fact]
    public void With_leaves_the_original_as_it_was()
    {
        var variant = SwinLstmOptions.B with { EmbedChannels = 64, Window = new(2, 8) };
        variant.EmbedChannels.Should().Be(64);
        SwinLstmOptions.B.Should().Be(new SwinLstmOptions());
        SwinLstmOptions.B.EmbedChannels.Should().Be(128);
    }

    [Fact]
    public void Appending_a_stage_makes_another_list()
    {
        StageList one = [new(2, 4)];
        var two = one.Append(new(6, 8, Resampling.Merge));
        one.Should().Equal(new StageOptions(2, 4));
        two.Should().Equal(new StageOptions(2, 4), new StageOptions(6, 8, Resampling.Merge));
        two.ToString().Should().Be("2 blocks of 4 heads, Keep, 6 blocks of 8 heads, Merge");
    }

    [Fact]
    public void The_published_numbers_are_the_presets()
    {
        SwinLstmOptions b = SwinLstmOptions.B, d = SwinLstmOptions.D;
        foreach (var preset in new[] { b, d })
        {
            preset.Frame.Should().Be(new FrameShape(1, 64, 64));
            (preset.PatchSize, preset.EmbedChannels, preset.Window).Should().Be((2, 128, new WindowSize(4, 4)));
            (preset.FeedForwardRatio, preset.StochasticDepth, preset.Dropout, preset.AttentionDropout).Should().Be((4, 0.1, 0, 0));
            preset.Activation.Should().Be(OutputActivation.Sigmoid);
            preset.OutputChannels.Should().BeNull();
        }

        b.Stages.Should().Equal(new StageOptions(12, 4, Resampling.Keep));
        d.Stages.Should().Equal(
            new StageOptions(2, 4, Resampling.Merge), new StageOptions(6, 8, Resampling.Merge),
            new StageOptions(2, 8, Resampling.Expand), new StageOptions(6, 4, Resampling.Expand));
    }

    [Fact]
    public void Sizes_read_as_people_write_them()
    {
        new FrameShape(1, 64, 32).ToString().Should().Be("1 channel, 64 × 32");
        new FrameShape(3, 64, 32).ToString().Should().Be("3 channels, 64 × 32");
        new WindowSize(4, 8).ToString().Should().Be("4 × 8");
        new PatchGrid(4, 8).ToString().Should().Be("4 × 8");
    }
}
