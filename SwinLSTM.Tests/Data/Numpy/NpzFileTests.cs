using System.IO.Compression;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class NpzFileTests : IDisposable
{
    private static readonly byte[] line = HandmadeNpy.File("<f4", "(4,)", 16);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private NpzFile Open(byte[] bytes, long most = 1 << 30)
    {
        File.WriteAllBytes(folder["a.npz"], bytes);
        return NpzFile.Open(folder["a.npz"], most);
    }

    private void Refused(HandmadeZip zip, string message, long most = 1 << 30) => Refused(zip.Bytes(), message, most);

    /// <summary>Refused when it is opened or when its array a is asked for.</summary>
    private void Refused(byte[] bytes, string message, long most = 1 << 30) =>
        FluentActions.Invoking(() =>
        {
            using var file = Open(bytes, most);
            return file["a"];
        }).Should().Throw<InvalidDataException>().WithMessage(message);

    [Fact]
    public void Archives_of_NumPy_are_read_stored_and_packed()
    {
        NumpyFiles.WriteArchives(folder[""]);
        foreach (var name in new[] { "stored.npz", "packed.npz" })
        {
            using var file = NpzFile.Open(folder[name]);
            file.Names.Should().Equal("X_train", "big", "turned", "noise", "zeros", "group/inner", "empty");
            file["X_train"].Shape.ToArray().Should().Equal(2, 3, 4);
            file["X_train"].ToArray<float>().Should().Equal(Enumerable.Range(0, 24).Select(i => (float)i));
            file["X_train"].Name.Should().Be($"X_train of {folder[name]}");
            file["big"].ToArray<ushort>().Should().Equal(0, 1, 2, 3, 4, 5, 6);
            file["turned"].ToArray<long>().Should().Equal(Enumerable.Range(0, 12).Select(i => (long)i));
            NumpyFiles.Sum(file["noise"].ToArray<byte>()).Should().Be(NoiseSum(name));
            file["zeros"].ToArray<double>().Should().HaveCount(100_000).And.OnlyContain(v => v == 0);
            file["group/inner"].ToArray<bool>().Should().Equal(true, true);
            file["empty"].Shape.ToArray().Should().Equal(0, 3);
            file["noise"].Should().BeSameAs(file["noise"], "it is unpacked once");
        }
    }

    private long NoiseSum(string archive)
    {
        ForeignTools.Python("import numpy, sys; numpy.save(sys.argv[2], numpy.load(sys.argv[1])['noise'])", folder[archive], folder["noise.npy"]);
        return long.Parse(NumpyFiles.LookAt(folder["noise.npy"])[0].Split(' ')[^2]);
    }

    [Fact]
    public void Archives_of_NET_with_comments_and_other_files_are_read()
    {
        using (var zip = ZipFile.Open(folder["b.npz"], ZipArchiveMode.Create))
        {
            zip.Comment = "made elsewhere";
            foreach (var (name, level) in new[] { ("a.npy", CompressionLevel.NoCompression), ("b.npy", CompressionLevel.Optimal), ("readme.txt", CompressionLevel.Optimal) })
            {
                using var member = zip.CreateEntry(name, level).Open();
                member.Write(line);
            }
        }
        using var file = NpzFile.Open(folder["b.npz"]);
        file.Names.Should().Equal("a", "b");
        file["a"].ToArray<float>().Should().Equal(file["b"].ToArray<float>());
    }

    [Fact]
    public void Numbers_of_64_bits_are_read_where_they_stand()
    {
        byte[] wide = [.. HandmadeZip.Short(9), .. HandmadeZip.Short(1), 7, .. HandmadeZip.Short(1), .. HandmadeZip.Short(16), .. BitConverter.GetBytes((long)line.Length), .. BitConverter.GetBytes((long)line.Length)];
        using var file = Open(new HandmadeZip().Add("a.npy", line, stored: uint.MaxValue, size: uint.MaxValue, extra: wide).Bytes());
        file["a"].Count.Should().Be(4);
        Refused(new HandmadeZip().Add("a.npy", line, stored: uint.MaxValue, size: uint.MaxValue, extra: wide[..13]), "*a.npy lacks its 64-bit numbers.");
    }

    [Fact]
    public void An_end_of_64_bits_is_read_where_it_stands()
    {
        var whole = new HandmadeZip { Wide = true }.Add("a.npy", line).Add("b.npy", line).Bytes();
        using (var file = Open(whole))
            file["b"].Count.Should().Be(4);
        whole[^(22 + 20 - 8)] ^= 1;
        Refused(whole, "*cannot be read as a ZIP archive: the 64-bit end of its directory is not where it says.");
    }

    [Fact]
    public void An_array_that_is_not_there_is_named_with_those_that_are()
    {
        using var file = Open(new HandmadeZip().Add("a.npy", line).Add("b.npy", line).Bytes());
        FluentActions.Invoking(() => file["c"]).Should().Throw<KeyNotFoundException>().WithMessage("*a.npz has no array 'c'; it has a, b.");
    }

    [Fact]
    public void What_is_no_archive_or_cut_short_is_refused()
    {
        var whole = new HandmadeZip().Add("a.npy", line, packed: true).Add("b.npy", line).Bytes();
        Refused([], "*a.npz cannot be read as a ZIP archive: it has no directory at its end; it is something else, or cut short.");
        Refused(line, "*it has no directory at its end*");
        for (var length = 0; length < whole.Length; length++)
            Refused(whole[..length], "*a.npz*");
        Refused(new HandmadeZip { Count = 3 }.Add("a.npy", line), "*its directory has 1 entries, but says 3.");
        Refused(new HandmadeZip { DirectoryAt = 5 }.Add("a.npy", line), "*its directory says that it has * bytes from byte 5, but it ends at byte *");
        Refused(new HandmadeZip { Disk = 1 }.Add("a.npy", line), "*it is one part of several; join them into one archive.");
        Refused([.. whole, 0], "*it has no directory at its end*");
    }

    [Theory]
    [InlineData("../a.npy")]
    [InlineData("/a.npy")]
    [InlineData("x/../../a.npy")]
    [InlineData("x\\a.npy")]
    [InlineData("C:a.npy")]
    [InlineData("./a.npy")]
    [InlineData("a\n.npy")]
    [InlineData("")]
    public void Names_that_lead_out_of_a_folder_are_refused(string name) =>
        Refused(new HandmadeZip().Add("a.npy", line).Add(name, line), "*a member is called '*', which is no name or leads out of a folder; pack it again under a plain name.");

    [Fact]
    public void Members_that_contradict_each_other_are_refused()
    {
        Refused(new HandmadeZip().Add("a.npy", line).Add("a.npy", line), "*two members are called 'a.npy'; pack it again with one of them.");
        Refused(new HandmadeZip().Add("a.npy", line).Add("b.npy", line, header: 0), "*.npy shares bytes with another member or with the directory.");
        Refused(new HandmadeZip().Add("a.npy", line, stored: (uint)line.Length + 10, size: (uint)line.Length + 10), "*a.npy shares bytes with another member or with the directory.");
        Refused(new HandmadeZip().Add("a.npy", line, header: 9999), "*a.npy lies beyond its end.");
        Refused(new HandmadeZip().Add("a.npy", line, header: 3), "*a.npy is not where the directory says.");
        Refused(new HandmadeZip().Add("a.npy", line, stored: 5), "*a.npy is stored as it is, but says 5 bytes there and * unpacked.");
        Refused(new HandmadeZip().Add("a.npy", line, flags: 1), "*a.npy is encrypted; unpack it with its password.");
        Refused(new HandmadeZip().Add("a.npy", line, method: 12), "*a.npy is packed with method 12; save it with numpy.savez or numpy.savez_compressed.");
    }

    [Fact]
    public void Packed_members_are_checked()
    {
        var length = (uint)line.Length;
        Refused(new HandmadeZip().Add("a.npy", line, packed: true, checksum: 1), "a of *a.npz is damaged: its checksum is * and must be 00000001. Fetch it again.");
        Refused(new HandmadeZip().Add("a.npy", line, packed: true, size: length + 1), "a of *a.npz says that it unpacks to * bytes but ends after *. Fetch it again.");
        Refused(new HandmadeZip().Add("a.npy", line, packed: true, size: length - 1), "a of *a.npz unpacks to more than the * bytes that it announces. Fetch it again.");
        Refused(new HandmadeZip().Add("a.npy", line, packed: true, data: [0xFF, 1, 2, 3]), "a of *a.npz does not unpack: * Fetch it again.");
        Refused(new HandmadeZip().Add("a.npy", HandmadeNpy.File("|O", "(4,)", 16), packed: true), "The header of a of *a.npz cannot be read: it holds Python objects,*");
    }

    [Fact]
    public void Bombs_are_left_packed()
    {
        byte[] zeros = [.. HandmadeNpy.Header($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({8 << 20},), }}\n"), .. new byte[8 << 20]];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(new HandmadeZip().Add("a.npy", zeros, packed: true), "a of *a.npz unpacks to 838* bytes; 1000000 are allowed. Save it with numpy.savez, which is read in place, or allow more when opening.", most: 1_000_000);
        Refused(new HandmadeZip().Add("a.npy", line, packed: true, size: uint.MaxValue - 1), "*a.npy says that * bytes unpack to 4294967294, which deflate cannot do.");
        Refused(new HandmadeZip().Add("a.npy", zeros, packed: true, size: 100), "a of *a.npz unpacks to more than the 100 bytes that it announces.*");
        using var allowed = Open(new HandmadeZip().Add("a.npy", zeros, packed: true).Bytes());
        allowed["a"].Count.Should().Be(8 << 20);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(48 << 20, "the archives were made of arrays of 8 MiB, but none was unpacked into another");
    }

    [Fact]
    public void Closing_it_closes_its_arrays()
    {
        var file = Open(new HandmadeZip().Add("a.npy", line).Add("b.npy", line, packed: true).Bytes());
        var (a, b) = (file["a"], file["b"]);
        a.Dispose(); // belongs to the file
        a.ToArray<float>().Should().HaveCount(4);
        file.Dispose();
        foreach (var array in new[] { a, b })
            FluentActions.Invoking(array.ToArray<float>).Should().Throw<ObjectDisposedException>().WithMessage("*a.npz was closed and is read no more.*");
        FluentActions.Invoking(() => file["a"]).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Damaged_archives_are_read_or_refused_and_nothing_else() => Damage(500);

    [Fact]
    [Trait("Category", "Long")]
    public void Ten_thousand_damaged_archives_are_read_or_refused_and_nothing_else() => Damage(10_000);

    private void Damage(int trials)
    {
        byte[][] originals = [new HandmadeZip().Add("a.npy", line).Add("b.npy", line, packed: true).Bytes(), new HandmadeZip { Comment = "about" }.Add("a.npy", line, packed: true).Bytes()];
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < trials; trial++)
        {
            var bytes = Mutations.Of(originals[trial % 2], trial, header: 1000);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var file = Open(bytes, most: 1 << 16);
                foreach (var name in file.Names)
                    Assert.True(file[name].Count < 1000 && file[name].ToTensor().numel() == file[name].Count);
                read++;
            }
            catch (InvalidDataException e)
            {
                Assert.Contains("a.npz", e.Message);
                refused++;
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        }
        read.Should().BeGreaterThan(trials * 3 / 100);
        refused.Should().BeGreaterThan(trials / 2);
    }
}
