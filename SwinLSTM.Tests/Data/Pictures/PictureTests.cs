using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class PictureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pictures-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static GrayImage Noise(int width, int height, ulong seed, int shades)
    {
        var random = new SampleRandom(seed, 0);
        var picture = new GrayImage(width, height);
        for (var i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = (byte)random.NextInt32(shades);
        return picture;
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 300)]
    [InlineData(301, 17)]
    public void A_png_holds_the_pixels(int width, int height)
    {
        var picture = Noise(width, height, 1, 256);
        var path = Path.Combine(folder, "picture.png");
        Png.Write(path, picture);
        var (decodedWidth, decodedHeight, pixels) = PictureDecoders.Png(File.ReadAllBytes(path));
        (decodedWidth, decodedHeight).Should().Be((width, height));
        pixels.Should().Equal(picture.Pixels);

        using var stream = new MemoryStream();
        Png.Write(stream, picture);
        stream.ToArray().Should().Equal(File.ReadAllBytes(path));
    }

    // Few shades make long strings and few codes, many shades fill the table and clear it often; the odd sizes end at every code width.
    [Fact]
    public void A_gif_holds_the_pixels_of_every_frame()
    {
        var path = Path.Combine(folder, "film.gif");
        for (var trial = 0; trial < 60; trial++)
        {
            var (width, height) = (1 + trial * trial % 97, 1 + trial * 7 % 83);
            var shades = new[] { 1, 2, 5, 40, 256 }[trial % 5];
            var frames = Enumerable.Range(0, 1 + trial % 3).Select(t => Noise(width, height, (ulong)(trial * 10 + t), shades)).ToArray();
            Gif.Write(path, frames, TimeSpan.FromMilliseconds(120));

            var film = PictureDecoders.Gif(File.ReadAllBytes(path));
            (film.Width, film.Height, film.Loops).Should().Be((width, height, true));
            film.Frames.Select(frame => frame.Delay).Should().OnlyContain(delay => delay == 12).And.HaveCount(frames.Length);
            foreach (var (decoded, frame) in film.Frames.Zip(frames))
                decoded.Pixels.AsSpan().SequenceEqual(frame.Pixels).Should().BeTrue("{0} x {1} in {2} shades", width, height, shades);
        }
    }

    [Fact]
    public void A_gif_of_every_length_ends_well()
    {
        var path = Path.Combine(folder, "film.gif");
        foreach (var length in Enumerable.Range(1, 20).Concat(Enumerable.Range(250, 12)).Concat(Enumerable.Range(3830, 20)))
        {
            var frame = Noise(length, 1, 3, 256);
            Gif.Write(path, [frame], TimeSpan.FromSeconds(1));
            PictureDecoders.Gif(File.ReadAllBytes(path)).Frames.Single().Pixels.Should().Equal(frame.Pixels);
        }
    }

    [Fact]
    public void A_file_is_replaced_whole_and_nothing_stays_beside_it()
    {
        var path = Path.Combine(folder, "picture.png");
        File.WriteAllText(path, "something older and longer than nothing");
        Png.Write(path, new GrayImage(3, 2, 9));
        PictureDecoders.Png(File.ReadAllBytes(path)).Pixels.Should().OnlyContain(shade => shade == 9);

        FluentActions.Invoking(() => Png.Write(Path.Combine(folder, "missing", "picture.png"), new GrayImage(1, 1))).Should().Throw<IOException>();
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
        FluentActions.Invoking(() => Gif.Write(path, [new(70_000, 1)], TimeSpan.FromSeconds(1))).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("A GIF is at most 65535 x 65535 pixels; the pictures are 70000 x 1.*");
        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public void Pasting_filling_and_enlarging()
    {
        var picture = new GrayImage(4, 3, 1);
        picture.Paste(new GrayImage(2, 1, [7, 8]), 1, 2);
        picture.Fill(3, 0, 1, 2, 5);
        picture.Pixels.Should().Equal(1, 1, 1, 5, 1, 1, 1, 5, 1, 7, 8, 1);
        new GrayImage(2, 1, [7, 8]).Enlarge(2).Pixels.Should().Equal(7, 7, 8, 8, 7, 7, 8, 8);
        FluentActions.Invoking(() => picture.Paste(new GrayImage(2, 1), 3, 0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("2 x 1 pixels at (3, 0) do not lie within a picture of 4 x 3.*");
    }

    [Fact]
    public void Letters_are_distinct_and_as_wide_as_promised()
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -+.:";
        var drawn = Letters.Select(letter =>
        {
            var cell = new GrayImage(PixelFont.Width("A", 1), PixelFont.Height(1));
            PixelFont.Draw(cell, letter.ToString(), 0, 0, 1, 255);
            return Convert.ToHexString(cell.Pixels);
        });
        drawn.Should().OnlyHaveUniqueItems();

        PixelFont.Width("HI", 2).Should().Be(22);
        var exact = new GrayImage(22, 14);
        PixelFont.Draw(exact, "HH", 0, 0, 2, 200);
        Enumerable.Range(0, 14).Should().OnlyContain(y => exact[0, y] == 200 && exact[21, y] == 200 && exact[10, y] == 0 && exact[11, y] == 0);
        FluentActions.Invoking(() => PixelFont.Draw(exact, "a", 0, 0, 1, 1)).Should().Throw<ArgumentException>()
            .WithMessage("The font has A to Z, 0 to 9, space and - + . : but not 'a' of \"a\".*");
    }
}
