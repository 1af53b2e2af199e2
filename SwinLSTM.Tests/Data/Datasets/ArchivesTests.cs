using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class ArchivesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("archives");

    private string Archive => Path.Combine(folder.FullName, "archive");

    private string Target => Path.Combine(folder.FullName, "unpacked");

    public void Dispose() => folder.Delete(recursive: true);

    private static byte[] Zip(params (string Name, byte[] Content, int Attributes)[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create))
            foreach (var (name, content, attributes) in entries)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                using var stream = entry.Open();
                stream.Write(content);
            }
        return memory.ToArray();
    }

    private static byte[] Tar(params TarEntry[] entries)
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory))
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        return memory.ToArray();
    }

    private static PaxTarEntry Regular(string name, string content) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    private static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.SmallestSize))
            gzip.Write(content);
        return memory.ToArray();
    }

    private void Refused(byte[] archive, string message, long? mostBytes = null, int mostEntries = 1_000_000)
    {
        File.WriteAllBytes(Archive, archive);
        FluentActions.Invoking(() => Archives.Extract(Archive, Target, mostBytes, mostEntries)).Should().Throw<InvalidDataException>()
            .WithMessage(message);
        folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Should().Equal(["archive"], "nothing half done stays");
    }

    [Theory]
    [InlineData("deflated.zip")]
    [InlineData("pax.tar.gz")]
    [InlineData("gnu.tar")]
    [InlineData("ustar.tar")]
    public void Archives_of_another_program_unpack(string name)
    {
        Archives.Extract(Repository.At($"SwinLSTM.Tests/Data/Files/archives/{name}"), Target);
        var deep = $"deep/{new string('d', 90)}/{new string('n', 80)}.bin";
        var files = new Dictionary<string, int> { ["empty"] = 0, ["läuft.txt"] = 3, ["boxing/person01.avi"] = 5000, [deep] = 512 };
        foreach (var (path, length) in files)
            File.ReadAllBytes(Path.Combine(Target, path)).Should().Equal(Enumerable.Range(0, length).Select(i => (byte)(i * i % 251)),
                path);
        Directory.EnumerateFileSystemEntries(Path.Combine(Target, "nothing in it")).Should().BeEmpty();
        Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories).Should().HaveCount(4);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a\\..\\..\\outside")]
    [InlineData("/outside")]
    [InlineData("\\outside")]
    [InlineData("c:/outside")]
    public void Paths_that_lead_out_are_refused(string name)
    {
        Refused(Zip((name, [1], 0)), "*archive is not unpacked: Its entry '*outside' leads out of the folder or is no name.");
        Refused(Tar(Regular(name, "x")), "*archive is not unpacked: Its entry '*outside' leads out of the folder or is no name.");
        Refused(Gzip(Tar(Regular(name, "x"))), "*leads out of the folder*");
    }

    [Fact]
    public void Links_and_devices_are_refused()
    {
        Refused(Zip(("link", "/etc/passwd"u8.ToArray(), unchecked((int)0xA1FF0000))), "*'link' is a link or a device*");
        foreach (var (kind, target) in new[] { (TarEntryType.SymbolicLink, "/etc"), (TarEntryType.HardLink, "a"),
            (TarEntryType.Fifo, null) })
        {
            var entry = new PaxTarEntry(kind, "link");
            if (target is not null) entry.LinkName = target;
            Refused(Tar(Regular("a", "x"), entry), "*'link' is a link or a device*");
        }
    }

    [Fact]
    public void Names_that_come_twice_are_refused()
    {
        Refused(Zip(("a/b", [1], 0), ("a\\B", [2], 0)), "*'a\\B' comes twice.");
        Refused(Tar(Regular("a", "x"), Regular("a", "y")), "*'a' comes twice.");
        Refused(Tar(new PaxTarEntry(TarEntryType.Directory, "a"), Regular("a", "y")), "*'a' comes twice.");
    }

    [Fact]
    public void Bombs_are_refused_before_they_go_off()
    {
        var zeros = new byte[80 << 20];
        Refused(Zip(("bomb", zeros, 0)), "*It unpacks to more than 67108864 bytes, which is beyond what * packed bytes may become. If " +
            "it is meant so, raise*");
        Refused(Gzip(Tar(new PaxTarEntry(TarEntryType.RegularFile, "bomb") { DataStream = new MemoryStream(zeros) })),
            "*It unpacks to more than 67108864 bytes*");
        Refused(Zip(("a", [1, 2, 3], 0), ("b", [1, 2, 3], 0)), "*It unpacks to more than 5 bytes*", mostBytes: 5);
        Refused(Zip(("a", [], 0), ("b", [], 0), ("c", [], 0)), "*'c' is one more than the 2 that are allowed*",
            mostEntries: 2);
    }

    [Fact]
    public void What_is_no_archive_or_a_damaged_one_is_refused()
    {
        Refused([], "*archive is not unpacked: It is neither a zip nor a tar file, plain or packed with gzip.");
        Refused([.. "PK\x03\x04"u8, 1, 2, 3], "*archive is not unpacked: *");
        var tar = Tar(Regular("a", new string('x', 2000)));
        Refused(tar[..1500], "*archive is cut short. Fetch it again.");
        Refused([0x1F, 0x8B, 1, 2, 3, 4], "*archive is not unpacked: *");
        tar[0] ^= 1;
        Refused(tar, "*archive is not unpacked: A header is damaged: its checksum is another. Fetch it again.");
        // The library looks at no checksum of a zip: the content says 'x', the directory says otherwise.
        var zip = Zip(("a", "xxxx"u8.ToArray(), 0));
        zip[zip.AsSpan().LastIndexOf("PK\x01\x02"u8) + 16] ^= 1;
        Refused(zip, "*archive is not unpacked: Its entry 'a' is damaged: its length or its checksum is another. Fetch the archive again.");
        // A name of a gibibyte is announced.
        var name = Tar(new GnuTarEntry(TarEntryType.RegularFile, new string('n', 120)));
        "10000000000\0"u8.CopyTo(name.AsSpan(124));
        var sum = 256 + name.AsSpan(0, 512).ToArray().Sum(value => value) - name.AsSpan(148, 8).ToArray().Sum(value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(name, 148);
        Refused(name, "*archive is not unpacked: It announces a name of 1073741824 bytes; at most 65536 are read.");
    }

    [Fact]
    public void A_folder_that_is_there_is_left_alone()
    {
        File.WriteAllBytes(Archive, Zip(("a", [1], 0)));
        Directory.CreateDirectory(Target);
        FluentActions.Invoking(() => Archives.Extract(Archive, Target)).Should().Throw<IOException>()
            .WithMessage("*unpacked is there already. Delete it, or unpack into another folder.");
        Directory.EnumerateFileSystemEntries(Target).Should().BeEmpty();
    }

    [Fact]
    public void A_few_damaged_archives_are_unpacked_or_refused_and_nothing_else() => Damaged(100);

    [Fact]
    [Trait("Category", "Long")]
    public void Damaged_archives_are_unpacked_or_refused_and_nothing_else() => Damaged(2000);

    private void Damaged(int trials)
    {
        string[] names = ["deflated.zip", "pax.tar.gz", "gnu.tar", "ustar.tar"];
        var (unpacked, refused) = (0, 0);
        for (var trial = 0; trial < trials; trial++)
        {
            var whole = File.ReadAllBytes(Repository.At($"SwinLSTM.Tests/Data/Files/archives/{names[trial % names.Length]}"));
            File.WriteAllBytes(Archive, Mutations.Of(whole, trial, header: 1024));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Archives.Extract(Archive, Target);
                Directory.Delete(Target, recursive: true);
                unpacked++;
            }
            catch (InvalidDataException refusal)
            {
                refusal.Message.Should().StartWith(Archive);
                refused++;
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20);
        }
        folder.EnumerateFileSystemInfos().Should().ContainSingle("nothing half done stays");
        unpacked.Should().BeGreaterThan(trials / 100);
        refused.Should().BeGreaterThan(trials / 4);
    }
}
