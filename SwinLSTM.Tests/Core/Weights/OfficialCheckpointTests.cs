using System.Text.Json;
using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class OfficialCheckpointTests
{
    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    [InlineData("model.")]
    [InlineData("model.module.")]
    public void Published_weights_are_found_under_any_prefix(string prefix)
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        using var network = NetworkFiles.TwoLevels.Build(seed: 1);
        var path = NetworkFiles.StateDict;
        if (prefix.Length > 0)
        {
            path = folder["prefixed"];
            NetworkFiles.Rewrite(NetworkFiles.StateDict, path, (name, tensor) => (prefix + name, tensor));
        }

        var report = OfficialCheckpoint.Load(network, path);
        report.Fits.Should().BeTrue();
        report.ToString().Should().Be("186 loaded, 33 known and unused, 0 missing, 0 unexpected, 0 of a wrong shape");
        // The red of six odd blocks, the embedding that the way up never calls, twelve index tables, five masks.
        report.KnownUnused.Should().Contain(["Downsample.layers.0.Swin.layers.1.red.weight", "Upsample.patch_embed.norm.bias",
            "Upsample.layers.1.Swin.layers.3.attn_mask", "Upsample.layers.0.Swin.layers.1.attn.relative_position_index"]);
        report.KnownUnused.Count(n => n.EndsWith("attn_mask", StringComparison.Ordinal)).Should().Be(5);
        report.KnownUnused.Count(n => n.EndsWith("relative_position_index", StringComparison.Ordinal)).Should().Be(12);
        report.KnownUnused.Count(n => n.Contains(".red.", StringComparison.Ordinal)).Should().Be(12);
        report.KnownUnused.Count(n => n.StartsWith("Upsample.patch_embed.", StringComparison.Ordinal)).Should().Be(4);

        // The same weights are stored beside it, tensor by tensor.
        using var trained = Safetensors.Read(Path.Combine(NetworkFiles.Folder, "tensors.safetensors"));
        var ours = NetworkFiles.Weights(network);
        foreach (var entry in OfficialNames.Of(network, NameStyle.Authors).Where(e => e.Ours is not null))
            ours[entry.Ours!].Should().Equal(Numbers.Of(trained[$"trained.{entry.Name}"]), entry.Name);
    }

    [Fact]
    public void Weights_of_half_precision_are_widened()
    {
        using var folder = new WeightFolder();
        using var network = NetworkFiles.TwoLevels.Build(seed: 1);
        NetworkFiles.Rewrite(NetworkFiles.StateDict, folder["half"], (name, tensor) =>
            (name, tensor.is_floating_point() ? tensor.to(ScalarType.Float16) : tensor));
        OfficialCheckpoint.Load(network, folder["half"]).Fits.Should().BeTrue();
        network.parameters().Select(p => p.dtype).Distinct().Should().Equal(ScalarType.Float32);
        using var state = TorchCheckpoint.Read(NetworkFiles.StateDict);
        network.state_dict()["embedding.proj.weight"].ShouldBeNear(state["Downsample.patch_embed.proj.weight"], 1e-3);
    }

    [Fact]
    public void An_export_is_what_the_published_code_loads_strictly()
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        using var network = NetworkFiles.TwoLevels.Build(seed: 1);
        OfficialCheckpoint.Load(network, NetworkFiles.StateDict);
        OfficialCheckpoint.Export(network, folder["export.safetensors"], 32, 32);

        using var export = Safetensors.Read(folder["export.safetensors"]);
        using var theirs = TorchCheckpoint.Read(NetworkFiles.StateDict);
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(NetworkFiles.Folder, "config.json")));
        var expected = new[] { "parameters", "buffers" }.SelectMany(list => config.RootElement.GetProperty(list).EnumerateArray())
            .ToDictionary(e => e[0].GetString()!, e => e[1].Deserialize<long[]>()!);
        export.Names.Should().BeEquivalentTo(expected.Keys);
        export.Names.Should().Equal(theirs.Names, "even the order is theirs");
        export.Metadata.Should().Contain("format", "pt");
        foreach (var name in export.Names)
        {
            export[name].shape.Should().Equal(expected[name], name);
            export[name].dtype.Should().Be(theirs[name].dtype, name);
            if (OfficialNames.Of(network, NameStyle.Authors).Single(e => e.Name == name) is { Ours: null, Derive: null })
                Numbers.Of(export[name]).Should().OnlyContain(v => v == 0, name);
            else export[name].ShouldEqual(theirs[name], name);
        }
    }

    [Theory]
    [InlineData(NameStyle.Authors, false, "ST.layers.0.Swin.layers.1.attn.qkv.weight")]
    [InlineData(NameStyle.OpenStl, false, "ST.layer.STBs.1.attn.qkv.weight")]
    [InlineData(NameStyle.Authors, true, "Upsample.layers.0.Swin.layers.1.attn.qkv.weight")]
    [InlineData(NameStyle.OpenStl, true, "Upsample.layers.0.STBs.1.attn.qkv.weight")]
    public void Exported_weights_come_back(NameStyle style, bool d, string name)
    {
        using var folder = new WeightFolder();
        var variant = d ? Variants.D : Variants.B;
        using SwinLstmNetwork network = variant.Build(seed: 1), other = variant.Build(seed: 2);
        OfficialCheckpoint.Export(network, folder["weights"], variant.Height, variant.Width, style);
        using (var file = Safetensors.Read(folder["weights"]))
        {
            file.Names.Should().Contain(name).And.Contain(d ? "Upsample.Unembed.Conv.weight" : style == NameStyle.Authors
                ? "ST.PatchInflated.ConvT.weight" : "ST.patch_inflated.Conv.weight");
            file.Names.Should().Equal(OfficialNames.Of(network, style, TokenGrid.Of(variant.Height, variant.Width, 2)).Select(e => e.Name));
        }

        OfficialCheckpoint.Load(other, folder["weights"]).Loaded.Should().HaveCount(network.state_dict().Count);
        NetworkFiles.Weights(other).ShouldBe(NetworkFiles.Weights(network));
    }

    [Fact]
    public void Weights_serve_frames_of_another_size()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFiles.TwoLevels.Build(seed: 1);
        OfficialCheckpoint.Load(network, NetworkFiles.StateDict).Fits.Should().BeTrue();
        network.Forecast(zeros([1, 1, 1, 64, 50]), 2).shape.Should().Equal(1, 2, 1, 64, 50);
    }
}
