using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class ParameterCountTests
{
    public static TheoryData<string> Names() => [.. Variants.Names];

    [Fact]
    public void The_published_networks_have_the_published_weights_that_run()
    {
        SwinLstmOptions.B.CountParameters().Should().Be(2_778_417 - 197_376);
        SwinLstmOptions.D.CountParameters().Should().Be(20_191_969 - 1_346_560);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_count_is_that_of_the_built_network(string name)
    {
        using var network = Variants.Named(name).Build();
        network.parameters().Sum(p => p.numel()).Should().Be(network.Options.CountParameters());
    }

    [Theory]
    [InlineData(false, 1, 204, 2_778_417, 197_376)]
    [InlineData(true, 1, 286, 20_191_969, 1_346_560)]
    [InlineData(false, 3, 204, 2_781_747, 197_376)]
    public void The_published_entries_add_up(bool d, int channels, int entries, long parameters, long dead)
    {
        var options = (d ? SwinLstmOptions.D : SwinLstmOptions.B) with { Channels = channels };
        using var network = options.Build(seed: 1);
        var published = OfficialNames.Of(network, NameStyle.Authors, TokenGrid.Of(64, 64, 2));
        published.Should().HaveCount(entries);
        published.Where(e => e.Derive is null).Sum(Size).Should().Be(parameters);
        published.Where(e => e.Derive is null && e.Ours is null).Sum(Size).Should().Be(dead, "what never runs");
    }

    [Fact]
    public void Channels_that_are_not_predicted_need_no_head()
    {
        var all = SwinLstmOptions.B with { Channels = 3 };
        (all.CountParameters() - (all with { TargetChannels = [1] }).CountParameters()).Should().Be(2 * ((9 * 128) + 1));
    }

    [Fact]
    public void Sizes_beyond_32_bits_are_counted_right() =>
        // A block: 4D² + 4D of attention, 2·64·D² + 65D of the perceptron, 4D of norms, 49 of the table; 2D² + D where it fuses.
        (SwinLstmOptions.B with { EmbedChannels = 65536, FeedForwardRatio = 64, Stages = [new(2, 1)] }).CountParameters().Should().Be(
            (4 * 65536L) + (3 * 65536L) + (9 * 65536L) + 1
            + (2 * ((132 * 65536L * 65536L) + (73 * 65536L) + 49)) + (2 * 65536L * 65536L) + 65536L);

    private static long Size(WeightEntry entry) => entry.Shape!.Aggregate(1L, (a, b) => a * b);
}
