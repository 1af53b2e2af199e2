using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class OptionsJsonTests
{
    public static TheoryData<string> Names() => [.. Variants.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_and_back_is_the_same_value(string name) =>
        OptionsJson.FromJson(Variants.Named(name).Options.ToJson()).Should().Be(Variants.Named(name).Options);

    [Fact]
    public void Nothing_is_lost()
    {
        var options = new SwinLstmOptions
        {
            Channels = 3,
            TargetChannels = [2, 0],
            PatchSize = 4,
            EmbedChannels = 6,
            Stages = [new(1, 3, Resampling.Downsample), new(2, 4, Resampling.Upsample)],
            Window = new(3, 5),
            FeedForwardRatio = 2.5,
            StochasticDepth = 0.25,
            Dropout = 0.125,
            AttentionDropout = 0.5,
            Activation = OutputActivation.Tanh,
        };
        var json = options.ToJson();
        OptionsJson.FromJson(json).Should().Be(options);
        json.Should().Be("""
            {"Channels":3,"TargetChannels":[2,0],"OutputChannels":null,"PatchSize":4,"EmbedChannels":6,
            "Stages":[{"Depth":1,"Heads":3,"Then":"Downsample"},{"Depth":2,"Heads":4,"Then":"Upsample"}],"Window":{"Height":3,"Width":5},
            "FeedForwardRatio":2.5,"StochasticDepth":0.25,"Dropout":0.125,"AttentionDropout":0.5,"Activation":"Tanh"}
            """.ReplaceLineEndings(""), "files say it so");
    }

    [Fact]
    public void Members_that_are_left_out_have_their_defaults()
    {
        OptionsJson.FromJson("{}").Should().Be(SwinLstmOptions.B);
        OptionsJson.FromJson("""{ "EmbedChannels": 64, "Stages": [ { "Depth": 3, "Heads": 2 } ] }""")
            .Should().Be(new SwinLstmOptions { EmbedChannels = 64, Stages = [new(3, 2)] });
    }

    [Theory]
    [InlineData("""{ "Colour": 1 }""", "*Colour*")]
    [InlineData("""{ "Channels": 1, "Channels": 2 }""", "*Channels*")]
    [InlineData("""{ "Window": { "Height": 8, "Width": 8, "Depth": 8 } }""", "*Depth*")]
    [InlineData("""{ "TargetChannels": 1 }""", "*TargetChannels*")]
    [InlineData("""{ "TargetChannels": [1.5] }""", "*TargetChannels*")]
    [InlineData("""{ "Stages": [ { "Depth": "2" } ] }""", "*Stages*BytePositionInLine: 28*")]
    [InlineData("""{ "EmbedChannels": "64" }""", "*EmbedChannels*")]
    [InlineData("""{ "EmbedChannels": 6.5 }""", "*EmbedChannels*")]
    [InlineData("""{ "Window": 4 }""", "*Window*")]
    [InlineData("""{ "Activation": 0 }""", "*Activation*")]
    [InlineData("""{ "Activation": "Softplus" }""", "*Activation*")]
    [InlineData("""{ "Stages": { } }""", "*Stages*")]
    [InlineData("""{ "Dropout": NaN }""", "*")]
    [InlineData("[]", "*")]
    [InlineData("{", "*")]
    [InlineData("", "*")]
    public void What_are_no_options_is_refused_with_the_place(string json, string place)
    {
        var message = FluentActions.Invoking(() => OptionsJson.FromJson(json)).Should().Throw<InvalidDataException>().Which.Message;
        message.Should().StartWith("These are no SwinLstmOptions: ").And.Match(place);
        message.Should().EndWith("If a newer version of this library wrote them, use that version.");
    }

    [Fact]
    public void Null_is_refused() =>
        FluentActions.Invoking(() => OptionsJson.FromJson("null"))
            .Should().Throw<InvalidDataException>().WithMessage("The options are null; expected a JSON object.");

    [Theory]
    [InlineData("""{ "PatchSize": 3, "Dropout": 2 }""", "*PatchSize is 3*Dropout is 2*")]
    [InlineData("""{ "Stages": null }""", "*Stages is empty*")]
    [InlineData("""{ "Stages": [null] }""", "*Stages?0? is missing*")]
    [InlineData("""{ "TargetChannels": [] }""", "*TargetChannels is ??; *")]
    [InlineData("""{ "FeedForwardRatio": 1e999 }""", "*FeedForwardRatio is *")]
    public void Broken_rules_are_reported_as_anywhere(string json, string rules) =>
        FluentActions.Invoking(() => OptionsJson.FromJson(json))
            .Should().Throw<ArgumentException>().WithMessage($"SwinLstmOptions are invalid:{rules}");
}
