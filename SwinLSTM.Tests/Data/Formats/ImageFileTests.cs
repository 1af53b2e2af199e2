using FluentAssertions;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class ImageFileTests : IDisposable
{
    private static readonly PictureOptions grey = new() { Color = PixelColor.Grey };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static float[] Read(string path, PictureOptions? options = null) => ImageSequence.Open([path], options).Floats();

    private string Save<TPixel>(string name, Image<TPixel> image)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        image.Save(folder[name]);
        return folder[name];
    }

    [Theory]
    [InlineData("rgb.png", 3)]
    [InlineData("rgba.png", 3)]
    [InlineData("interlaced.png", 3)]
    [InlineData("grey.png", 1)]
    [InlineData("rgb.bmp", 3)]
    [InlineData("grey.bmp", 1)]
    [InlineData("lzw.tiff", 3)]
    [InlineData("deflate.tiff", 3)]
    [InlineData("raw.tiff", 3)]
    [InlineData("grey.tiff", 1)]
    [InlineData("grey.gif", 1)]
    [InlineData("rgb.ppm", 3)]
    [InlineData("grey.pgm", 1)]
    [InlineData("rgb16.png", 3, true)]
    [InlineData("grey16.png", 1, true)]
    [InlineData("rgb16.tiff", 3, true)]
    [InlineData("grey16.tiff", 1, true)]
    [InlineData("rgb16.ppm", 3, true)]
    [InlineData("grey16.pgm", 1, true)]
    public void Lossless_images_give_exactly_their_samples(string name, int channels, bool deep = false)
    {
        var expected = PictureFiles.Pattern(1, channels, deep);
        var images = ImageSequence.Open([PictureFiles.At(name)], channels == 1 ? grey : null);
        images.Frame.Should().Be(new SwinLSTM.Data.FrameShape(channels, PictureFiles.Height, PictureFiles.Width));
        images.Floats().Should().Equal(expected);
        if (channels == 1) // in colour, what has none has three equal channels
            Read(PictureFiles.At(name)).Should().Equal([.. expected, .. expected, .. expected]);
    }

    [Fact]
    public void Grey_is_the_luma_of_BT601_rounded_as_the_samples_are()
    {
        foreach (var (name, deep) in new[] { ("rgb.png", false), ("rgb16.png", true) })
        {
            var (read, colors, plane, white) = (Read(PictureFiles.At(name), grey), PictureFiles.Pattern(1, 3, deep),
                PictureFiles.Height * PictureFiles.Width, deep ? 65535 : 255);
            for (var i = 0; i < plane; i++)
                ((double)read[i] * white).Should()
                    .BeApproximately(white * ((0.299 * colors[i]) + (0.587 * colors[plane + i]) + (0.114 * colors[(2 * plane) + i])), 0.51);
            read.Should().OnlyContain(value => Math.Abs((value * white) - MathF.Round(value * white)) < 0.01);
        }
    }

    // The library reads these 16 bits with their bytes swapped, and leaves values as they are whatever the largest is.
    [Fact]
    public void Pgm_and_ppm_are_scaled_by_their_largest_value()
    {
        void Is(byte[] file, params float[] values)
        {
            File.WriteAllBytes(folder["a.pgm"], file);
            Read(folder["a.pgm"], grey).Should().Equal(values);
        }
        Is([.. "P5 # a comment\n# another\n3\t1\n100\n"u8, 0, 50, 100], 0, 0.5f, 1);
        Is([.. "P5 4 1 1023\n"u8, 0, 0, 1, 0, 3, 255, 3, 254], 0, 256 / 1023f, 1, 1022 / 1023f);
        Is([.. "P5 2 1 65535\n"u8, 1, 0, 0, 1], 256 / 65535f, 1 / 65535f);
        Is([.. "P5 1 1 255\n"u8, 7, 9, 9, 9], 7 / 255f); // what follows does not count
        Is([.. "P5 2 1 100\n"u8, 101, 255], 1, 1);
    }

    // 0 20 40 ... 220, of which 3, 4, 5 and 9 are black and were reduced to one bit of grey, as PNG optimisers do.
    [Fact]
    public void Images_of_several_pixel_formats_come_in_their_places()
    {
        var optimised = ImageFolder.Open(PictureFiles.At("optimised"), grey).Series.Single();
        optimised.Floats().Chunk(optimised.Frame.Values).Select(frame => MathF.Round(frame[0] * 255)).Should()
            .Equal(0, 20, 40, 0, 0, 0, 120, 140, 160, 0, 200, 220);

        var jpegs = ImageSequence.Open([.. Enumerable.Range(0, 3).Select(t => PictureFiles.At($"flat{t}.jpg"))], grey);
        jpegs.Floats().Chunk(jpegs.Frame.Values).Select((frame, t) => Math.Abs((frame.Average() * 255) - (60 * t))).Should()
            .OnlyContain(error => error < 2);
    }

    // 48 x 32 (W x H) as stored, orientation 6, with a white block of 16 x 8 at the top left: shown, it stands at the top right.
    [Fact]
    public void A_jpeg_is_turned_as_it_is_shown()
    {
        var image = ImageSequence.Open([PictureFiles.At("turned.jpg")], grey);
        (image.Frame.Height, image.Frame.Width).Should().Be((48, 32));
        var values = image.Floats();
        for (var i = 0; i < values.Length; i++)
            values[i].Should().BeApproximately(i / 32 < 16 && i % 32 >= 24 ? 1 : 0, 0.1f);
        Read(PictureFiles.At("turned.jpg"), grey with { Crop = new(0, 24, 16, 8) }).Should()
            .OnlyContain(value => value > 0.9, "a crop is of the picture as shown");
        Read(PictureFiles.At("turned.jpg"), grey with { Height = 24, Width = 16 })[15].Should().BeGreaterThan(0.9f);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("tiff")]
    public void All_eight_orientations_are_turned(string ending)
    {
        // Shown, the picture is dark, with a light corner at the top left.
        (int X, int Y)[] corner = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0), (0, 1), (1, 1), (1, 0)];
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var (width, height) = orientation < 5 ? (32, 16) : (16, 32);
            using var image = new Image<Rgb24>(width, height);
            for (var i = 0; i < 64; i++)
                image[(corner[orientation - 1].X * (width - 8)) + (i % 8), (corner[orientation - 1].Y * (height - 8)) + (i / 8)] = new(255,
                    255, 255);
            var exif = new ExifProfile();
            exif.SetValue(ExifTag.Orientation, (ushort)orientation);
            image.Metadata.ExifProfile = exif;
            image.Frames.RootFrame.Metadata.ExifProfile = ending == "tiff" ? exif : null;
            var read = ImageSequence.Open([Save($"{orientation}.{ending}", image)], grey);
            (read.Frame.Height, read.Frame.Width).Should().Be((16, 32), "orientation {0}", orientation);
            var values = read.Floats();
            for (var i = 0; i < values.Length; i++)
                values[i].Should().BeApproximately(i / 32 < 8 && i % 32 < 8 ? 1 : 0, 0.1f, "orientation {0} at {1}", orientation, i);
        }
    }

    [Fact]
    public void Pictures_are_cropped_then_resized_and_stay_within_8_bits()
    {
        var (pattern, plane) = (PictureFiles.Pattern(1, 3), PictureFiles.Height * PictureFiles.Width);
        float Of(int c, int y, int x) => pattern[(c * plane) + (y * PictureFiles.Width) + x];
        var options = new PictureOptions { Crop = new(3, 5, 8, 10) };
        Read(PictureFiles.At("rgb.png"), options).Should()
            .Equal(Enumerable.Range(0, 240).Select(i => Of(i / 80, 3 + (i % 80 / 10), 5 + (i % 10))));
        // Half as many rows and columns: each pixel lies in the middle of four.
        var halved = Read(PictureFiles.At("rgb.png"), options with { Height = 4, Width = 5 });
        for (var i = 0; i < 60; i++)
        {
            var (c, y, x) = (i / 20, 3 + (i % 20 / 5 * 2), 5 + (i % 5 * 2));
            var mean = (Of(c, y, x) + Of(c, y, x + 1) + Of(c, y + 1, x) + Of(c, y + 1, x + 1)) / 4;
            (halved[i] * 255).Should().BeApproximately(mean * 255, 0.51f);
            halved[i].Should().Be(MathF.Round(halved[i] * 255) / 255);
        }
        Read(PictureFiles.At("rgb.png"), new() { Height = 50, Width = 70, Resize = ResizeMethod.Bicubic }).Should()
            .OnlyContain(value => value >= 0 && value <= 1, "cubic goes beyond");
        Read(PictureFiles.At("rgb16.png"), options with { Height = 4, Width = 5 }).Should()
            .Contain(value => Math.Abs((value * 255) - MathF.Round(value * 255)) > 0.2, "16 bits stay");
    }

    [Theory]
    [InlineData("several.gif")]
    [InlineData("several.png")]
    public void A_file_of_several_pictures_is_refused(string name) => FluentActions.Invoking(() => Read(PictureFiles.At(name))).Should()
        .Throw<InvalidDataException>()
        .WithMessage($"'*{name}' cannot be used as an image. It holds several pictures, and an image file is one frame. Split it into " +
            "files; an animation opens as a video (VideoFile).");

    [Fact]
    public void A_tiff_of_several_pages_or_of_measurements_is_refused()
    {
        var tiff = File.ReadAllBytes(PictureFiles.At("raw.tiff"));
        var directory = BitConverter.ToInt32(tiff, 4);
        var (count, second) = (BitConverter.ToInt16(tiff, directory), (byte[])[.. tiff]);
        BitConverter.GetBytes(directory).CopyTo(second, directory + 2 + (12 * count));
        File.WriteAllBytes(folder["pages.tiff"], second);
        FluentActions.Invoking(() => Read(folder["pages.tiff"])).Should().Throw<InvalidDataException>()
            .WithMessage("*pages.tiff*It holds several pictures*");

        // The last tag becomes SampleFormat 3, floating point; more bits than the library would show.
        byte[] sampleFormat = [.. BitConverter.GetBytes((short)339), .. BitConverter.GetBytes((short)3), .. BitConverter.GetBytes(1),
            .. BitConverter.GetBytes(3)];
        sampleFormat.CopyTo(tiff, directory + 2 + (12 * (count - 1)));
        File.WriteAllBytes(folder["floats.tiff"], tiff);
        FluentActions.Invoking(() => Read(folder["floats.tiff"])).Should().Throw<InvalidDataException>()
            .WithMessage("*floats.tiff*A TIFF that is read has samples without a sign (SampleFormat 1); this one has measurements, " +
                "format 3. Convert it to .npy*");
    }

    [Fact]
    public void A_bmp_of_16_bits_is_refused() => FluentActions.Invoking(() => Read(PictureFiles.At("rgb565.bmp"))).Should()
        .Throw<InvalidDataException>().WithMessage("*A BMP of 16 bits for each pixel is not read*");

    // The library gives black for what is not there.
    [Theory]
    [InlineData("rgb.png")]
    [InlineData("rgb.bmp")]
    [InlineData("grey.gif")]
    [InlineData("grey.pgm")]
    [InlineData("rgb16.ppm")]
    [InlineData("raw.tiff")]
    [InlineData("lzw.tiff")]
    [InlineData("flat1.jpg")]
    public void An_image_that_is_cut_short_is_refused_and_what_follows_one_does_not_count(string name)
    {
        var whole = File.ReadAllBytes(PictureFiles.At(name));
        var path = folder[name];
        foreach (var length in new[] { 0, 1, 20, whole.Length / 2, whole.Length * 9 / 10, name.EndsWith(".tiff", StringComparison.Ordinal)
            ? whole.Length / 3 : whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            FluentActions.Invoking(() => Read(path)).Should().Throw<InvalidDataException>($"{length} of {whole.Length}")
                .WithMessage($"'*{name}' cannot be used as an image. *");
        }
        File.WriteAllBytes(path, [.. whole, .. "more"u8, .. whole]);
        Read(path).Should().Equal(Read(PictureFiles.At(name)));
    }

    [Fact]
    public void What_is_no_image_is_refused_with_what_is()
    {
        File.WriteAllText(folder["a.png"], "<svg/>");
        FluentActions.Invoking(() => Read(folder["a.png"])).Should().Throw<InvalidDataException>()
            .WithMessage("'*a.png' cannot be used as an image. Images are PNG, JPEG, BMP, GIF, TIFF, or PGM and PPM with bytes (P5, P6), " +
                "told by their first bytes; the file is none of them. Convert it.");
        File.WriteAllText(folder["a.png"], "");
        FluentActions.Invoking(() => Read(folder["a.png"])).Should().Throw<InvalidDataException>()
            .WithMessage("'*a.png' cannot be used as an image. The file is empty.");
        FluentActions.Invoking(() => Read(folder["none.png"])).Should().Throw<FileNotFoundException>().WithMessage("*none.png*");
    }

    [Fact]
    public void Sizes_are_held_against_the_limit_before_anything_is_decoded()
    {
        FluentActions.Invoking(() => Read(PictureFiles.At("rgb.png"), new() { MaximumPixels = 713 })).Should().Throw<InvalidDataException>()
            .WithMessage("'*rgb.png' cannot be used as an image. A picture has 1 to 713 pixels (MaximumPixels); the file says that it " +
                "has 34 x 21.");
        var huge = File.ReadAllBytes(PictureFiles.At("rgb.png"));
        huge[16] = 0x7F; // 2130706466 columns
        System.IO.Hashing.Crc32.Hash(huge.AsSpan(12, 17)).Reverse().ToArray().CopyTo(huge, 29);
        File.WriteAllBytes(folder["huge.png"], huge);
        FluentActions.Invoking(() => Read(folder["huge.png"])).Should().Throw<InvalidDataException>()
            .WithMessage("*the file says that it has 2130706466 x 21.");
        File.WriteAllBytes(folder["huge.pgm"], [.. "P5 999999999 999999999 255\n"u8]);
        FluentActions.Invoking(() => Read(folder["huge.pgm"])).Should().Throw<InvalidDataException>()
            .WithMessage("*999999999 x 999999999.");
        File.WriteAllBytes(folder["long.png"], new byte[(8 * 100) + (1 << 20) + 1]);
        FluentActions.Invoking(() => Read(folder["long.png"], new() { MaximumPixels = 100 })).Should().Throw<InvalidDataException>()
            .WithMessage("*An image file has at most 1049376 bytes where pictures have at most 100 pixels*");
    }

    // 60 MB of zeros in a compressed text, which the library would unpack.
    [Fact]
    public void Compressed_texts_and_profiles_of_a_png_are_not_unpacked()
    {
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.SmallestSize,
            leaveOpen: true))
            zlib.Write(new byte[60 << 20]);
        var png = File.ReadAllBytes(PictureFiles.At("rgb.png"));
        foreach (var name in (string[])["zTXt", "iCCP"])
        {
            byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(name), .. "x\0\0"u8, .. packed.ToArray()];
            byte[] chunk = [.. BitConverter.GetBytes(body.Length - 4).Reverse(), .. body, .. System.IO.Hashing.Crc32.Hash(body).Reverse()];
            File.WriteAllBytes(folder["bomb.png"], [.. png[..33], .. chunk, .. png[33..]]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(folder["bomb.png"]).Should().Equal(PictureFiles.Pattern(1, 3));
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(2 << 20);
        }
    }

    [Fact]
    public void Options_that_break_a_rule_are_refused_all_at_once()
    {
        FluentActions.Invoking(() => ImageSequence.Open([PictureFiles.At("rgb.png")],
            new() { Height = 0, Crop = new(0, -1, 2, 2), MaximumPixels = 0 })).Should().Throw<ArgumentException>()
            .WithMessage("PictureOptions are invalid:\n  Height is 0 and Width is left out; give both or neither.\n  Height is 0; a " +
                "frame has at least one row.\n" +
                "  Crop is rows 0 to 1 and columns -1 to 0; it begins at 0 or later and has at least one pixel.\n  MaximumPixels is 0; " +
                "it is 1 to 268435456.");
        FluentActions.Invoking(() => ImageSequence.Open([PictureFiles.At("rgb.png")], new() { Crop = new(0, 30, 16, 9) })).Should()
            .Throw<ArgumentException>()
            .WithMessage("Crop keeps rows 0 to 15 and columns 30 to 38, but the picture has 21 rows and 34 columns. Crop less.");
        FluentActions.Invoking(() => ImageSequence.Open([])).Should().Throw<ArgumentException>().WithMessage("A sequence of images has " +
            "at least one; no file was given.*");
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("interlaced.png")]
    [InlineData("flat1.jpg")]
    [InlineData("turned.jpg")]
    [InlineData("rgb.bmp")]
    [InlineData("grey.gif")]
    [InlineData("lzw.tiff")]
    [InlineData("rgb16.tiff")]
    [InlineData("rgb16.ppm")]
    public void A_few_damaged_images_are_read_or_refused_and_nothing_else(string name) => Damaged(name, 100);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("rgb.png")]
    [InlineData("interlaced.png")]
    [InlineData("flat1.jpg")]
    [InlineData("turned.jpg")]
    [InlineData("rgb.bmp")]
    [InlineData("grey.gif")]
    [InlineData("lzw.tiff")]
    [InlineData("rgb16.tiff")]
    [InlineData("rgb16.ppm")]
    public void Damaged_images_are_read_or_refused_and_nothing_else(string name) => Damaged(name, 2000);

    private void Damaged(string name, int trials)
    {
        var whole = File.ReadAllBytes(PictureFiles.At(name));
        var options = new PictureOptions { Height = 8, Width = 8, MaximumPixels = 1 << 16 };
        var (read, refused, frame) = (0, 0, new float[192]);
        for (var trial = 0; trial < trials; trial++)
        {
            File.WriteAllBytes(folder[name], Mutations.Of(whole, trial, header: 100));
            var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), System.Diagnostics.Stopwatch.GetTimestamp());
            try
            {
                ImageSequence.Open([folder[name]], options).Read(new(0, 1), frame);
                frame.Should().OnlyContain(value => value >= 0 && value <= 1);
                read++;
            }
            catch (InvalidDataException refusal)
            {
                refusal.Message.Should().StartWith($"'{folder[name]}' cannot be used as an image. ");
                refused++;
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 << 20, "trial {0}", trial);
            System.Diagnostics.Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(20), "trial {0}", trial);
        }
        (read + refused).Should().Be(trials);
        refused.Should().BeGreaterThan(trials / 20);
    }
}
