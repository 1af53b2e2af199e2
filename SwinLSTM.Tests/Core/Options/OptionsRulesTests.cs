using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class OptionsRulesTests
{
    private static readonly SwinLstmOptions Valid = Variants.B;

    private static readonly Dictionary<string, SwinLstmOptions> Broken = new()
    {
        ["Frame is missing; give the shape of a frame, such as new FrameShape(1, 64, 64)."] = Valid with { Frame = null! },
        ["Frame.Channels is 0; a frame has 1 to 65536 channels."] = Valid with { Frame = new(0, 8, 8) },
        ["Frame.Channels is 65537; a frame has 1 to 65536 channels."] = Valid with { Frame = new(65537, 8, 8) },
        ["Frame is 0 × 8 pixels; each side must be 1 to 65536."] = Valid with { Frame = new(1, 0, 8) },
        ["Frame is 8 × 70000 pixels; each side must be 1 to 65536."] = Valid with { Frame = new(1, 8, 70000) },
        ["Frame of 65536 × 65536 pixels has 4294967296 patches of 1 pixels; at most 1073741824 are supported: use a larger patch."] =
            Valid with { Frame = new(1, 65536, 65536), PatchSize = 1 },
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
        ["Stages[0]: 8 channels cannot be shared by 3 heads; channels must be a multiple of heads (6 or 9 would do)."] = Valid with { Stages = [new(1, 3)] },
        ["Stages[0]: 8 channels cannot be shared by 16 heads; channels must be a multiple of heads (16 would do)."] = Valid with { Stages = [new(1, 16)] },
        ["Stages[0].Then is 9; choose Keep, Merge or Expand."] = Valid with { Stages = [new(1, 1, (Resampling)9)] },
        ["Stages[0] expands beyond the first resolution; put a stage that merges before it."] = Valid with { Stages = [new(1, 1, Resampling.Expand)] },
        ["Stages merge 2 time(s) more than they expand; a network ends at the resolution it began with, so add as many stages that expand."] =
            Valid with { Stages = [new(1, 1, Resampling.Merge), new(1, 1, Resampling.Merge)] },
        ["Stages[2] would have 80000 channels; at most 65536 are supported: merge less often or embed fewer channels."] =
            Valid with { EmbedChannels = 20000, Stages = [new(1, 1, Resampling.Merge), new(1, 1, Resampling.Merge), new(1, 1, Resampling.Expand), new(1, 1, Resampling.Expand)] },
    };

    public static TheoryData<string> Rules() => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_broken_rule_is_named_with_the_value_and_a_way_out(string rule)
    {
        var options = Broken[rule];
        foreach (var use in new Action[] { () => options.CountParameters(), () => options.Build(), () => _ = new SwinLstmB(options), () => _ = new SwinLstmD(options) })
            use.Should().Throw<ArgumentException>().WithMessage($"SwinLstmOptions are invalid:\n  {rule}*").WithParameterName("options");
    }

    [Fact]
    public void Stages_that_are_null_are_reported_like_none() =>
        FluentActions.Invoking(() => (Valid with { Stages = null! }).Build()).Should().Throw<ArgumentException>().WithMessage("*\n  Stages is empty;*");

    [Fact]
    public void Every_broken_rule_is_reported_at_once()
    {
        var options = new SwinLstmOptions
        {
            Frame = new(0, -1, 5),
            OutputChannels = -2,
            PatchSize = 6,
            EmbedChannels = 10,
            Window = new(4, 0),
            FeedForwardRatio = 65,
            Activation = (OutputActivation)3,
            StochasticDepth = 2,
            Dropout = 1,
            AttentionDropout = -1,
            Stages = [new(0, 4), new(2, 0, Resampling.Merge), new(2, 3)],
        };
        FluentActions.Invoking(() => options.Build()).Should().Throw<ArgumentException>().Which.Message.Should().Be("""
            SwinLstmOptions are invalid:
              Frame.Channels is 0; a frame has 1 to 65536 channels.
              Frame is -1 × 5 pixels; each side must be 1 to 65536.
              OutputChannels is -2; give 1 to 65536, or null for as many as go in.
              PatchSize is 6; it must be 1, 2, 4 or 8.
              Window is 4 × 0; each side must be 1 to 256 tokens.
              FeedForwardRatio is 65; it must be above 0 and at most 64 (4 as published).
              Activation is 3; choose Sigmoid, None or Tanh.
              StochasticDepth is 2; a rate must be at least 0 and below 1.
              Dropout is 1; a rate must be at least 0 and below 1.
              AttentionDropout is -1; a rate must be at least 0 and below 1.
              Stages[0].Depth is 0; a cell has 1 to 1024 blocks.
              Stages[0]: 10 channels cannot be shared by 4 heads; channels must be a multiple of heads (8 or 12 would do).
              Stages[1].Heads is 0; attention needs at least 1 head.
              Stages[2]: 20 channels cannot be shared by 3 heads; channels must be a multiple of heads (18 or 21 would do).
              Stages merge 1 time(s) more than they expand; a network ends at the resolution it began with, so add as many stages that expand. (Parameter 'options')
            """);
    }

    [Fact]
    public void The_limits_themselves_are_allowed()
    {
        var options = Valid with
        {
            Frame = new(65536, 65536, 1),
            OutputChannels = 1,
            Window = new(256, 1),
            FeedForwardRatio = 64,
            StochasticDepth = 0,
            Dropout = 0.99,
            Stages = [new(1024, 8)],
        };
        OptionsRules.Broken(options).Should().BeEmpty();
        OptionsRules.Broken(Valid with { PatchSize = 2, Frame = new(1, 65536, 65536) }).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, "SwinLSTM-B keeps one resolution, and a stage of these options merges or expands. Use SwinLstmD, or options.Build(), which chooses.*")]
    [InlineData(false, "SwinLSTM-D changes resolution, and every stage of these options keeps it. Use SwinLstmB, or options.Build(), which chooses.*")]
    public void Each_network_refuses_the_other_ones_stages(bool b, string message)
    {
        Action build = b ? () => _ = new SwinLstmB(Variants.D) : () => _ = new SwinLstmD(Variants.B);
        build.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void Options_that_are_missing_are_named()
    {
        foreach (var build in new Action[] { () => _ = new SwinLstmB(null!), () => _ = new SwinLstmD(null!) })
            build.Should().Throw<ArgumentNullException>().WithParameterName("options");
    }
}
