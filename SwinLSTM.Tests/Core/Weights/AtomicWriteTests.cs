using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class AtomicWriteTests
{
    [Fact]
    public void A_write_replaces_the_old_file_and_leaves_nothing_beside_it()
    {
        using var folder = new WeightFolder();
        using Tensor x = WeightTensors.OfFloats([1], 2);
        folder.Put("a", new byte[1000]);
        Safetensors.Write(folder["a"], [("x", x)]);
        using TensorFile read = Safetensors.Read(folder["a"]);
        read["x"].item<float>().Should().Be(2);
        folder.Names.Should().Equal("a");
    }

    [Fact]
    public void The_old_file_is_whole_while_the_new_one_is_written_and_after_that_fails()
    {
        using var folder = new WeightFolder();
        folder.Put("a", [1, 2, 3]);
        string[] during = [];
        IEnumerable<(string, Tensor)> fails()
        {
            during = folder.Names;
            File.ReadAllBytes(folder["a"]).Should().Equal(1, 2, 3);
            yield return during.Length > 0 ? throw new InvalidOperationException("on purpose") : default;
        }

        FluentActions.Invoking(() => Safetensors.Write(folder["a"], fails())).Should().Throw<InvalidOperationException>().WithMessage("on purpose");

        during.Should().HaveCount(2).And.Contain("a").And.ContainMatch("a.*.tmp");
        folder.Names.Should().Equal("a");
        File.ReadAllBytes(folder["a"]).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void What_cannot_be_renamed_leaves_nothing()
    {
        using var folder = new WeightFolder();
        using Tensor x = WeightTensors.OfFloats([1], 2);
        Directory.CreateDirectory(folder["taken"]);
        FluentActions.Invoking(() => Safetensors.Write(folder["taken"], [("x", x)])).Should().Throw<Exception>()
            .Which.Should().Match(e => e is IOException || e is UnauthorizedAccessException);
        folder.Names.Should().Equal("taken");
    }
}
