using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public class PlaneResizerTests
{
    private static byte[] Resize(byte[] plane, int height, int width, int toHeight, int toWidth, ResizeFilter filter)
    {
        var result = new byte[toHeight * toWidth];
        new PlaneResizer(height, width, toHeight, toWidth, filter).Resize(plane, width, result);
        return result;
    }

    /// <summary>The definition, in real numbers.</summary>
    private static double Exact(byte[] plane, int height, int width, double y, double x, ResizeFilter filter)
    {
        var (reach, sum) = (filter == ResizeFilter.Bilinear ? 1 : 2, 0.0);
        for (var row = (int)Math.Floor(y) - reach + 1; row <= Math.Floor(y) + reach; row++)
            for (var column = (int)Math.Floor(x) - reach + 1; column <= Math.Floor(x) + reach; column++)
                sum += Weight(y - row, filter) * Weight(x - column, filter) * plane[(Math.Clamp(row, 0, height - 1) * width) + Math.Clamp(column, 0, width - 1)];
        return Math.Clamp(sum, 0, 255);
    }

    private static double Weight(double distance, ResizeFilter filter)
    {
        var d = Math.Abs(distance);
        const double A = -0.75;
        return filter == ResizeFilter.Bilinear ? Math.Max(0, 1 - d)
            : d <= 1 ? ((A + 2) * d * d * d) - ((A + 3) * d * d) + 1
            : d < 2 ? (A * d * d * d) - (5 * A * d * d) + (8 * A * d) - (4 * A) : 0;
    }

    // Weights of 11 bits are off by 1/4096 at most, times 255 and the number of taps of both axes, and the result is rounded.
    [Theory]
    [InlineData(ResizeFilter.Bilinear, 0.5 + (255.0 * 4 / 4096) + 0.01)]
    [InlineData(ResizeFilter.Bicubic, 0.5 + (255.0 * 12 / 4096) + 0.01)]
    public void A_resized_plane_is_the_definition(ResizeFilter filter, double bound)
    {
        for (var trial = 0; trial < 60; trial++)
        {
            var random = new SampleRandom(11, trial);
            var (height, width, toHeight, toWidth) = (1 + random.NextInt32(23), 1 + random.NextInt32(23), 1 + random.NextInt32(23), 1 + random.NextInt32(23));
            var plane = PictureFrames.Noise(1, 1, height, width, (ulong)trial).Pixels;
            var resized = Resize(plane, height, width, toHeight, toWidth, filter);
            for (var i = 0; i < resized.Length; i++)
                Math.Abs(resized[i] - Exact(plane, height, width, ((i / toWidth + 0.5) * height / toHeight) - 0.5, ((i % toWidth + 0.5) * width / toWidth) - 0.5, filter)).Should().BeLessThan(bound);
        }
    }

    [Theory]
    [InlineData(ResizeFilter.Bilinear)]
    [InlineData(ResizeFilter.Bicubic)]
    public void One_shade_stays_that_shade_and_the_same_size_the_same_plane(ResizeFilter filter)
    {
        for (var shade = 0; shade < 256; shade += 5)
            Resize(Enumerable.Repeat((byte)shade, 120 * 16).ToArray(), 120, 16, 128, 13, filter).Should().OnlyContain(value => value == shade);
        var plane = PictureFrames.Noise(1, 1, 9, 11).Pixels;
        Resize(plane, 9, 11, 9, 11, filter).Should().Equal(plane);
    }

    // Worked by hand: 4 to 2 by (1 + 3) / 2 and so on; 2 to 4 at -1/4, 1/4, 3/4, 5/4.
    [Fact]
    public void Small_rows_by_hand()
    {
        Resize([10, 20, 100, 200], 1, 4, 1, 2, ResizeFilter.Bilinear).Should().Equal(15, 150);
        Resize([0, 100], 1, 2, 1, 4, ResizeFilter.Bilinear).Should().Equal(0, 25, 75, 100);
        // Half way between two: -0.09375, 0.59375, 0.59375, -0.09375.
        Resize([0, 0, 160, 160], 1, 4, 1, 2, ResizeFilter.Bicubic).Should().Equal(0, 175);
    }
}
