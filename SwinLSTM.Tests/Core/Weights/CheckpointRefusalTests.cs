using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class CheckpointRefusalTests
{
    [Fact]
    public void Files_of_another_kind()
    {
        using var folder = new WeightFolder();
        using var network = Variants.B.Build();
        void refused(string path, string message) =>
            FluentActions.Invoking(() => Checkpoint.Load(path)).Should().Throw<InvalidDataException>().WithMessage(message);

        OfficialCheckpoint.Export(network, folder["published"]);
        refused(folder["published"], $"'{folder["published"]}' is no checkpoint of this library: its metadata lack 'swinlstm' and 'options'. Published weights are loaded with OfficialCheckpoint.Load.");
        using (var stream = network.Stream())
        {
            using var frame = zeros(1, 1, 8, 8);
            stream.Push(frame);
            stream.Save(folder["state"]);
        }

        refused(folder["state"], "*is no checkpoint of this library*");
        refused(NetworkFiles.StateDict, $"'{NetworkFiles.StateDict}': *");
        refused(folder.Put("empty", []), "*");
        refused(folder.Put("text", "weights"u8.ToArray()), "*");
        FluentActions.Invoking(() => Checkpoint.Load(folder["none"])).Should().Throw<FileNotFoundException>();
    }

    [Fact]
    public void Files_of_a_newer_version() =>
        Refused(new() { ["swinlstm"] = "2", ["options"] = "{}" }, "*is of version 2; this library reads version 1. Use a newer release of it.");

    [Theory]
    [InlineData("not json", "These are no options of a SwinLSTM: *")]
    [InlineData("""{ "Colour": 1 }""", "These are no options of a SwinLSTM: *Colour*")]
    [InlineData("null", "The options are null*")]
    [InlineData("""{ "PatchSize": 3, "EmbedChannels": 0 }""", "*holds options that break rules. *PatchSize is 3*EmbedChannels is 0*")]
    [InlineData("""{ "Stages": null }""", "*holds options that break rules. *Stages is empty*")]
    public void Options_that_are_none(string options, string message) => Refused(new() { ["swinlstm"] = "1", ["options"] = options }, message);

    [Theory]
    [InlineData("{}", 2_778_417 - 197_376)]
    [InlineData("""{ "EmbedChannels": 65536, "FeedForwardRatio": 64, "Stages": [ { "Depth": 1024, "Heads": 65536 } ] }""", 584_948_407_861_249)]
    [InlineData("""{ "Frame": { "Channels": 65536, "Height": 1, "Width": 1 }, "PatchSize": 8, "EmbedChannels": 1, "Stages": [ { "Depth": 1, "Heads": 1 } ] }""", 4_849_720)]
    [InlineData("""{ "Window": { "Height": 256, "Width": 256 }, "Frame": { "Channels": 1, "Height": 65536, "Width": 65536 }, "EmbedChannels": 1024, "Stages": [ { "Depth": 1, "Heads": 1024 } ] }""", 282_098_689)]
    public void A_small_file_cannot_ask_for_a_large_network(string options, long weights)
    {
        OptionsJson.FromJson(options).CountParameters().Should().Be(weights);
        using var folder = new WeightFolder();
        using var three = ones(3);
        Safetensors.Write(folder["small"], [("embedding.proj.weight", three)], new Dictionary<string, string> { ["swinlstm"] = "1", ["options"] = options });
        var managed = GC.GetAllocatedBytesForCurrentThread();
        LiveTensors.After(() => FluentActions.Invoking(() => Checkpoint.Load(folder["small"])).Should().Throw<InvalidDataException>()
            .WithMessage($"'{folder["small"]}' holds 3 values; a network of its options has {weights} weights. The file is damaged; use another copy.")).Should().Be(0);
        (GC.GetAllocatedBytesForCurrentThread() - managed).Should().BeLessThan(2_000_000);
    }

    [Fact]
    public void The_right_number_of_values_under_wrong_names()
    {
        using var folder = new WeightFolder();
        using var network = Variants.B.Build();
        network.Save(folder["network"]);
        NetworkFiles.Rewrite(folder["network"], folder["renamed"], (name, tensor) => name == "inflation.head.bias" ? ("inflation.tail.bias", tensor)
            : name == "embedding.norm.bias" ? (name, tensor.view(2, 4)) : (name, tensor));
        LiveTensors.HeldAfter(network.parameters().Count(), () => FluentActions.Invoking(() => Checkpoint.Load(folder["renamed"])).Should().Throw<InvalidDataException>().WithMessage(
            $"'{folder["renamed"]}' does not hold the weights of its own options: *1 missing, 1 unexpected, 1 of a wrong shape\n  missing: inflation.head.bias\n  unexpected: inflation.tail.bias\n"
            + "  wrong shape: embedding.norm.bias is [2, 4] in the file and [8] here\nThe file is damaged; use another copy.")).Should().Be(0);
    }

    [Fact]
    public void Damaged_files_are_loaded_or_refused()
    {
        using var folder = new WeightFolder();
        using (var network = (Variants.B with { EmbedChannels = 2, Window = 4, Stages = [new(1, 2)] }).Build(seed: 1)) network.Save(folder["network"]);
        var whole = File.ReadAllBytes(folder["network"]);
        int loaded = 0, refused = 0;
        for (var seed = 0; seed < 500; seed++)
        {
            folder.Put("damaged", Damage.To(whole, seed));
            try
            {
                using var network = Checkpoint.Load(folder["damaged"]);
                network.Options.CountParameters().Should().BeLessThanOrEqualTo(whole.Length, $"seed {seed}");
                loaded++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        loaded.Should().BeGreaterThan(20);
        refused.Should().BeGreaterThan(200);
    }

    private static void Refused(Dictionary<string, string> metadata, string message)
    {
        using var folder = new WeightFolder();
        using var one = ones(1);
        Safetensors.Write(folder["file"], [("a", one)], metadata);
        FluentActions.Invoking(() => Checkpoint.Load(folder["file"])).Should().Throw<InvalidDataException>().WithMessage(message);
    }
}
