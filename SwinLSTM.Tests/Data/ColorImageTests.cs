using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class ColorImageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 300)]
    [InlineData(301, 17)]
    public void A_png_holds_the_colours(int width, int height)
    {
        var frames = PictureFrames.Noise(1, 3, height, width);
        var picture = ColorImage.FromFrame(frames.Planar(), width, height);
        picture.Pixels.Should().Equal(frames.Pixels);
        Png.Write(folder["picture.png"], picture);
        var (decodedWidth, decodedHeight, pixels) = PictureDecoders.Png(File.ReadAllBytes(folder["picture.png"]));
        (decodedWidth, decodedHeight).Should().Be((width, height));
        pixels.Should().Equal(frames.Pixels);

        using var stream = new MemoryStream();
        Png.Write(stream, picture);
        stream.ToArray().Should().Equal(File.ReadAllBytes(folder["picture.png"]));
    }

    [Fact]
    public void Another_program_reads_our_pngs()
    {
        var frames = PictureFrames.Noise(2, 3, 9, 14);
        for (var t = 0; t < 2; t++)
            Png.Write(folder[$"{t}.png"], ColorImage.FromFrame(frames.Planar().AsSpan(t * 3 * 126, 3 * 126), 14, 9));
        using var images = ImageFolder.Open(folder[""]);
        images.Series.Single().ReadAll().Should().Equal(frames.Planar());
    }

    [Fact]
    public void Greys_get_the_colours_of_a_map()
    {
        var grey = new GrayImage(3, 1, [0, 128, 255]);
        ColorImage.FromGray(grey).Pixels.Should().Equal(0, 0, 0, 128, 128, 128, 255, 255, 255);
        ColorImage.FromGray(grey, new(saturation: 0)).Pixels.Should().Equal(0, 0, 0, 128, 128, 128, 255, 255, 255);
        // Half way the angle is 2 pi (1/6 + 1 - 3/4 * 256/255); the formula of the paper by hand.
        var (red, green, blue) = new ColorMap()[128];
        var (light, angle) = (128 / 255.0, 2 * Math.PI * ((0.5 / 3) + 1 - (1.5 * 128 / 255)));
        var amplitude = light * (1 - light) / 2;
        ((double)red).Should().BeApproximately(255 * (light + (amplitude * ((-0.14861 * Math.Cos(angle)) + (1.78277 * Math.Sin(angle))))), 0.51);
        ((double)green).Should().BeApproximately(255 * (light + (amplitude * ((-0.29227 * Math.Cos(angle)) - (0.90649 * Math.Sin(angle))))), 0.51);
        ((double)blue).Should().BeApproximately(255 * (light + (amplitude * 1.97294 * Math.Cos(angle))), 0.51);
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
        FluentActions.Invoking(() => new ColorMap(start: double.NaN)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("A map of colours needs finite numbers; NaN, -1.5 and 1 were given.*");
    }

    [Fact]
    public void Pictures_are_pasted_and_refused_where_they_do_not_fit()
    {
        var picture = new ColorImage(3, 2);
        picture.Paste(ColorImage.FromFrame([1, 2, 3, 4, 5, 6], 2, 1), 1, 1);
        picture.Pixels.Should().Equal(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 2, 4, 6);
        FluentActions.Invoking(() => picture.Paste(new(2, 1), 2, 0)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("2 x 1 pixels at (2, 0) do not lie within a picture of 3 x 2.*");
        FluentActions.Invoking(() => ColorImage.FromFrame([1, 2], 1, 1)).Should().Throw<ArgumentException>().WithMessage("A colour frame of 1 x 1 has 3 bytes; 2 were given.*");
        FluentActions.Invoking(() => new ColorImage(50_000, 50_000)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ColorImage(0, 1)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
