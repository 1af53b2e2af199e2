using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class KnownFilesTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"known-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void The_table_is_sound()
    {
        KnownFiles.All.Select(file => file.Name).Should().Contain(["mnist-train", "moving-mnist-test", "kth-walking"])
            .And.OnlyHaveUniqueItems();
        KnownFiles.All.Select(file => file.FileName).Should().OnlyHaveUniqueItems("all may come into one folder");
        KnownFiles.All.Should().OnlyContain(file => file.Addresses.All(address => address.Scheme == "https") && file.HomePage != null
            && file.Licence != null && file.Description != null);
        KnownFiles.All.Where(file => file.Sha256 is null).Select(file => file.Name).Should().OnlyContain(name => name.StartsWith("kth-"));
        KnownFiles.All.Where(file => file.Sha256 is not null).Should().OnlyContain(file => file.Bytes > 1_000_000);
    }

    [Fact]
    public void A_table_of_ones_own_adds_and_replaces()
    {
        File.WriteAllText(path, """
            [
              // ours is nearer
              { "name": "mnist-train", "fileName": "t.gz", "addresses": ["https://mirror.example.org/t.gz"], "bytes": 5 },
              { "name": "radar", "fileName": "radar.h5", "addresses": ["https://example.org/radar.h5"] },
            ]
            """);
        var files = KnownFiles.With(path);
        files.Should().HaveCount(KnownFiles.All.Count + 1);
        KnownFiles.Find("mnist-train", files).Bytes.Should().Be(5);
        KnownFiles.Find("radar", files).FileName.Should().Be("radar.h5");
        FluentActions.Invoking(() => KnownFiles.Find("radar")).Should().Throw<ArgumentException>()
            .WithMessage("There is no file 'radar'. There are: mnist-train, *");
    }

    [Theory]
    [InlineData("", "*no table of files*")]
    [InlineData("{}", "*no table of files*")]
    [InlineData("[null]", "*An entry is null*")]
    [InlineData("[{\"name\":\"a\"}]", "*no table of files*")]
    [InlineData("[{\"name\":\"a\",\"fileName\":\"../b\",\"addresses\":[\"https://x.org\"]}]", "*FileName is '../b'*")]
    [InlineData("[{\"name\":\"a\",\"fileName\":\"b\",\"addresses\":[\"x.org\"]}]", "*not whole*")]
    [InlineData("[{\"name\":\"a\",\"fileName\":\"b\",\"addresses\":[null]}]", "*not whole*")]
    [InlineData("[{\"name\":\"a\",\"fileName\":\"b\",\"sha265\":\"\",\"addresses\":[\"https://x.org\"]}]", "*sha265*")]
    [InlineData("[{\"name\":\"a\",\"fileName\":\"b\",\"addresses\":[\"https://x.org\"]}," +
        "{\"name\":\"a\",\"fileName\":\"b\",\"addresses\":[\"https://x.org\"]}]", "*'a' stands in it 2 times*")]
    public void What_is_no_table_is_refused(string table, string message)
    {
        File.WriteAllText(path, table);
        FluentActions.Invoking(() => KnownFiles.With(path)).Should().Throw<InvalidDataException>().WithMessage(message);
    }
}
