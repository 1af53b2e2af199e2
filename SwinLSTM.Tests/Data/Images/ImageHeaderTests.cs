using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class ImageHeaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly Dictionary<string, byte[]> made = []; // a program takes long to start

    private byte[] Image(string ending, string pixels = "")
    {
        if (made.TryGetValue(ending + pixels, out var image))
            return [.. image];
        PictureFrames.Noise(1, 3, 5, 7).WriteImages(folder["images"], "%d." + ending, 1, pixels == "" ? [] : ["-pix_fmt", pixels]);
        return [.. made[ending + pixels] = File.ReadAllBytes(folder["images", "1." + ending])];
    }

    private static (ImageHeader Header, int Bytes) Read(byte[] file)
    {
        Span<byte> image = [.. file];
        var header = ImageHeader.Read(ref image, 1 << 20);
        return (header, image.Length);
    }

    [Theory]
    [InlineData("png", "Png", "rgb24")]
    [InlineData("jpg", "Jpeg", "yuvj420p")]
    [InlineData("bmp", "Bmp", "bgr24")]
    [InlineData("tiff", "Tiff", "rgb24")]
    [InlineData("ppm", "Pnm", "rgb24")]
    [InlineData("pgm", "Pnm", "gray16be")]
    public void The_size_is_the_one_that_ffmpeg_wrote(string ending, string kind, string pixels)
    {
        var (header, _) = Read(Image(ending, pixels));
        (header.Kind.ToString(), header.Width, header.Height).Should().Be((kind, 7, 5));
    }

    [Fact]
    public void Comments_of_a_pgm_and_rows_from_above_of_a_bmp_are_understood()
    {
        Read([.. "P5 # a comment\n# another\n3\t2\n255\n"u8, 1, 2, 3, 4, 5, 6, 7]).Should().Be((new ImageHeader(ImageKind.Pnm, 3, 2), 39));
        var bmp = Image("bmp");
        BitConverter.GetBytes(-5).CopyTo(bmp, 22);
        Read(bmp).Header.Height.Should().Be(5);
    }

    [Fact]
    public void Chunks_of_a_png_that_make_no_pixels_are_left_out()
    {
        var png = Image("png");
        byte[] more = [0, 0, 0, 4, .. "iCCP"u8, 1, 2, 3, 4, 0, 0, 0, 0];
        Read([.. png[..33], .. more, .. png[33..], .. more]).Bytes.Should().Be(Read(png).Bytes);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("bmp")]
    [InlineData("tiff")]
    [InlineData("ppm")]
    public void Damaged_headers_are_read_or_refused_and_nothing_else(string ending)
    {
        var whole = Image(ending);
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < 10_000; trial++)
        {
            var file = TextDamage.To(whole, (ulong)trial);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Span<byte> image = file;
                var header = ImageHeader.Read(ref image, 1 << 20);
                ((long)header.Width * header.Height).Should().BeInRange(1, 1 << 20);
                image.Length.Should().BeInRange(1, file.Length);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(50_000);
        }
        read.Should().BeGreaterThan(1000);
        refused.Should().BeGreaterThan(1000);
    }

    // Each damaged image through ffmpeg, among good ones, which must come out whole.
    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    public void Damaged_images_are_decoded_or_refused_and_nothing_else(string ending)
    {
        var whole = Image(ending);
        var options = new ImageOptions { Pixels = new() { Height = 4, Width = 6 }, FFmpeg = new() { MaximumPixels = 1 << 16 } };
        string[] files = [.. Enumerable.Range(0, 18).Select(i => folder[$"{i}.{ending}"])];
        for (var i = 0; i < files.Length; i++)
            File.WriteAllBytes(files[i], i % 2 == 0 ? whole : TextDamage.To(whole, (ulong)(i + 500)));
        using var images = ImageSequence.Open(files, options);
        var good = images.Read(new(0, 1));
        var (read, refused) = (0, 0);
        for (var i = 1; i < files.Length; i += 2)
            try
            {
                images.Read(new(i, i + 1 < files.Length ? 2 : 1)).AsSpan(72).SequenceEqual(i + 1 < files.Length ? good : []).Should().BeTrue("image {0} is whole", i + 1);
                read++;
            }
            catch (InvalidDataException refusal)
            {
                refusal.Message.Should().Contain($"{i}.{ending}'");
                refused++;
            }
        (read + refused).Should().Be(9);
        refused.Should().BePositive();
    }
}
