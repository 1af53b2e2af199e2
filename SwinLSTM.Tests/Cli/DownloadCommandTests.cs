using System.Security.Cryptography;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

[Collection(nameof(Swinlstm))]
public sealed class DownloadCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("download");
    private readonly byte[] content = MakeZip();

    public void Dispose() => folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(folder.FullName, name);

    private static byte[] MakeZip()
    {
        using var memory = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(memory, System.IO.Compression.ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("walking/person01.avi").Open();
            entry.Write([1, 2, 3]);
        }
        return memory.ToArray();
    }

    private string Table(LocalServer server, string? sha256)
    {
        File.WriteAllText(In("table.json"), JsonSerializer.Serialize(
            new[] { new { name = "walks", fileName = "walks.zip", addresses = new[] { server.At("x").ToString() }, sha256 } }));
        return In("table.json");
    }

    [Fact]
    public void The_list_names_every_file_and_where_it_comes_from() =>
        Swinlstm.Run("download", "--list").ShouldSucceed().Output.Should().Contain("mnist-train").And.Contain("moving-mnist-test")
            .And.Contain("819.2 MB").And.Contain("(no SHA-256 is published)").And.Contain("https://www.csc.kth.se/cvap/actions/");

    [Fact]
    public void A_file_is_fetched_checked_and_unpacked_once()
    {
        using var server = new LocalServer(request => LocalServer.File(request, content));
        var sum = Convert.ToHexStringLower(SHA256.HashData(content));
        string[] arguments = ["download", "walks", "--table", Table(server, sum), "--to", In("data"), "--unpack"];
        Swinlstm.Run(arguments).ShouldSucceed().Output.Should().Contain($"fetched, SHA-256 {sum}, as it must be.").And.Contain("unpacked.");
        File.ReadAllBytes(In("data/walks/walking/person01.avi")).Should().Equal(1, 2, 3);
        Swinlstm.Run(arguments).ShouldSucceed().Output.Should().Contain("already there, SHA-256").And.Contain("walks: already there.");
        server.Requests.Should().ContainSingle();
    }

    [Fact]
    public void Without_a_sum_it_asks_for_one()
    {
        using var server = new LocalServer(request => LocalServer.File(request, content));
        string[] arguments = ["download", "walks", "--table", Table(server, null), "--to", In("data")];
        Swinlstm.Run(arguments).ShouldRefuse("*No SHA-256 of walks is published*--sha256*--unchecked*");
        Swinlstm.Run([.. arguments, "--sha256", new string('0', 64)]).ShouldRefuse("*gave another file than walks*");
        Swinlstm.Run([.. arguments, "--unchecked"]).ShouldSucceed().Output.Should().Contain(", not checked.");
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Swinlstm.Run("download").ShouldRefuse("*Which file? Give its NAME; 'swinlstm download --list' shows them.*");
        Swinlstm.Run("download", "walks").ShouldRefuse("*There is no file 'walks'. There are: mnist-train, *");
        Swinlstm.Run("download", "mnist-train", "mnist-test", "--sha256", "00").ShouldRefuse("*--sha256 belongs to one file*");
        Swinlstm.Run("download", "mnist-train", "--table", In("nowhere.json")).ShouldRefuse("*nowhere.json*");
    }
}
