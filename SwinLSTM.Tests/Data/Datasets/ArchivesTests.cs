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

    private static PaxTarEntry Regular(string name, string content) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    private static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.SmallestSize))
            gzip.Write(content);
        return memory.ToArray();
    }

    private void Refused(byte[] archive, string message, ExtractOptions? options = null)
    {
        File.WriteAllBytes(Archive, archive);
        FluentActions.Invoking(() => Archives.Extract(Archive, Target, options)).Should().Throw<InvalidDataException>().WithMessage(message);
        folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Should().Equal(["archive"], "nothing half done stays");
    }

    [Theory]
    [InlineData("zip", "import shutil,sys; shutil.make_archive(sys.argv[1], 'zip', sys.argv[2])")]
    [InlineData("tar", "import shutil,sys; shutil.make_archive(sys.argv[1], 'tar', sys.argv[2])")]
    [InlineData("tar.gz", "import shutil,sys; shutil.make_archive(sys.argv[1], 'gztar', sys.argv[2])")]
    [InlineData("tar", "import tarfile,sys; t=tarfile.open(sys.argv[1]+'.tar','w',format=tarfile.GNU_FORMAT); t.add(sys.argv[2],'.'); t.close()")]
    [InlineData("tar", "import tarfile,sys; t=tarfile.open(sys.argv[1]+'.tar','w',format=tarfile.USTAR_FORMAT); t.add(sys.argv[2],'.'); t.close()")]
    public void Archives_of_another_program_unpack(string extension, string script)
    {
        var source = folder.CreateSubdirectory("source");
        var deep = $"deep/{new string('d', 90)}/{new string('n', 80)}.bin";
        foreach (var (name, length) in new[] { ("empty", 0), ("läuft.txt", 3), ("boxing/person01.avi", 100_000), (deep, 512) })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(source.FullName, name))!);
            File.WriteAllBytes(Path.Combine(source.FullName, name), [.. Enumerable.Range(0, length).Select(i => (byte)(i * i % 251))]);
        }
        source.CreateSubdirectory("nothing in it");
        ForeignTools.Python(script, Archive, source.FullName);
        Archives.Extract($"{Archive}.{extension}", Target);
        IEnumerable<string> Names(string root) => Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Order(StringComparer.Ordinal);
        Names(Target).Should().Equal(Names(source.FullName));
        foreach (var name in Names(source.FullName).Where(name => File.Exists(Path.Combine(source.FullName, name))))
            File.ReadAllBytes(Path.Combine(Target, name)).Should().Equal(File.ReadAllBytes(Path.Combine(source.FullName, name)), name);
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
        Refused(Zip((name, [1], 0)), "*archive is not unpacked: its entry '*outside' leads out of the folder or is no name.");
        Refused(Tar(Regular(name, "x")), "*archive is not unpacked: its entry '*outside' leads out of the folder or is no name.");
        Refused(Gzip(Tar(Regular(name, "x"))), "*leads out of the folder*");
    }

    [Fact]
    public void Links_and_devices_are_refused()
    {
        Refused(Zip(("link", "/etc/passwd"u8.ToArray(), unchecked((int)0xA1FF0000))), "*'link' is a link or a device*");
        foreach (var (kind, target) in new[] { (TarEntryType.SymbolicLink, "/etc"), (TarEntryType.HardLink, "a"), (TarEntryType.Fifo, null) })
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
        Refused(Zip(("bomb", zeros, 0)), "*'bomb' makes it more than 67108864 bytes, which is beyond what * packed bytes may become. If it is meant so, raise*");
        Refused(Gzip(Tar(new PaxTarEntry(TarEntryType.RegularFile, "bomb") { DataStream = new MemoryStream(zeros) })), "*'bomb' makes it more than 67108864 bytes*");
        Refused(Zip(("a", [1, 2, 3], 0), ("b", [1, 2, 3], 0)), "*'b' makes it more than 5 bytes*", new() { MaximumBytes = 5 });
        Refused(Zip(("a", [], 0), ("b", [], 0), ("c", [], 0)), "*'c' is one more than the 2 that are allowed*", new() { MaximumEntries = 2 });
    }

    [Fact]
    public void What_is_no_archive_or_a_damaged_one_is_refused()
    {
        Refused([], "*archive is neither a zip nor a tar file*");
        Refused([.. "PK\x03\x04"u8, 1, 2, 3], "*archive does not unpack: *Fetch it again.");
        var tar = Tar(Regular("a", new string('x', 2000)));
        Refused(tar[..1500], "*archive is cut short. Fetch it again.");
        Refused([0x1F, 0x8B, 1, 2, 3, 4], "*archive does not unpack: *");
        tar[0] ^= 1;
        Refused(tar, "*has a damaged header*");
    }

    [Fact]
    public void A_folder_that_is_there_is_left_alone()
    {
        File.WriteAllBytes(Archive, Zip(("a", [1], 0)));
        Directory.CreateDirectory(Target);
        FluentActions.Invoking(() => Archives.Extract(Archive, Target)).Should().Throw<IOException>().WithMessage("*unpacked is there already. Delete it, or unpack into another folder.");
        Directory.EnumerateFileSystemEntries(Target).Should().BeEmpty();
    }

    [Fact]
    public void Damaged_archives_are_unpacked_or_refused_and_nothing_else()
    {
        byte[][] originals = [Zip(("a", [1, 2, 3], 0), ("b/c", [4, 5], 0)), Tar(Regular("a", "xyz"), new GnuTarEntry(TarEntryType.RegularFile, new string('n', 120)))];
        var (unpacked, refused) = (0, 0);
        for (var trial = 0; trial < 1000; trial++)
        {
            var random = new SampleRandom(5, trial);
            var file = (byte[])originals[trial % 2].Clone();
            for (var change = random.NextInt32(3); change >= 0; change--)
                file[random.NextInt32(random.NextInt32(2) == 0 ? file.Length : 600) % file.Length] = random.NextInt32(3) switch { 0 => 0xFF, 1 => (byte)random.NextInt32(256), _ => (byte)('0' + random.NextInt32(8)) };
            if (random.NextInt32(4) == 0)
                file = file[..random.NextInt32(file.Length)];
            File.WriteAllBytes(Archive, file);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Archives.Extract(Archive, Target);
                Directory.Delete(Target, recursive: true);
                unpacked++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20);
        }
        folder.EnumerateFileSystemInfos().Should().ContainSingle();
        unpacked.Should().BeGreaterThan(10);
        refused.Should().BeGreaterThan(250);
    }
}
