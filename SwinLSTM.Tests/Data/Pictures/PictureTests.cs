using FluentAssertions;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class PictureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pictures-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Picture Noise(int width, int height, ulong seed, int shades, bool grey)
    {
        var (random, picture) = (new SampleRandom(seed, 0), new Picture(width, height));
        for (var i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = grey && i % 3 > 0 ? picture.Pixels[i - 1]
                : (byte)(random.NextInt32(shades) * 255 / Math.Max(1, shades - 1));
        return picture;
    }

    private static byte[] Pixels(Image<Rgb24> image)
    {
        var pixels = new byte[3 * image.Width * image.Height];
        image.CopyPixelDataTo(pixels);
        return pixels;
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 300)]
    [InlineData(301, 17)]
    public void A_png_holds_the_pixels(int width, int height)
    {
        foreach (var grey in (bool[])[true, false])
        {
            var picture = Noise(width, height, 1, 256, grey);
            Png.Write(Path.Combine(folder, "picture.png"), picture);
            using var stream = new MemoryStream();
            Png.Write(stream, picture);
            stream.ToArray().Should().Equal(File.ReadAllBytes(Path.Combine(folder, "picture.png")));
            stream.Position = 0;
            using var read = Image.Load<Rgb24>(stream);
            Pixels(read).Should().Equal(picture.Pixels);
            read.Metadata.GetPngMetadata().ColorType.Should().Be(grey ? PngColorType.Grayscale : PngColorType.Rgb);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(256)]
    public void A_gif_holds_greys_to_one_of_255(int shades)
    {
        var path = Path.Combine(folder, "film.gif");
        for (var trial = 0; trial < 8; trial++)
        {
            var (width, height) = (1 + (trial * trial * 11 % 97), 1 + (trial * 17 % 83));
            var frames = Enumerable.Range(0, 1 + (trial % 3))
                .Select(t => Noise(width, height, (ulong)((trial * 10) + t), shades, grey: true)).ToArray();
            Gif.Write(path, frames, TimeSpan.FromMilliseconds(120));
            using var film = Image.Load<Rgb24>(path);
            (film.Width, film.Height, film.Frames.Count).Should().Be((width, height, frames.Length));
            ((int)film.Metadata.GetGifMetadata().RepeatCount).Should()
                .Be(frames.Length == 1 ? 1 : 0, "0 is for ever, and one picture does not move");
            film.Frames.Cast<ImageFrame<Rgb24>>().Select(frame => frame.Metadata.GetGifMetadata().FrameDelay).Should()
                .OnlyContain(delay => delay == 12);
            for (var t = 0; t < frames.Length; t++)
                using (var shown = film.Frames.CloneFrame(t))
                    Pixels(shown).Zip(frames[t].Pixels, (read, right) => Math.Abs(read - right)).Max().Should()
                        .BeLessThanOrEqualTo(1, "{0} x {1} in {2} shades", width, height, shades);
        }
    }

    // A field of 256 shades has 256 colours; each picture has a palette of its own.
    [Fact]
    public void A_gif_holds_the_colours_of_a_map()
    {
        var field = Picture.Of([.. Enumerable.Range(0, 256).Select(i => i / 255f)], 32, 8, new() { Map = new() });
        Gif.Write(Path.Combine(folder, "film.gif"), [field, new(32, 8, 7)], TimeSpan.FromSeconds(1));
        using var film = Image.Load<Rgb24>(Path.Combine(folder, "film.gif"));
        using var first = film.Frames.CloneFrame(0);
        Pixels(first).Zip(field.Pixels, (read, right) => Math.Abs(read - right)).Max().Should().BeLessThanOrEqualTo(8);
    }

    [Fact]
    public void A_file_is_replaced_whole_and_nothing_stays_beside_it()
    {
        var path = Path.Combine(folder, "picture.png");
        File.WriteAllText(path, "something older and longer than nothing");
        Png.Write(path, new Picture(3, 2, 9));
        using (var read = Image.Load<Rgb24>(path))
            Pixels(read).Should().HaveCount(18).And.OnlyContain(shade => shade == 9);

        FluentActions.Invoking(() => Png.Write(Path.Combine(folder, "missing", "picture.png"), new Picture(1, 1))).Should()
            .Throw<IOException>();
        Directory.GetFiles(folder).Should().Equal(path);
    }

    [Fact]
    public void Films_that_cannot_be_are_refused()
    {
        var path = Path.Combine(folder, "film.gif");
        FluentActions.Invoking(() => Gif.Write(path, [], TimeSpan.FromSeconds(1))).Should().Throw<ArgumentException>()
            .WithMessage("An animation needs at least one picture; none was given.*");
        FluentActions.Invoking(() => Gif.Write(path, [new(2, 3), new(3, 2)], TimeSpan.FromSeconds(1))).Should().Throw<ArgumentException>()
            .WithMessage("The pictures of an animation have one size; 2 x 3 and 3 x 2 were given.*");
        FluentActions.Invoking(() => Gif.Write(path, [new(2, 3)], TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("A delay is 0.01 s to 655.35 s; 0 s was given.*");
        FluentActions.Invoking(() => Gif.Write(path, [new(70_000, 1)], TimeSpan.FromSeconds(1))).Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A GIF is at most 65535 x 65535 pixels; the pictures are 70000 x 1.*");
        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public void Pasting_filling_enlarging_and_recolouring()
    {
        var (picture, pair) = (new Picture(4, 3, 1), new Picture(2, 1, 7));
        pair.Fill(1, 0, 1, 1, 8);
        picture.Paste(pair, 1, 2);
        picture.Fill(3, 0, 1, 2, 5);
        picture.Reds().Should().Equal(1, 1, 1, 5, 1, 1, 1, 5, 1, 7, 8, 1);
        pair.Enlarge(2).Pixels.Should().Equal(7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8);
        var (red, green, blue) = new ColorMap()[8];
        pair.Recolor(new()).Pixels[3..].Should().Equal(red, green, blue);
        FluentActions.Invoking(() => picture.Paste(pair, 3, 0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("2 x 1 pixels at (3, 0) do not lie within a picture of 4 x 3.*");
        FluentActions.Invoking(() => new Picture(50_000, 50_000)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new Picture(0, 1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Values_become_colours_by_their_style()
    {
        Picture.Of([0, 0.5f, 1, -3, 7], 5, 1).Reds().Should().Equal(0, 128, 255, 0, 255);
        Picture.Of([0.1f, 0.2f, 0.3f, 0.4f, 1, 0], 2, 1).Pixels.Should().Equal(26, 77, 255, 51, 102, 0);
        var style = new PictureStyle { Low = 245, High = 315, Map = new() };
        var (red, green, blue) = style.Map[128];
        Picture.Of([280, float.NaN], 2, 1, style).Pixels.Should().Equal(red, green, blue, 84, 24, 108);
        Picture.Of([0, float.NaN, 1], 1, 1).Pixels.Should().Equal(84, 24, 108);
        FluentActions.Invoking(() => Picture.Of([1, 2], 1, 1)).Should().Throw<ArgumentException>()
            .WithMessage("A picture of 1 x 1 has 1 values, or three times as many for its colours; 2 were given.*");
        FluentActions.Invoking(() => Picture.Of([1], 1, 1, new() { Low = 1 })).Should().Throw<ArgumentException>()
            .WithMessage("PictureStyle are invalid:\n  Low is 1 and High 1; both are finite, and High is above Low.");
    }

    // What the map promises: its luma (as NTSC weighs it, 0.30, 0.59, 0.11) is the shade itself, wherever no channel had to be cut.
    [Fact]
    public void A_map_grows_lighter_with_the_shade()
    {
        var map = new ColorMap();
        double Luma(int shade) => (0.30 * map[(byte)shade].Red) + (0.59 * map[(byte)shade].Green) + (0.11 * map[(byte)shade].Blue);
        for (var shade = 0; shade < 256; shade++)
            Luma(shade).Should().BeApproximately(shade, 1);
        map[0].Should().Be((0, 0, 0));
        map[255].Should().Be((255, 255, 255));
        // Half way the angle is 2 pi (1/6 + 1 - 3/4 * 256/255); the formula of the paper by hand.
        var (light, angle) = (128 / 255.0, 2 * Math.PI * ((0.5 / 3) + 1 - (1.5 * 128 / 255)));
        ((double)map[128].Blue).Should().BeApproximately(255 * (light + (light * (1 - light) / 2 * 1.97294 * Math.Cos(angle))), 0.51);
    }

    [Fact]
    public void Letters_are_distinct_and_as_wide_as_promised()
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -+.:";
        var drawn = Letters.Select(letter =>
        {
            var cell = new Picture(PixelFont.Width("A", 1), PixelFont.Height(1));
            PixelFont.Draw(cell, letter.ToString(), 0, 0, 1, 255);
            return Convert.ToHexString(cell.Reds());
        });
        drawn.Should().OnlyHaveUniqueItems();

        PixelFont.Width("HI", 2).Should().Be(22);
        var exact = new Picture(22, 14);
        PixelFont.Draw(exact, "HH", 0, 0, 2, 200);
        Enumerable.Range(0, 14).Should().OnlyContain(y => exact.Reds()[22 * y] == 200 && exact.Reds()[(22 * y) + 21] == 200
            && exact.Reds()[(22 * y) + 10] == 0 && exact.Reds()[(22 * y) + 11] == 0);
        FluentActions.Invoking(() => PixelFont.Draw(exact, "a", 0, 0, 1, 1)).Should().Throw<ArgumentException>()
            .WithMessage("The font has A to Z, 0 to 9, space and - + . : but not 'a' of \"a\".*");
    }
}
