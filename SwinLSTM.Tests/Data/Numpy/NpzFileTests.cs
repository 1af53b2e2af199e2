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

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("packed.npz")]
    public void Archives_of_NumPy_are_read_stored_and_packed(string name)
    {
        using var file = NpzFile.Open(NumpyFiles.Path(name));
        file.Names.Should().Equal("X_train", "big", "turned", "zeros", "group/inner", "empty");
        file["X_train"].Shape.ToArray().Should().Equal(2, 3, 4);
        file["X_train"].ToArray<float>().Should().Equal(Enumerable.Range(0, 24).Select(i => (float)i));
        file["X_train"].Name.Should().Be($"X_train of {NumpyFiles.Path(name)}");
        file["big"].ToArray<ushort>().Should().Equal(0, 1, 2, 3, 4, 5, 6);
        file["turned"].ToArray<long>().Should().Equal(Enumerable.Range(0, 12).Select(i => (long)i));
        file["zeros"].ToArray<double>().Should().HaveCount(1_000).And.OnlyContain(v => v == 0);
        file["group/inner"].ToArray<bool>().Should().Equal(true, true);
        file["empty"].Shape.ToArray().Should().Equal(0, 3);
        file["big"].Should().BeSameAs(file["big"], "it is read once");
    }

    [Fact]
    public void Archives_of_NET_with_comments_and_other_files_are_read()
    {
        using (var zip = ZipFile.Open(folder["b.npz"], ZipArchiveMode.Create))
        {
            zip.Comment = "made elsewhere";
            foreach (var (name, level) in new[] { ("a.npy", CompressionLevel.NoCompression), ("b.npy", CompressionLevel.Optimal),
                ("readme.txt", CompressionLevel.Optimal) })
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
    public void An_array_that_is_not_there_is_named_with_those_that_are()
    {
        using var file = Open(new HandmadeZip().Add("a.npy", line).Add("b.npy", line).Bytes());
        FluentActions.Invoking(() => file["c"]).Should().Throw<KeyNotFoundException>().WithMessage("*a.npz has no array 'c'; it has a, b.");
    }

    [Fact]
    public void What_is_no_archive_or_cut_short_is_refused()
    {
        var whole = new HandmadeZip().Add("a.npy", line, packed: true).Add("b.npy", line).Bytes();
        Refused([], "*a.npz cannot be read as a ZIP archive: *");
        Refused(line, "*a.npz cannot be read as a ZIP archive: *");
        for (var length = 0; length < whole.Length; length++)
            Refused(whole[..length], "*a.npz*");
        Refused(new HandmadeZip { Count = 3 }.Add("a.npy", line), "*a.npz cannot be read as a ZIP archive: *");
        Refused(new HandmadeZip().Add("a.npy", line).Add("a.npy", line), "*two members are called 'a.npy'; pack it again with one of them");
    }

    [Fact]
    public void Members_are_held_to_what_they_say()
    {
        var length = (uint)line.Length;
        foreach (var packed in new[] { false, true })
        {
            Refused(new HandmadeZip().Add("a.npy", line, packed, checksum: 1), "a of *a.npz is damaged: *");
            Refused(new HandmadeZip().Add("a.npy", line, packed, size: length + 1), "a of *a.npz*");
            Refused(new HandmadeZip().Add("a.npy", line, packed, size: length - 1), "a of *a.npz*");
        }
        Refused(new HandmadeZip().Add("a.npy", line, packed: true, data: [0xFF, 1, 2, 3]), "a of *a.npz is damaged: * Fetch it again.");
        Refused(new HandmadeZip().Add("a.npy", HandmadeNpy.File("|O", "(4,)", 16), packed: true),
            "The header of a of *a.npz cannot be read: it holds Python objects,*");
        Refused(new HandmadeZip().Add("a.npy", line, header: 9999), "*a.npz*");
        Refused(new HandmadeZip().Add("a.npy", line, method: 12), "*a.npz*");
    }

    [Fact]
    public void Bombs_are_left_packed()
    {
        byte[] zeros = [.. HandmadeNpy.Header($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({8 << 20},), }}\n"),
            .. new byte[8 << 20]];
        Refused(new HandmadeZip().Add("a.npy", zeros, packed: true),
            "a of *a.npz takes 838* bytes; 1000000 are allowed. Save it with numpy.save, which is read in place, or allow more when " +
            "opening.", most: 1_000_000);
        Refused(new HandmadeZip().Add("a.npy", line, packed: true, size: uint.MaxValue - 1),
            "a of *a.npz says that * bytes unpack to 4294967294, of a file of *; it is damaged. Fetch it again.", most: long.MaxValue);
        Refused(new HandmadeZip().Add("a.npy", zeros, packed: true, size: 100), "a of *a.npz*");
        using var allowed = Open(new HandmadeZip().Add("a.npy", zeros, packed: true).Bytes());
        allowed["a"].Count.Should().Be(8 << 20);
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
            FluentActions.Invoking(array.ToArray<float>).Should().Throw<ObjectDisposedException>()
                .WithMessage("*a.npz was closed and is read no more.*");
        FluentActions.Invoking(() => file["a"]).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Damaged_archives_are_read_or_refused_and_nothing_else() => Damage(0, 150);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_damaged_archives_are_read_or_refused_and_nothing_else() => Damage(150, 2_500);

    private void Damage(int first, int last)
    {
        byte[][] originals = [new HandmadeZip().Add("a.npy", line).Add("b.npy", line, packed: true).Bytes(),
            new HandmadeZip { Comment = "about" }.Add("a.npy", line, packed: true).Bytes()];
        var (read, refused) = (0, 0);
        for (var trial = first; trial < last; trial++)
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
        read.Should().BeGreaterThan((last - first) / 40);
        refused.Should().BeGreaterThan((last - first) / 3);
    }
}
