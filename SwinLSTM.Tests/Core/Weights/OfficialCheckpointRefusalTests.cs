using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class OfficialCheckpointRefusalTests
{
    [Fact]
    public void Every_name_that_does_not_fit_is_listed_and_the_network_stays_as_it_was()
    {
        using var folder = new WeightFolder();
        using var network = NetworkFiles.TwoLevels.Build(seed: 1);
        var before = NetworkFiles.Weights(network);
        var path = folder["broken"];
        NetworkFiles.Rewrite(NetworkFiles.StateDict, path, (name, tensor) => name switch
        {
            "Downsample.patch_embed.norm.bias" or "Upsample.upsample.1.expand.weight" => null,
            "Upsample.Unembed.Conv.bias" => (name, ones(2)),
            "Downsample.downsample.0.norm.weight" => ("Downsample.downsample.0.norm.scale", tensor),
            // What the host's own loading would spread over the whole weight.
            "Downsample.layers.0.Swin.layers.0.attn.qkv.bias" => (name, ones(1)),
            "Downsample.layers.0.Swin.layers.1.red.bias" => (name, ones(3)),
            _ => (name, tensor),
        });
        const string counts = "181 loaded, 32 known and unused, 3 missing, 1 unexpected, 3 of a wrong shape";
        network.Invoking(n => OfficialCheckpoint.Load(n, path)).Should().Throw<InvalidDataException>().WithMessage($"""
            '{path}' does not fit the network, which stays as it was: {counts}
              wrong shape: Downsample.layers.0.Swin.layers.0.attn.qkv.bias is [1] in the file and [48] here
              wrong shape: Downsample.layers.0.Swin.layers.1.red.bias is [3] in the file and [16] here
              wrong shape: Upsample.Unembed.Conv.bias is [2] in the file and [1] here
              missing: Downsample.patch_embed.norm.bias
              missing: Downsample.downsample.0.norm.weight
              missing: Upsample.upsample.1.expand.weight
              and 1 more
            The file's own options: *"EmbedChannels":16,*. OfficialCheckpoint.Open builds that network.
            """);
        NetworkFiles.Weights(network).ShouldBe(before);
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        using var network = Variants.B.Build();
        network.Invoking(n => OfficialCheckpoint.Load(n, NetworkFiles.StateDict)).Should().Throw<InvalidDataException>()
            .WithMessage("*does not fit*missing: ST.patch_embed.proj.weight*and * more*The file's own options: *");
    }

    public static TheoryData<string> Reasons() => [.. Unpublished.Keys];

    private static readonly Dictionary<string, (SwinLstmOptions Options, NameStyle Style)> Unpublished = new()
    {
        ["its head restores patches of 2 pixels only, and PatchSize is 4"] = (Variants.B.Options with { PatchSize = 4 }, NameStyle.Authors),
        ["it has as many channels out as in, and 3 of 1 come out"] = (Variants.B.Options with { OutputChannels = 3 }, NameStyle.Authors),
        ["it predicts all channels in their order, and TargetChannels is [1, 0]"] =
            (Variants.B.Options with { Channels = 2, TargetChannels = [1, 0] }, NameStyle.Authors),
        ["it ends with a sigmoid, and Activation is Tanh"] = (Variants.B.Options with { Activation = OutputActivation.Tanh },
            NameStyle.Authors),
        ["its windows are square, and Window is 2 × 4"] = (Variants.B.Options with { Window = new(2, 4) }, NameStyle.Authors),
        ["it only keeps one resolution, or goes down and then up, and Stages are [StageOptions { Depth = 1, Heads = 2, Then = None }, " +
            "StageOptions { Depth = 1, Heads = 2, Then = Downsample }, StageOptions { Depth = 1, Heads = 2, Then = Upsample }]"] =
            (Variants.B.Options with { Stages = [new(1, 2), new(1, 2, Resampling.Downsample), new(1, 2, Resampling.Upsample)] },
            NameStyle.Authors),
        ["OpenSTL's SwinLSTM-B has one cell, and Stages has 2"] = (Variants.Named("two cells").Options, NameStyle.OpenStl),
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_network_that_the_published_code_cannot_build_has_no_published_names(string reason)
    {
        using var folder = new WeightFolder();
        var (options, style) = Unpublished[reason];
        using var network = options.Build();
        var message = $"The published code cannot build this network: {reason}. Use ForecastModel.Save, which keeps any network.";
        network.Invoking(n => OfficialCheckpoint.Export(n, folder["weights"], 8, 8, style)).Should().Throw<NotSupportedException>()
            .WithMessage(message);
        if (style == NameStyle.Authors) network.Invoking(n => OfficialCheckpoint.Load(n, NetworkFiles.StateDict)).Should()
            .Throw<NotSupportedException>().WithMessage(message);
        folder.Names.Should().BeEmpty();
    }

    [Theory]
    [InlineData(8, 12, 4, "windows of 4 × 4 do not divide a grid of 4 × 6")]
    [InlineData(7, 8, 2, "frames of 7 × 8 pixels do not divide into patches of 2")]
    [InlineData(12, 12, 3, "a grid of 3 × 3 does not halve")]
    public void A_network_that_pads_is_not_exported(int height, int width, int window, string reason)
    {
        using var folder = new WeightFolder();
        // Down twice, from 4 × 6, from 4 × 4, and from 6 × 6 by way of 3 × 3.
        using var network = (Variants.D.Options with { Window = window }).Build();
        network.Invoking(n => OfficialCheckpoint.Export(n, folder["weights"], height, width)).Should().Throw<NotSupportedException>()
            .WithMessage(
                $"The published code cannot take these frames: it does not pad, and {reason}. Export for another frame size; the " +
                "weights are " +
                "the same.");
        folder.Names.Should().BeEmpty();
    }

    [Fact]
    public void Files_that_hold_no_weights()
    {
        using var folder = new WeightFolder();
        using var network = Variants.B.Build();
        network.Invoking(n => OfficialCheckpoint.Load(n, folder["none"])).Should().Throw<FileNotFoundException>();
        foreach (var content in new byte[][] { [], "P"u8.ToArray(), "PK\u0003\u0004 and no zip"u8.ToArray(), [0x80, 2],
            "weights"u8.ToArray() })
            network.Invoking(n => OfficialCheckpoint.Load(n, folder.Put("bad", content))).Should().Throw<InvalidDataException>()
                .WithMessage($"'{folder["bad"]}': *");
    }
}
