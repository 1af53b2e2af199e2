using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class DigitImagesTests
{
    private static DigitImages Counting(int count, int height, int width) =>
        new(count, height, width, Enumerable.Range(0, count * height * width).Select(i => (byte)(i * 37 % 256)).ToArray());

    [Fact]
    public void A_slice_is_a_window_on_the_images()
    {
        var images = Counting(6, 2, 3);
        var slice = images.Slice(2, 3);
        slice.Count.Should().Be(3);
        for (var i = 0; i < 3; i++)
            slice[i].ToArray().Should().Equal(images[i + 2].ToArray());
        slice.Slice(1, 2)[1].ToArray().Should().Equal(images[4].ToArray());
        FluentActions.Invoking(() => slice[3].ToArray()).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("There are images 0 to 2; 3 was asked for.*");
        FluentActions.Invoking(() => images.Slice(4, 3)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("3 images from image 4 do not lie within images 0 to 5; a range needs at least one.*");
    }

    [Theory]
    [InlineData(4, 6, 2, 3)]
    [InlineData(7, 5, 3, 4)]
    [InlineData(3, 4, 6, 8)]
    [InlineData(5, 9, 7, 2)]
    public void Resizing_averages_areas(int fromHeight, int fromWidth, int height, int width)
    {
        var images = Counting(2, fromHeight, fromWidth);
        var resized = images.Resize(height, width);
        for (var i = 0; i < 2; i++)
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                {
                    // The common grid of both sizes: every fine cell lies wholly in one pixel of each.
                    var sum = 0.0;
                    for (var fy = y * fromHeight; fy < (y + 1) * fromHeight; fy++)
                        for (var fx = x * fromWidth; fx < (x + 1) * fromWidth; fx++)
                            sum += images[i][fy / height * fromWidth + fx / width];
                    ((double)resized[i][y * width + x]).Should().BeApproximately(sum / (fromHeight * fromWidth), 0.501);
                }
        images.Resize(fromHeight, fromWidth).Should().BeSameAs(images);
    }

    [Fact]
    public void Numbers_that_contradict_the_pixels_are_refused() =>
        FluentActions.Invoking(() => new DigitImages(2, 3, 4, new byte[23])).Should().Throw<ArgumentException>()
            .WithMessage("2 images of 3 x 4 are 24 bytes; 23 were given.*");
}
