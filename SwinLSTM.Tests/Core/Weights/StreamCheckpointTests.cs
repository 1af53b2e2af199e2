using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class StreamCheckpointTests
{
    [Theory]
    [InlineData("D")]
    [InlineData("odd frame")]
    public void A_resumed_stream_goes_on_to_the_bit(string name)
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        var variant = Variants.Named(name);
        using var network = variant.Build(seed: 1);
        using var stream = network.Stream();
        stream.Push(variant.Frame(1, batch: 2));
        stream.Push(variant.Frame(2, batch: 2));
        stream.Save(folder["state"]);

        FrameStream resumed;
        using (NewDisposeScope()) resumed = network.ResumeStream(folder["state"]);
        using (resumed)
        {
            resumed.Forecast(3).ShouldEqual(stream.Forecast(3));
            var third = variant.Frame(3, batch: 2);
            stream.Push(third);
            resumed.Push(third);
            resumed.Forecast(3).ShouldEqual(stream.Forecast(3));
        }

        folder.Names.Should().Equal("state");
    }

    [Fact]
    public void A_network_of_another_element_type_goes_on_too()
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        using SwinLstmNetwork network = Variants.B.Build(seed: 1), exact = Variants.B.Options.Build(seed: 1, dtype: ScalarType.Float64);
        using var stream = network.Stream();
        stream.Push(Variants.B.Frame(1));
        stream.Save(folder["state"]);
        using var resumed = exact.ResumeStream(folder["state"]);
        stream.Push(Variants.B.Frame(2));
        resumed.Push(Variants.B.Frame(2).to(ScalarType.Float64));
        resumed.Forecast(2).ShouldBeNear(stream.Forecast(2).to(ScalarType.Float64), 1e-5);
    }

    [Fact]
    public void Any_network_can_be_resumed()
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        using var network = new AddOne();
        using var stream = network.Stream();
        stream.Push(tensor(new float[] { 10 }, [1, 1, 1, 1]));
        stream.Save(folder["state"]);
        using var resumed = network.ResumeStream(folder["state"]);
        resumed.Forecast(2).ShouldHold(11, 12);
        resumed.State![0].Hidden.ShouldHold(1);
    }

    [Fact]
    public void An_empty_stream_has_nothing_to_save()
    {
        using var folder = new WeightFolder();
        using var network = new AddOne();
        using var stream = network.Stream();
        stream.Invoking(s => s.Save(folder["state"])).Should().Throw<InvalidOperationException>()
            .WithMessage("The stream is empty; Push at least one frame before Save.");
        folder.Names.Should().BeEmpty();
    }

    [Theory]
    [InlineData("no version")]
    [InlineData("another version")]
    [InlineData("more cells")]
    [InlineData("fewer cells")]
    [InlineData("cells without number")]
    [InlineData("a missing tensor")]
    [InlineData("a tensor too many")]
    public void Other_files_are_refused(string fault)
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        using var network = Variants.B.Build();
        using var stream = network.Stream();
        stream.Push(zeros(1, 1, 8, 8));
        stream.Save(folder["state"]);
        var metadata = new Dictionary<string, string>
        {
            ["swinlstm-state"] = fault == "another version" ? "2" : "1",
            ["cells"] = fault switch { "more cells" => "2147483647", "fewer cells" => "0", "cells without number" => "-1", _ => "1" },
        };
        if (fault == "no version") metadata.Remove("swinlstm-state");
        NetworkFiles.Rewrite(folder["state"], folder["other"],
            (name, tensor) => fault == "a missing tensor" && name == "cell.0" ? null
            : (fault == "a tensor too many" && name == "last" ? "first" : name, tensor), metadata);
        network.Invoking(n => n.ResumeStream(folder["other"])).Should().Throw<InvalidDataException>().WithMessage(
            $"'{folder["other"]}' is no saved state of a stream, or is damaged: it must hold hidden.i and cell.i of every cell, 'next' " +
            "and 'last'. Write one with Save.");
    }

    [Fact]
    public void The_state_of_another_network_is_refused_when_it_is_used()
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        using SwinLstmNetwork small = Variants.B.Build(), large = Variants.D.Build();
        using var stream = small.Stream();
        stream.Push(zeros(1, 1, 8, 8));
        stream.Save(folder["state"]);
        using var resumed = large.ResumeStream(folder["state"]);
        resumed.Invoking(s => s.Push(zeros(1, 1, 8, 8))).Should().Throw<ArgumentException>()
            .WithMessage("state holds 1 cells; this network has 4.*");
    }

    [Fact]
    public void Damaged_files_are_resumed_or_refused()
    {
        using var folder = new WeightFolder();
        using var network = (Variants.B.Options with { EmbedChannels = 2 }).Build(seed: 1);
        network.eval();
        using (var stream = network.Stream())
        {
            using var frame = zeros(1, 1, 8, 8);
            stream.Push(frame);
            stream.Save(folder["state"]);
        }

        var whole = File.ReadAllBytes(folder["state"]);
        int refused = 0, resumed = 0;
        for (var seed = 0; seed < 500; seed++)
        {
            folder.Put("damaged", Damage.To(whole, seed));
            try
            {
                using var stream = network.ResumeStream(folder["damaged"]);
                resumed++;
                stream.Forecast(2).Dispose();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                // A shape or type that is not the network's: refused when it is used.
                e.Message.Should().ContainAny("Expected", "Convert one", "cannot feed on itself");
            }
        }

        refused.Should().BeGreaterThan(200);
        resumed.Should().BeGreaterThan(20);
    }
}
