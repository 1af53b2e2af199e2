using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class CheckpointTests
{
    public static TheoryData<string> Names() => [.. Variants.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_network_comes_back_to_the_bit(string name)
    {
        using var folder = new WeightFolder();
        using var network = Variants.Named(name).Build(seed: 1);
        network.Save(folder["network"]);
        SwinLstmNetwork loaded;
        using (NewDisposeScope()) loaded = Checkpoint.Load(folder["network"]);
        using (loaded)
        {
            loaded.Should().BeOfType(network.GetType());
            loaded.Options.Should().Be(network.Options);
            loaded.training.Should().BeFalse();
            foreach (var (key, weight) in network.state_dict()) loaded.state_dict()[key].ShouldEqual(weight, key);
        }

        folder.Names.Should().Equal("network");
    }

    [Fact]
    public void The_file_holds_weights_options_and_notes_and_nothing_derived()
    {
        using var folder = new WeightFolder();
        using var network = Variants.D.Build(seed: 1);
        network.Save(folder["network"], notes: new Dictionary<string, string> { ["epochs"] = "3", ["data"] = "moving \"digits\"" });
        using var file = Safetensors.Read(folder["network"]);
        file.Names.Should().Equal(network.state_dict().Keys).And.NotContain(n => n.Contains("mask", StringComparison.Ordinal) || n.Contains("index", StringComparison.Ordinal));
        file.Metadata.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["swinlstm"] = "1",
            ["options"] = network.Options.ToJson(),
            ["epochs"] = "3",
            ["data"] = "moving \"digits\"",
        });
    }

    [Theory]
    [InlineData("swinlstm")]
    [InlineData("options")]
    public void A_note_cannot_take_the_files_own_keys(string key)
    {
        using var folder = new WeightFolder();
        using var network = Variants.B.Build();
        network.Invoking(n => n.Save(folder["network"], notes: new Dictionary<string, string> { [key] = "x" })).Should().Throw<ArgumentException>()
            .WithMessage($"notes has the key '{key}', which the file uses itself. Use another key.*");
        folder.Names.Should().BeEmpty();
    }

    [Fact]
    public void Half_precision_halves_the_file()
    {
        using var folder = new WeightFolder();
        using var network = Variants.D.Build(seed: 1);
        network.Save(folder["single"]);
        network.Save(folder["half"], ScalarType.Float16);
        var saved = new FileInfo(folder["single"]).Length - new FileInfo(folder["half"]).Length;
        saved.Should().BeCloseTo(2 * network.Options.CountParameters(), 500, "the rest is the header");
        network.parameters().First().dtype.Should().Be(ScalarType.Float32, "the network itself is not changed");
        using var loaded = Checkpoint.Load(folder["half"]);
        foreach (var (key, weight) in network.state_dict())
        {
            loaded.state_dict()[key].dtype.Should().Be(ScalarType.Float32);
            loaded.state_dict()[key].ShouldBeNear(weight, 1e-3, key);
        }

        using var exact = Checkpoint.Load(folder["single"], dtype: ScalarType.Float64);
        exact.state_dict()["inflation.head.weight"].dtype.Should().Be(ScalarType.Float64);
        Numbers.Of(exact.state_dict()["inflation.head.weight"]).Should().Equal(Numbers.Of(network.state_dict()["inflation.head.weight"]));
    }

    [Fact]
    public void Loading_leaves_the_callers_generator_alone()
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        using var network = Variants.B.Build(seed: 1);
        network.Save(folder["network"]);
        random.manual_seed(7);
        var undisturbed = rand(4);
        random.manual_seed(7);
        Checkpoint.Load(folder["network"]).Dispose();
        rand(4).ShouldEqual(undisturbed);
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(8, 8)]
    [InlineData(13, 40)]
    [InlineData(1, 1)]
    public void Weights_run_at_any_other_frame_size(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        // Windows of 4 on grids of 8, 4 and 2: the last one is 2 × 2 here, and grows or shrinks with the frame.
        var options = Variants.D with { Window = 4 };
        using var network = options.Build(seed: 1);
        network.Save(folder["network"]);
        using var other = Checkpoint.Load(folder["network"], frame: new(1, height, width));
        var resized = options with { Frame = new(1, height, width) };
        other.Options.Should().Be(resized);
        var weights = network.state_dict();
        foreach (var (key, weight) in other.state_dict())
        {
            if (!key.EndsWith("relative_position_bias_table", StringComparison.Ordinal)) weight.ShouldEqual(weights[key], key);
            else
            {
                var stage = int.Parse(key.Split('.')[1]);
                WindowSize from = network.Cells[stage].Blocks[0].Attention.Layout.Window, to = other.Cells[stage].Blocks[0].Attention.Layout.Window;
                weight.ShouldEqual(RelativePositionBias.Resize(weights[key], from, to), key);
            }
        }

        other.Forecast(zeros([1, 2, 1, height, width]), 2).shape.Should().Equal(1, 2, 1, height, width);
    }

    [Fact]
    public void A_frame_that_cannot_be_is_refused()
    {
        using var folder = new WeightFolder();
        using var network = Variants.B.Build();
        network.Save(folder["network"]);
        FluentActions.Invoking(() => Checkpoint.Load(folder["network"], frame: new(3, 8, 8))).Should().Throw<ArgumentException>().WithParameterName("frame")
            .WithMessage($"frame has 3 channels; the weights of '{folder["network"]}' take 1. Only height and width can change.*");
        FluentActions.Invoking(() => Checkpoint.Load(folder["network"], frame: new(1, 0, 8))).Should().Throw<ArgumentException>().WithMessage("*Frame is 0 × 8 pixels; each side must be 1 to 65536.*");
        FluentActions.Invoking(() => Checkpoint.Load(folder["network"], frame: new(1, int.MaxValue, 8))).Should().Throw<ArgumentException>().WithMessage("*Frame is 2147483647 × 8 pixels*");
    }
}
