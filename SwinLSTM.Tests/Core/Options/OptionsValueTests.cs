using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class OptionsValueTests
{
    [Theory]
    [InlineData(typeof(SwinLstmOptions))]
    [InlineData(typeof(StageOptions))]
    [InlineData(typeof(CellOptions))]
    [InlineData(typeof(ConvLstmOptions))]
    [InlineData(typeof(SwinLstmBuilder))]
    public void Options_are_sealed_and_set_once(Type type)
    {
        type.IsSealed.Should().BeTrue();
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var settable = type.GetProperties(any).Where(p => p.SetMethod is not null).ToList();
        settable.Should().NotBeEmpty();
        settable.Should().OnlyContain(p => p.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)));
        type.GetFields(BindingFlags.Instance | BindingFlags.Public).Should().BeEmpty();
    }

    [Fact]
    public void Options_are_equal_if_everything_in_them_is()
    {
        SwinLstmOptions a = new() { Channels = 2, TargetChannels = [1, 0], Stages = [new(2, 4), new(6, 8)] };
        SwinLstmOptions b = new() { Channels = 2, TargetChannels = [1, 0], Stages = [new(2, 4), new(6, 8)] };
        a.Should().Be(b);
        a.GetHashCode().Should().Be(b.GetHashCode());
        (a with { Stages = [new(2, 4)] }).Should().NotBe(b);
        (a with { Stages = [new(6, 8), new(2, 4)] }).Should().NotBe(b);
        (a with { TargetChannels = [0, 1] }).Should().NotBe(b);
        (a with { TargetChannels = null }).Should().NotBe(b);
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
    public void A_list_keeps_its_elements_whatever_becomes_of_their_source()
    {
        int[] source = [3, 1];
        ValueList<int> list = [.. source];
        source[0] = 5;
        list.Should().Equal(3, 1);
        list.ToString().Should().Be("[3, 1]");
        (list[1], list.Count).Should().Be((1, 2));
        list.Equals((object)(ValueList<int>)[3, 1]).Should().BeTrue();
        list.Equals(null).Should().BeFalse();
        JsonSerializer.Deserialize<ValueList<int>>(JsonSerializer.Serialize(list)).Should().Equal(3, 1);
    }

    [Fact]
    public void The_published_numbers_are_the_presets()
    {
        SwinLstmOptions b = SwinLstmOptions.B, d = SwinLstmOptions.D;
        foreach (var preset in new[] { b, d })
        {
            (preset.Channels, preset.TargetChannels, preset.OutputChannels).Should().Be((1, null, null));
            (preset.PatchSize, preset.EmbedChannels, preset.Window).Should().Be((2, 128, new WindowSize(4, 4)));
            (preset.FeedForwardRatio, preset.StochasticDepth, preset.Dropout, preset.AttentionDropout).Should().Be((4, 0.1, 0, 0));
            preset.Activation.Should().Be(OutputActivation.Sigmoid);
        }

        b.Stages.Should().Equal(new StageOptions(12, 4, Resampling.None));
        d.Stages.Should().Equal(
            new StageOptions(2, 4, Resampling.Downsample), new StageOptions(6, 8, Resampling.Downsample),
            new StageOptions(2, 8, Resampling.Upsample), new StageOptions(6, 4, Resampling.Upsample));
    }

    [Fact]
    public void Windows_read_as_people_write_them() => new WindowSize(4, 8).ToString().Should().Be("4 × 8");
}
