using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>The helper that every writer of the library uses, seen through the writer of weights.</summary>
public class AtomicWriteTests
{
    [Fact]
    public void A_write_replaces_the_old_file_and_leaves_nothing_beside_it()
    {
        using var folder = new WeightFolder();
        folder.Put("a", new byte[1000]);
        Write(folder["a"]);
        ShouldHoldTwo(folder["a"]);
        folder.Names.Should().Equal("a");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_old_file_is_whole_while_the_new_one_is_written_and_after_that_fails(bool full)
    {
        using var folder = new WeightFolder();
        folder.Put("a", [1, 2, 3]);
        string[] during = [];
        IEnumerable<(string, Tensor)> fails()
        {
            during = folder.Names;
            File.ReadAllBytes(folder["a"]).Should().Equal(1, 2, 3);
            yield return full ? throw new IOException("No space left on device.") : throw new InvalidOperationException("on purpose");
        }

        var write = FluentActions.Invoking(() => Safetensors.Write(folder["a"], fails()));
        if (full) write.Should().Throw<IOException>().WithMessage(Refusal(folder["a"], "No space left on device."));
        else write.Should().Throw<InvalidOperationException>().WithMessage("on purpose");

        during.Should().HaveCount(2).And.Contain("a").And.ContainMatch("a.*.tmp");
        folder.Names.Should().Equal("a");
        File.ReadAllBytes(folder["a"]).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void A_place_that_takes_no_file_is_named_and_left_as_it_was()
    {
        using var folder = new WeightFolder();
        Directory.CreateDirectory(folder["taken"]);
        folder.Put("file", [1]);
        foreach (var place in new[] { "taken", "none/a", "file/a" })
            FluentActions.Invoking(() => Write(folder[place])).Should().Throw<IOException>().WithMessage(Refusal(folder[place], "*"));
        folder.Names.Should().Equal("file", "taken");
        Directory.GetFileSystemEntries(folder["taken"]).Should().BeEmpty();
    }

    [Fact]
    public void A_link_stays_one_and_its_target_is_replaced()
    {
        using var folder = new WeightFolder();
        Directory.CreateDirectory(folder["far"]);
        folder.Put("far/a", [1]);
        File.CreateSymbolicLink(folder["link"], "far/a");
        File.CreateSymbolicLink(folder["twice"], "link");
        File.CreateSymbolicLink(folder["new"], "far/b");
        foreach (var link in new[] { "link", "twice", "new" })
        {
            File.WriteAllBytes(folder["far/a"], [1]);
            Write(folder[link]);
            new FileInfo(folder[link]).LinkTarget.Should().NotBeNull();
            ShouldHoldTwo(folder[link]);
        }

        folder.Names.Should().Equal("far", "link", "new", "twice");
        Directory.GetFileSystemEntries(folder["far"]).Should().HaveCount(2);
        File.CreateSymbolicLink(folder["round"], "round");
        FluentActions.Invoking(() => Write(folder["round"])).Should().Throw<IOException>().WithMessage(Refusal(folder["round"], "*"));
    }

    [Fact]
    public void The_new_file_has_the_permissions_of_the_old()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new WeightFolder();
        folder.Put("a", [1]);
        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(folder["a"], Shared);
        Write(folder["a"]);
        File.GetUnixFileMode(folder["a"]).Should().Be(Shared);
    }

    private static string Refusal(string path, string cause) =>
        $"'{path}' was not written; what was there is as it was. {cause} " +
        "Choose a folder that exists, takes new files and has room for them.";

    private static void Write(string path)
    {
        using var x = WeightTensors.OfFloats([1], 2);
        Safetensors.Write(path, [("x", x)]);
    }

    private static void ShouldHoldTwo(string path)
    {
        using var read = Safetensors.Read(path);
        read["x"].item<float>().Should().Be(2);
    }
}
