using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class ImageSequenceTests : IDisposable
{
    private static readonly ImageOptions grey = new() { Pixels = new() { Color = PixelColor.Grey } };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string[] Images(PictureFrames frames, string ending, params string[] encoder)
    {
        frames.WriteImages(folder["images"], "%d." + ending, 1, encoder);
        return [.. Enumerable.Range(1, frames.Count).Select(t => folder["images", $"{t}.{ending}"])];
    }

    [Theory]
    [InlineData("png", 1, "gray")]
    [InlineData("png", 3, "rgb24")]
    [InlineData("bmp", 3, "bgr24")]
    [InlineData("bmp", 1, "gray")]
    [InlineData("tiff", 3, "rgb24")]
    [InlineData("pgm", 1, "gray")]
    [InlineData("ppm", 3, "rgb24")]
    public void Lossless_images_give_their_pixels_to_the_byte(string ending, int channels, string pixels)
    {
        var frames = PictureFrames.Noise(5, channels, 21, 34);
        using var images = ImageSequence.Open(Images(frames, ending, "-pix_fmt", pixels), channels == 1 ? grey : null);
        images.Length.Should().Be(5);
        images.Frame.Should().Be(new Data.FrameShape(channels, 21, 34));
        images.ReadAll().Should().Equal(frames.Planar());
        images.Read(new(1, 2, 2)).Should().Equal(new FrameRange(1, 2, 2).Of(frames.Planar(), channels * 21 * 34));
    }

    // ffmpeg writes grey BMP files with a table of colours; PNG files have them from many programs.
    [Fact]
    public void Greys_of_a_palette_are_exact()
    {
        var greys = new PictureFrames(1, 1, 16, 16, [.. Enumerable.Range(0, 256).Select(shade => (byte)shade)]);
        greys.WriteImages(folder["images"], "%d.bmp");
        ForeignTools.Ffmpeg("-i", folder["images", "1.bmp"], "-pix_fmt", "pal8", folder["images", "1.png"]);
        ForeignTools.Ffmpeg("-i", folder["images", "1.bmp"], "-pix_fmt", "pal8", folder["images", "1.tiff"]);
        foreach (var ending in (string[])["bmp", "png", "tiff"])
        {
            using var images = ImageSequence.Open([folder["images", "1." + ending]], grey);
            images.ReadAll().Should().Equal(greys.Pixels, ending);
        }
    }

    // An orthonormal transform keeps the energy of an error, and a coefficient is rounded by half a step: the largest step is in the file (DQT).
    [Fact]
    public void A_jpeg_stays_within_what_its_largest_step_rounds()
    {
        var frames = PictureFrames.Wave(4, 1, 32, 48);
        var files = Images(frames, "jpg", "-q:v", "2", "-pix_fmt", "yuvj444p");
        var file = File.ReadAllBytes(files[0]);
        var table = file.AsSpan(file.AsSpan().IndexOf<byte>([0xFF, 0xDB]) + 5, 64).ToArray();
        using var images = ImageSequence.Open(files, grey);
        var read = images.ReadAll();
        for (var t = 0; t < 4; t++)
            Math.Sqrt(Enumerable.Range(t * 1536, 1536).Average(i => Math.Pow(read[i] - frames.Pixels[i], 2))).Should().BeLessThan((table.Max() / 2.0) + 1);
    }

    [Fact]
    public void Grey_is_the_luma_of_colours()
    {
        var frames = PictureFrames.Noise(1, 3, 16, 16);
        using var images = ImageSequence.Open(Images(frames, "png"), grey);
        var read = images.ReadAll();
        for (var i = 0; i < 256; i++)
            ((double)read[i]).Should().BeApproximately((0.299 * frames.Pixels[3 * i]) + (0.587 * frames.Pixels[(3 * i) + 1]) + (0.114 * frames.Pixels[(3 * i) + 2]), 0.51);
    }

    [Fact]
    public void Sizes_and_formats_may_change_where_frames_are_resized()
    {
        var (small, large) = (PictureFrames.Noise(3, 1, 8, 16), PictureFrames.Noise(3, 1, 20, 30, 2));
        string[] files = [.. Images(small, "png"), .. Images(large, "bmp"), folder["images", "2.png"]];
        using var images = ImageSequence.Open(files, new() { Pixels = new() { Color = PixelColor.Grey, Height = 10, Width = 12 } });
        byte[] Resized(PictureFrames frames, int t)
        {
            var result = new byte[120];
            new PlaneResizer(frames.Height, frames.Width, 10, 12, ResizeFilter.Bilinear).Resize(frames.Pixels.AsSpan(t * frames.Height * frames.Width), frames.Width, result);
            return result;
        }
        byte[][] expected = [.. Enumerable.Range(0, 3).Select(t => Resized(small, t)), .. Enumerable.Range(0, 3).Select(t => Resized(large, t)), Resized(small, 1)];
        images.ReadAll().Should().Equal(expected.SelectMany(frame => frame));
    }

    [Fact]
    public void Images_of_another_size_are_refused_by_name()
    {
        var files = Images(PictureFrames.Noise(3, 1, 8, 16), "png");
        PictureFrames.Noise(1, 1, 8, 17).WriteImages(folder["other"], "%d.png");
        File.Copy(folder["other", "1.png"], files[2], overwrite: true);
        using var images = ImageSequence.Open(files, grey);
        images.Read(new(0, 2)).Should().HaveCount(256);
        FluentActions.Invoking(() => images.ReadAll()).Should().Throw<InvalidDataException>().WithMessage(
            "The images of a sequence must have one size; '*3.png' makes frames of 1 x 8 x 17 Byte, others 1 x 8 x 16 Byte. Give PixelOptions.Height and Width, to resize them all.");
    }

    [Fact]
    public void A_damaged_image_is_refused_by_name_and_the_others_are_read()
    {
        var frames = PictureFrames.Noise(9, 1, 24, 32);
        var files = Images(frames, "png");
        var whole = File.ReadAllBytes(files[5]);
        void Damage(byte[] file, string message)
        {
            File.WriteAllBytes(files[5], file);
            using var images = ImageSequence.Open(files, grey);
            images.Read(new(0, 5)).Should().Equal(frames.Pixels[..(5 * 768)]);
            FluentActions.Invoking(() => images.Read(new(2, 6))).Should().Throw<InvalidDataException>().WithMessage(message);
            images.Read(new(6, 3)).Should().Equal(frames.Pixels[(6 * 768)..]);
        }
        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 0x55;
        Damage(flipped, "ffmpeg cannot decode the image '*6.png': *");
        Damage(whole[..(whole.Length / 2)], "'*6.png' cannot be used as an image. The PNG is cut short: it needs * bytes, but the file has *.");

        using var images = ImageSequence.Open(files, grey);
        var read = () => images.Read(new(5, 1));
        File.WriteAllBytes(files[5], []);
        read.Should().Throw<InvalidDataException>().WithMessage("'*6.png' cannot be used as an image. An image has at least a header; the file is empty.");
        File.WriteAllText(files[5], "<svg/>");
        read.Should().Throw<InvalidDataException>().WithMessage("'*6.png' cannot be used as an image. Images are PNG, JPEG, BMP, TIFF, or PGM and PPM*");
        File.Delete(files[5]);
        read.Should().Throw<IOException>().WithMessage("*6.png*");
    }

    [Fact]
    public void What_follows_an_image_in_its_file_does_not_count()
    {
        foreach (var ending in (string[])["png", "bmp", "jpg"])
        {
            var files = Images(PictureFrames.Noise(4, 1, 16, 16), ending);
            using var before = ImageSequence.Open(files, grey);
            var expected = before.ReadAll();
            foreach (var file in files)
                File.AppendAllBytes(file, [.. "more"u8, .. File.ReadAllBytes(files[^1])]);
            using var after = ImageSequence.Open(files, grey);
            after.ReadAll().Should().Equal(expected, ending);
        }
    }

    [Fact]
    public void A_stretch_is_decoded_by_one_process()
    {
        var frames = PictureFrames.Noise(40, 1, 8, 8);
        var log = folder["calls"];
        using var images = ImageSequence.Open(Images(frames, "png"), grey with { FFmpeg = new() { Program = folder.Program($"echo called >> '{log}'; exec ffmpeg \"$@\"") } });
        var windows = new FrameWindows(images, new() { InputFrames = 3, TargetFrames = 3 });
        for (var i = 0; i < windows.Count; i++)
            windows.ReadSample(i).Should().Equal(new FrameRange(i, 6).Of(frames.Pixels, 64));
        File.ReadAllLines(log).Should().ContainSingle();
        images.Read(new(2, 1)).Should().Equal(frames.Pixels[128..192]);
        File.ReadAllLines(log).Should().HaveCount(2, "it went back further than it keeps");
    }

    [Fact]
    public void More_sequences_than_decoders_can_be_open()
    {
        var frames = PictureFrames.Noise(6, 1, 8, 16);
        var files = Images(frames, "png");
        var sequences = Enumerable.Range(0, OpenDecoders.Most + 2).Select(_ => ImageSequence.Open(files, grey)).ToArray();
        foreach (var images in sequences)
            images.Read(new(0, 3)).Should().Equal(frames.Pixels[..384]);
        sequences[0].Read(new(3, 3)).Should().Equal(frames.Pixels[384..], "it begins again");
        foreach (var images in sequences)
            images.Dispose();
        FluentActions.Invoking(() => sequences[^1].ReadAll()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Bounds_hold_before_anything_is_decoded()
    {
        var files = Images(PictureFrames.Noise(2, 1, 16, 16), "png");
        FluentActions.Invoking(() => ImageSequence.Open(files, grey with { FFmpeg = new() { MaximumPixels = 255 } })).Should().Throw<InvalidDataException>()
            .WithMessage("'*1.png' cannot be used as an image. An image has 1 to 255 pixels (FFmpegOptions.MaximumPixels); the PNG says that it has 16 x 16.");
        FluentActions.Invoking(() => ImageSequence.Open(files, grey with { MaximumBytes = 20 })).Should().Throw<InvalidDataException>()
            .WithMessage("'*1.png' cannot be used as an image. An image file has at most 20 bytes (ImageOptions.MaximumBytes); it has *.");
        FluentActions.Invoking(() => ImageSequence.Open(files, grey with { MaximumBytes = 0 })).Should().Throw<ArgumentException>().WithMessage("ImageOptions.MaximumBytes is 0; a file has at least one byte.");
        FluentActions.Invoking(() => ImageSequence.Open([])).Should().Throw<ArgumentException>().WithMessage("A sequence of images has at least one; no file was given.*");

        // What the first one promises, a later one need not keep.
        var huge = File.ReadAllBytes(files[1]);
        huge[16] = 0x7F;
        File.WriteAllBytes(files[1], huge);
        using var images = ImageSequence.Open(files, grey);
        FluentActions.Invoking(() => images.ReadAll()).Should().Throw<InvalidDataException>().WithMessage("'*2.png'*the PNG says that it has 2130706448 x 16.");
        using var without = ImageSequence.Open(files, grey with { FFmpeg = new() { Program = "no-such-program" } });
        FluentActions.Invoking(() => without.Read(new(0, 1))).Should().Throw<FileNotFoundException>().WithMessage("*Install it*");
    }
}
