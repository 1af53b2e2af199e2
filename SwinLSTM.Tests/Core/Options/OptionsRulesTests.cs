using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class OptionsRulesTests
{
    private static readonly SwinLstmOptions Valid = Variants.B.Options;

    private static readonly Dictionary<string, SwinLstmOptions> Broken = new()
    {
        ["Channels is 0; a frame has 1 to 65536 channels."] = Valid with { Channels = 0 },
        ["Channels is 65537; a frame has 1 to 65536 channels."] = Valid with { Channels = 65537 },
        ["TargetChannels is []; list channels from 0 to 2, each once, or null for all."] = Valid with { Channels = 3, TargetChannels = [] },
        ["TargetChannels is [1, 1]; list channels from 0 to 2, each once, or null for all."] =
            Valid with { Channels = 3, TargetChannels = [1, 1] },
        ["TargetChannels is [0, 3]; list channels from 0 to 2, each once, or null for all."] =
            Valid with { Channels = 3, TargetChannels = [0, 3] },
        ["TargetChannels is [-1]; list channels from 0 to 0, each once, or null for all."] = Valid with { TargetChannels = [-1] },
        ["OutputChannels is 3 and TargetChannels lists 2; leave one of them null."] =
            Valid with { Channels = 3, TargetChannels = [2, 0], OutputChannels = 3 },
        ["OutputChannels is 0; give 1 to 65536, or null for as many as go in."] = Valid with { OutputChannels = 0 },
        ["PatchSize is 3; it must be 1, 2, 4 or 8."] = Valid with { PatchSize = 3 },
        ["PatchSize is 0; it must be 1, 2, 4 or 8."] = Valid with { PatchSize = 0 },
        ["EmbedChannels is 0; it must be 1 to 65536."] = Valid with { EmbedChannels = 0 },
        ["Window is 0 × 4; each side must be 1 to 256 tokens."] = Valid with { Window = new(0, 4) },
        ["Window is 4 × 257; each side must be 1 to 256 tokens."] = Valid with { Window = new(4, 257) },
        ["FeedForwardRatio is 0; it must be above 0 and at most 64 (4 as published)."] = Valid with { FeedForwardRatio = 0 },
        ["FeedForwardRatio is NaN; it must be above 0 and at most 64 (4 as published)."] = Valid with { FeedForwardRatio = double.NaN },
        ["Activation is 7; choose Sigmoid, None or Tanh."] = Valid with { Activation = (OutputActivation)7 },
        ["StochasticDepth is 1; a rate must be at least 0 and below 1."] = Valid with { StochasticDepth = 1 },
        ["Dropout is -0.1; a rate must be at least 0 and below 1."] = Valid with { Dropout = -0.1 },
        ["AttentionDropout is NaN; a rate must be at least 0 and below 1."] = Valid with { AttentionDropout = double.NaN },
        ["Stages is empty; a network needs at least one, such as new StageOptions(Depth: 12, Heads: 4)."] = Valid with { Stages = [] },
        ["Stages has 65 entries; at most 64 are supported."] = Valid with { Stages = [.. Enumerable.Repeat(new StageOptions(1, 1), 65)] },
        ["Stages[1] is missing; give its depth and heads."] = Valid with { Stages = [new(1, 1), null!] },
        ["Stages[0].Depth is 0; a cell has 1 to 1024 blocks."] = Valid with { Stages = [new(0, 1)] },
        ["Stages[0].Heads is 0; attention needs at least 1 head."] = Valid with { Stages = [new(1, 0)] },
        ["Stages[0]: 8 channels cannot be shared by 3 heads; channels must be a multiple of heads (6 or 9 would do)."] =
            Valid with { Stages = [new(1, 3)] },
        ["Stages[0]: 8 channels cannot be shared by 16 heads; channels must be a multiple of heads (16 would do)."] =
            Valid with { Stages = [new(1, 16)] },
        ["Stages[0].Then is 9; choose None, Downsample or Upsample."] = Valid with { Stages = [new(1, 1, (Resampling)9)] },
        ["Stages[0] upsamples beyond the first resolution; put a stage that downsamples before it."] =
            Valid with { Stages = [new(1, 1, Resampling.Upsample)] },
        ["Stages downsample 2 time(s) more than they upsample; a network ends at the resolution it began with, "
            + "so add as many stages that upsample."] =
            Valid with { Stages = [new(1, 1, Resampling.Downsample), new(1, 1, Resampling.Downsample)] },
        ["Stages[2] would have 80000 channels; at most 65536 are supported: downsample less often or embed fewer channels."] =
            Valid with
            {
                EmbedChannels = 20000,
                Stages =
                [
                    new(1, 1, Resampling.Downsample), new(1, 1, Resampling.Downsample),
                    new(1, 1, Resampling.Upsample), new(1, 1, Resampling.Upsample),
                ],
            },
    };

    public static TheoryData<string> Rules() => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_broken_rule_is_named_with_the_value_and_a_way_out(string rule)
    {
        var options = Broken[rule];
        Action[] uses =
        [
            () => options.CountParameters(), () => options.Build(), () => _ = new SwinLstmB(options), () => _ = new SwinLstmD(options),
        ];
        foreach (var use in uses)
            use.Should().Throw<ArgumentException>().WithMessage($"SwinLstmOptions are invalid:\n  {rule}*").WithParameterName("options");
    }

    [Fact]
    public void Stages_that_are_null_are_reported_like_none() =>
        FluentActions.Invoking(() => (Valid with { Stages = null! }).Build())
            .Should().Throw<ArgumentException>().WithMessage("*\n  Stages is empty;*");

    [Fact]
    public void Every_broken_rule_is_reported_at_once()
    {
        var options = new SwinLstmOptions
        {
            Channels = 0,
            OutputChannels = -2,
            PatchSize = 6,
            EmbedChannels = 10,
            Window = new(4, 0),
            FeedForwardRatio = 65,
            Activation = (OutputActivation)3,
            StochasticDepth = 2,
            Dropout = 1,
            AttentionDropout = -1,
            Stages = [new(0, 4), new(2, 0, Resampling.Downsample), new(2, 3)],
        };
        FluentActions.Invoking(() => options.Build()).Should().Throw<ArgumentException>().Which.Message.Should().Be("""
            SwinLstmOptions are invalid:
              Channels is 0; a frame has 1 to 65536 channels.
              OutputChannels is -2; give 1 to 65536, or null for as many as go in.
              PatchSize is 6; it must be 1, 2, 4 or 8.
              Window is 4 × 0; each side must be 1 to 256 tokens.
              FeedForwardRatio is 65; it must be above 0 and at most 64 (4 as published).
              Dropout is 1; a rate must be at least 0 and below 1.
              AttentionDropout is -1; a rate must be at least 0 and below 1.
              StochasticDepth is 2; a rate must be at least 0 and below 1.
              Activation is 3; choose Sigmoid, None or Tanh.
              Stages[0].Depth is 0; a cell has 1 to 1024 blocks.
              Stages[0]: 10 channels cannot be shared by 4 heads; channels must be a multiple of heads (8 or 12 would do).
              Stages[1].Heads is 0; attention needs at least 1 head.
              Stages[2]: 20 channels cannot be shared by 3 heads; channels must be a multiple of heads (18 or 21 would do).
              Stages downsample 1 time(s) more than they upsample; a network ends at the resolution it began with,
            """ + " so add as many stages that upsample. (Parameter 'options')");
    }

    [Fact]
    public void The_limits_themselves_are_allowed()
    {
        var options = Valid with
        {
            Channels = 65536,
            OutputChannels = 1,
            Window = new(256, 1),
            FeedForwardRatio = 64,
            StochasticDepth = 0,
            Dropout = 0.99,
            Stages = [new(1024, 8)],
        };
        OptionsRules.Broken(options).Should().BeEmpty();
        OptionsRules.Broken(Valid with { Channels = 3, TargetChannels = [2, 0], OutputChannels = 2 }).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, "SwinLSTM-B keeps one resolution, and a stage of these options changes it. "
        + "Use SwinLstmD, or options.Build(), which chooses.*")]
    [InlineData(false, "SwinLSTM-D changes resolution, and every stage of these options keeps it. "
        + "Use SwinLstmB, or options.Build(), which chooses.*")]
    public void Each_network_refuses_the_other_ones_stages(bool b, string message)
    {
        Action build = b ? () => _ = new SwinLstmB(Variants.D.Options) : () => _ = new SwinLstmD(Variants.B.Options);
        build.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void Options_that_are_missing_are_named()
    {
        foreach (var build in new Action[] { () => _ = new SwinLstmB(null!), () => _ = new SwinLstmD(null!) })
            build.Should().Throw<ArgumentNullException>().WithParameterName("options");
    }
}
