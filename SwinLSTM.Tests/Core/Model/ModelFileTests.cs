using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class ModelFileTests
{
    [Fact]
    public void Files_of_another_kind()
    {
        using var folder = new WeightFolder();
        using var network = Variants.B.Build();
        void refused(string path, string message) =>
            FluentActions.Invoking(() => ForecastModel.Load(path)).Should().Throw<InvalidDataException>().WithMessage(message);

        OfficialCheckpoint.Export(network, folder["published"], 8, 8);
        refused(folder["published"],
            $"'{folder["published"]}' is no model of this library: its metadata lack 'swinlstm'. Published weights are opened with " +
            "OfficialCheckpoint.Open.");
        refused(NetworkFiles.StateDict,
            $"'{NetworkFiles.StateDict}' is a file of PyTorch's torch.save. Published weights are opened with OfficialCheckpoint.Open.");
        refused(folder.Put("empty", []), "*");
        refused(folder.Put("text", "weights"u8.ToArray()), "*");
        FluentActions.Invoking(() => ForecastModel.Load(folder["none"])).Should().Throw<FileNotFoundException>();
    }

    [Theory]
    [InlineData("3", "SwinLSTM", "{}", "*is of version '3'; this library reads versions 1 and 2. Use a newer release of it.")]
    [InlineData("2", "SwinLSTM", "not json", "*cannot be built. These are no SwinLstmOptions: *")]
    [InlineData("2", "SwinLSTM", """{ "Colour": 1 }""", "*Colour*")]
    [InlineData("2", "SwinLSTM", "null", "*The options are null*")]
    [InlineData("2", "SwinLSTM", """{ "PatchSize": 3, "EmbedChannels": 0 }""", "*PatchSize is 3*EmbedChannels is 0*")]
    [InlineData("2", "SwinLSTM", """{ "Stages": null }""", "*Stages is empty*")]
    [InlineData("2", "ConvLSTM", """{ "KernelSize": 2 }""", "*KernelSize is 2*")]
    [InlineData("2", "SwinLSTM", null, "*It lacks options.")]
    [InlineData("1", null, null, "*It lacks options.")]
    [InlineData("1", null, "[]", "*holds options that cannot be read*")]
    [InlineData("1", null, """{ "Frame": 3 }""", "*holds options that cannot be read*")]
    [InlineData("1", null, """{ "Frame": { "Channels": 1, "Height": 64 } }""", "*missing required properties including: 'Width'.")]
    [InlineData("1", null, """{ "Frame": { "Channels": 1, "Height": 64, "Width": 0 } }""", "*Its frame is 64 × 0 pixels.")]
    public void Metadata_that_are_none(string version, string? kind, string? options, string message)
    {
        using var folder = new WeightFolder();
        using var one = ones(1);
        var metadata = new Dictionary<string, string> { ["swinlstm"] = version };
        if (kind is not null) metadata["network"] = kind;
        if (options is not null) metadata["options"] = options;
        Safetensors.Write(folder["file"], [("a", one)], metadata);
        FluentActions.Invoking(() => ForecastModel.Load(folder["file"])).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Theory]
    [InlineData("relative_position_bias_table", "a")]
    [InlineData("stages.-1.relative_position_bias_table", "stages.99999999999.relative_position_bias_table")]
    [InlineData("inflation.head.weight", "unembedding.head.weight")]
    public void Names_that_version_one_never_had(string first, string second)
    {
        using var folder = new WeightFolder();
        using var one = ones(1, 1);
        Safetensors.Write(folder["file"], [(first, one), (second, one)], new Dictionary<string, string>
        {
            ["swinlstm"] = "1",
            ["options"] = """{ "Frame": { "Channels": 1, "Height": 64, "Width": 64 } }""",
        });
        FluentActions.Invoking(() => ForecastModel.Load(folder["file"])).Should().Throw<InvalidDataException>();
    }

    [Theory]
    [InlineData("SwinLSTM", "{}", 2_778_417 - 197_376)]
    [InlineData("SwinLSTM", """{ "EmbedChannels": 65536, "FeedForwardRatio": 64, "Stages": [ { "Depth": 1024, "Heads": 65536 } ] }""",
        584_948_407_861_249)]
    [InlineData("SwinLSTM",
        """{ "Channels": 65536, "PatchSize": 8, "EmbedChannels": 1, "Stages": [{ "Depth": 1, "Heads": 1 }], """ +
        """ "Window": { "Height": 1, "Width": 1 } }""", 4_849_720)]
    [InlineData("ConvLSTM", """{ "Channels": 65536, "PatchSize": 64, "HiddenChannels": [65536], "KernelSize": 63 }""", 0)]
    public void A_small_file_cannot_ask_for_a_large_network(string kind, string options, long weights)
    {
        using var folder = new WeightFolder();
        using var three = ones(3);
        var metadata = new Dictionary<string, string> { ["swinlstm"] = "2", ["network"] = kind, ["options"] = options };
        Safetensors.Write(folder["small"], [("a", three)], metadata);
        var managed = GC.GetAllocatedBytesForCurrentThread();
        LiveTensors.After(() =>
            FluentActions.Invoking(() => ForecastModel.Load(folder["small"])).Should().Throw<InvalidDataException>().WithMessage(
                $"*It holds 3 values; a network of its options has {(weights == 0 ? "*" : weights)} weights. The file is damaged; use " +
                "another copy.")).Should().Be(0);
        (GC.GetAllocatedBytesForCurrentThread() - managed).Should().BeLessThan(2_000_000);
    }

    [Fact]
    public void The_right_number_of_values_under_wrong_names()
    {
        using var folder = new WeightFolder();
        using var model = new ForecastModel(Variants.B.Build());
        model.Save(folder["model"]);
        NetworkFiles.Rewrite(folder["model"], folder["renamed"], (name, tensor) =>
            name == "unembedding.head.bias" ? ("unembedding.tail.bias", tensor)
            : name == "embedding.norm.bias" ? (name, tensor.view(2, 4)) : (name, tensor));
        FluentActions.Invoking(() => ForecastModel.Load(folder["renamed"])).Should().Throw<InvalidDataException>().WithMessage(
            $"'{folder["renamed"]}' does not fit the network: *1 missing, 1 unexpected, 1 of a wrong shape\n  wrong shape: " +
            "embedding.norm.bias is [2, 4] in the file and [8] here\n"
            + "  missing: unembedding.head.bias\n  unexpected: 'unembedding.tail.bias'");
    }

    [Fact]
    public void Files_of_version_1_are_read()
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        // Windows of 4 on grids of 8, 4, 2 and 4: where the grid was not larger, version 1 held a table of the shrunk window.
        var options = Variants.D.Options with { Window = 4 };
        using var model = new ForecastModel(options.Build(seed: 1), notes: new Dictionary<string, string> { ["seed"] = "1" });
        model.Save(folder["two"]);
        var json = JsonNode.Parse(options.ToJson())!.AsObject();
        json.Remove("Channels");
        json.Remove("TargetChannels");
        json["Frame"] = new JsonObject { ["Channels"] = 1, ["Height"] = 16, ["Width"] = 16 };
        foreach (var stage in json["Stages"]!.AsArray())
            stage!["Then"] = stage["Then"]!.GetValue<string>() == "Downsample" ? "Merge" : "Expand";
        NetworkFiles.Rewrite(folder["two"], folder["one"], (name, tensor) => (
            name.Replace(".cell.blocks.", ".cell.blocks.blocks.", StringComparison.Ordinal)
                .Replace(".fuse.", ".fuse.both.", StringComparison.Ordinal)
                .Replace(".downsample.", ".merging.", StringComparison.Ordinal)
                .Replace(".upsample.", ".expanding.", StringComparison.Ordinal)
                .Replace("unembedding.", "inflation.", StringComparison.Ordinal),
            name.StartsWith("stages.2", StringComparison.Ordinal) && name.EndsWith("table", StringComparison.Ordinal)
                ? RelativePositionBias.Resize(tensor, 4, 2) : tensor),
            new Dictionary<string, string> { ["swinlstm"] = "1", ["options"] = json.ToJsonString(), ["seed"] = "1" });
        using var loaded = ForecastModel.Load(folder["one"]);
        ((SwinLstmNetwork)loaded.Network).Options.Should().Be(options);
        loaded.Notes.Should().BeEquivalentTo(model.Notes);
        var past = Numbers.Random(1, 1, 2, 1, 16, 16);
        loaded.Forecast(past, 2).ShouldEqual(model.Forecast(past, 2), "at the size of its frames it sees the old tables");
        using var filled = ForecastModel.Load(folder["one"], options.Build(seed: 2));
        filled.Forecast(past, 2).ShouldEqual(model.Forecast(past, 2));
    }

    [Fact]
    public void The_demos_first_weights_forecast_what_they_always_did()
    {
        using var scope = NewDisposeScope();
        using var model = ForecastModel.Load(Repository.At("SwinLSTM.Tests/Fixtures/version-1.swinlstm"));
        var future = model.Forecast((Numbers.Random(1, 1, 4, 1, 32, 32) + 1) / 2, 3);
        // Taken from the code that wrote version 1.
        Numbers.Of(future.mean([0, 2, 3, 4])).Should().Equal(DemoMeans, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    private static readonly double[] DemoMeans = [0.17640522164219874, 0.12053004118797617, 0.10482190545350534];

    [Theory]
    [InlineData(60)]
    public void Damaged_files_are_loaded_or_refused(int seeds) => Damaged(seeds, from: 0);

    [Theory]
    [InlineData(1000)]
    [Trait("Category", "Long")]
    public void Many_damaged_files_are_loaded_or_refused(int seeds) => Damaged(seeds, from: 1000);

    private static void Damaged(int seeds, int from)
    {
        using var folder = new WeightFolder();
        using (var model = new ForecastModel((Variants.B.Options with { EmbedChannels = 2, Stages = [new(1, 2)] }).Build(seed: 1),
            Normalizer.UnitRange(0, 9))) model.Save(folder["model"]);
        var whole = File.ReadAllBytes(folder["model"]);
        int loaded = 0, refused = 0;
        for (var seed = from; seed < from + seeds; seed++)
        {
            folder.Put("damaged", Damage.To(whole, seed));
            try
            {
                using var model = ForecastModel.Load(folder["damaged"]);
                loaded++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        loaded.Should().BeGreaterThan(seeds / 25);
        refused.Should().BeGreaterThan(seeds / 3);
    }
}
