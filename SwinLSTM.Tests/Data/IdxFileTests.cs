using System.Buffers.Binary;
using System.IO.Compression;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class IdxFileTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"idx-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(path);

    private static byte[] Idx(uint magic, uint count, uint height, uint width, int pixels)
    {
        var file = new byte[16 + pixels];
        foreach (var (i, number) in new[] { magic, count, height, width }.Index())
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 * i), number);
        for (var i = 0; i < pixels; i++)
            file[16 + i] = (byte)(i * 13 % 251);
        return file;
    }

    private static byte[] Gzip(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(data);
        return packed.ToArray();
    }

    private DigitImages Read(byte[] file)
    {
        File.WriteAllBytes(path, file);
        return IdxFile.Read(path);
    }

    [Theory]
    [InlineData(false, 5, 4, 3)]
    [InlineData(true, 5, 4, 3)]
    [InlineData(false, 3000, 28, 28)]
    [InlineData(true, 3000, 28, 28)]
    public void Images_come_back_plain_or_packed(bool packed, int count, int height, int width)
    {
        var file = Idx(0x803, (uint)count, (uint)height, (uint)width, count * height * width);
        var images = Read(packed ? Gzip(file) : file);
        (images.Count, images.Height, images.Width).Should().Be((count, height, width));
        for (var i = 0; i < count; i += 97)
            images[i].SequenceEqual(file.AsSpan(16 + i * height * width, height * width)).Should().BeTrue();
        images[count - 1].SequenceEqual(file.AsSpan(16 + (count - 1) * height * width)).Should().BeTrue();
    }

    [Fact]
    public void What_is_not_an_image_file_is_refused_with_a_reason()
    {
        void Refused(byte[] file, string message) =>
            FluentActions.Invoking(() => Read(file)).Should().Throw<InvalidDataException>().WithMessage(message);

        Refused([], "* is no whole IDX image file: it ends after 0 bytes, and has a header of 16. Fetch it again.");
        Refused(Idx(0x801, 5, 4, 3, 60), "*it begins with 0x00000801; images*begin with 0x00000803,*");
        Refused(Idx(0x803, 5, 4, 3, 59), "* announces 60 bytes of pixels but ends after 59.*");
        Refused(Idx(0x803, 5, 4, 3, 61), "* has more bytes than the 60 that its header announces. Fetch it again.");
        Refused(Gzip(Idx(0x803, 5, 4, 3, 61)), "* has more bytes than the 60 *");
        Refused(Idx(0x803, 0, 4, 3, 0), "* announces 0 images of 4 x 3; of so small a file, at least one pixel *");
        Refused(Idx(0x803, uint.MaxValue, uint.MaxValue, uint.MaxValue, 60), "* announces 4294967295 images of 4294967295 x 4294967295; *");
        Refused([0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "* is no whole IDX image file: *");
        Refused(Gzip(Idx(0x803, 500, 28, 28, 500 * 784))[..2000], "*");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_cannot_make_it_allocate_what_the_file_does_not_hold(bool packed)
    {
        var file = Idx(0x803, 2_000_000, 32, 32, 100);
        File.WriteAllBytes(path, packed ? Gzip(file) : file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        FluentActions.Invoking(() => IdxFile.Read(path)).Should().Throw<InvalidDataException>();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(8 << 20);
    }

    [Fact]
    public void A_bomb_is_left_packed_beyond_what_its_header_announces()
    {
        File.WriteAllBytes(path, Gzip([.. Idx(0x803, 2, 28, 28, 1568), .. new byte[64 << 20]]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        FluentActions.Invoking(() => IdxFile.Read(path)).Should().Throw<InvalidDataException>()
            .WithMessage("* has more bytes than the 1568 *");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(2 << 20);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_and_nothing_else() => Damage(0, 150);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_damaged_files_are_read_or_refused_and_nothing_else() => Damage(150, 2_500);

    private void Damage(int first, int last)
    {
        byte[][] originals = [Idx(0x803, 5, 4, 3, 60), Gzip(Idx(0x803, 5, 4, 3, 60))];
        var (read, refused) = (0, 0);
        for (var trial = first; trial < last; trial++)
        {
            var file = Mutations.Of(originals[trial % 2], trial, header: 20);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var images = Read(file);
                Assert.True((long)images.Count * images.Height * images.Width is > 0 and < 1000);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
        }
        read.Should().BeGreaterThan((last - first) / 40);
        refused.Should().BeGreaterThan((last - first) / 4);
    }
}
