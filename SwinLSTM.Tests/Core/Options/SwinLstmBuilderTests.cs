using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class SwinLstmBuilderTests
{
    [Fact]
    public void The_published_D_spelled_out_is_the_preset() =>
        SwinLstmBuilder.ForFrames(channels: 1)
            .Embed(patchSize: 2, channels: 128)
            .Encode(depth: 2, heads: 4).Encode(depth: 6, heads: 8)
            .Decode(depth: 2, heads: 8).Decode(depth: 6, heads: 4)
            .Window(4).StochasticDepth(0.1)
            .Options.Should().Be(SwinLstmOptions.D);

    [Fact]
    public void One_cell_is_the_published_B() =>
        SwinLstmBuilder.ForFrames(1).Cell(12, 4).Options.Should().Be(SwinLstmOptions.B);

    [Fact]
    public void Every_word_sets_what_it_says() =>
        SwinLstmBuilder.ForFrames(3).Embed(4, 6).Cell(1, 2).Window(3, 5).StochasticDepth(0.25).Dropout(0.125, attention: 0.5)
            .Output(2, OutputActivation.Tanh).Options.Should().Be(new SwinLstmOptions
            {
                Channels = 3,
                PatchSize = 4,
                EmbedChannels = 6,
                Stages = [new(1, 2)],
                Window = new(3, 5),
                StochasticDepth = 0.25,
                Dropout = 0.125,
                AttentionDropout = 0.5,
                OutputChannels = 2,
                Activation = OutputActivation.Tanh,
            });

    [Fact]
    public void The_activation_alone_leaves_the_channels_free() =>
        SwinLstmBuilder.ForFrames(3).Cell(1, 1).Output(OutputActivation.None).Options
            .Should().Be(new SwinLstmOptions { Channels = 3, Stages = [new(1, 1)], Activation = OutputActivation.None });

    [Fact]
    public void Channels_to_predict_are_kept_in_their_order() =>
        SwinLstmBuilder.ForFrames(3).Cell(1, 1).Predict(2, 0).Options
            .Should().Be(new SwinLstmOptions { Channels = 3, TargetChannels = [2, 0], Stages = [new(1, 1)] });

    [Fact]
    public void A_half_finished_sentence_can_be_branched()
    {
        var begun = SwinLstmBuilder.ForFrames(1).Embed(2, 8).Window(2);
        SwinLstmBuilder b = begun.Cell(2, 2), d = begun.Encode(1, 2).Decode(1, 2);
        begun.Options.Stages.Should().BeEmpty();
        b.Options.Stages.Should().Equal(new StageOptions(2, 2));
        d.Options.Stages.Should().Equal(new StageOptions(1, 2, Resampling.Downsample), new StageOptions(1, 2, Resampling.Upsample));
    }

    [Fact]
    public void Build_chooses_the_network_by_its_stages()
    {
        var begun = SwinLstmBuilder.ForFrames(1).Embed(2, 8).Window(2);
        using var b = begun.Cell(2, 2).Build();
        using var d = begun.Encode(1, 2).Decode(1, 2).Build();
        b.Should().BeOfType<SwinLstmB>();
        d.Should().BeOfType<SwinLstmD>();
        b.Options.Should().Be(begun.Cell(2, 2).Options);
    }

    [Fact]
    public void The_rules_are_those_of_the_options() =>
        FluentActions.Invoking(() => SwinLstmBuilder.ForFrames(1).Embed(3, 8).Build())
            .Should().Throw<ArgumentException>().WithMessage("*PatchSize is 3*Stages is empty*");
}
