using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Resizing and rotation: weighted means of old values, against weights worked out one by one in float64.</summary>
public sealed class ResamplingTransformTests
{
    private const double Keys = -0.75;
    private static readonly (int Height, int Width)[] sizes = [(2, 3), (5, 4), (1, 1), (11, 13), (3, 14)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Areas_are_averaged_by_what_they_cover(bool gaps)
    {
        foreach (var (height, width) in sizes)
            Compare(Source(gaps).Resize(height, width), Source(gaps), (row, column) =>
                All((y, x) =>
                    Overlap(y, row * 5.0 / height, (row + 1) * 5.0 / height) * Overlap(x, column * 7.0 / width,
                    (column + 1) * 7.0 / width)));

        static double Overlap(int cell, double low, double high) =>
            Math.Max(0, Math.Min(cell + 1, high) - Math.Max(cell, low)) / (high - low);
    }

    [Theory]
    [InlineData(ResizeMethod.Bilinear, false)]
    [InlineData(ResizeMethod.Bilinear, true)]
    [InlineData(ResizeMethod.Bicubic, false)]
    public void Values_lie_between_those_around_them(ResizeMethod method, bool gaps)
    {
        foreach (var (height, width) in sizes)
            Compare(Source(gaps).Resize(height, width, method), Source(gaps), (row, column) =>
                Around(((row + 0.5) * 5 / height) - 0.5, ((column + 0.5) * 7 / width) - 0.5, edge: true,
                method == ResizeMethod.Bicubic ? Cubic : Near, method == ResizeMethod.Bicubic ? 2 : 1));
    }

    [Fact]
    public void The_right_size_is_left_alone()
    {
        var clips = Source(gaps: false);
        clips.Resize(5, 7).Should().BeSameAs(clips);
        FluentActions.Invoking(() => clips.Resize(0, 7)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("height must be at least 1, but is 0.*");
        FluentActions.Invoking(() => clips.Resize(1, 1, (ResizeMethod)7)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Frames are resized by AreaAverage, Bilinear or Bicubic; 7 was given.*");
    }

    [Fact]
    public void A_missing_value_spoils_no_others_and_an_infinite_one_is_refused()
    {
        ISequenceDataset Two(float a, float b) => InMemory.Clips([a, b], new SequenceShape(1, 0, 1, 1, 2));
        Two(float.NaN, 3).Resize(1, 1).Floats(0).Should().Equal(3);
        Two(float.NaN, float.NaN).Resize(1, 1).Floats(0).Should().Equal(float.NaN);
        Two(10, 11).Resize(1, 1).Floats(0).Should().Equal(10.5f);
        FluentActions.Invoking(() => Two(float.PositiveInfinity, 3).Resize(1, 1).Floats(0)).Should().Throw<InvalidDataException>()
            .WithMessage(
                "Every value must be finite, or NaN where it is missing; frame 0 of sample 0 of an array in memory has Infinity at frame " +
                "0, channel 0, row 0, column 0.*");
    }

    private static MadeClips Source(bool gaps) => new(5, new(1, 1, 2, 5, 7), gaps);

    /// <summary>Compares with weighted means, given the old places (outside 5 x 7 they have the value of outside) and their
    /// weights.</summary>
    private static void Compare(ISequenceDataset changed, MadeClips clips, Func<int, int,
        IEnumerable<(int Row, int Column, double Weight)>> weigh, double outside = double.NaN)
    {
        var (shape, values) = (changed.Shape, changed.Floats(3));
        for (var at = 0; at < values.Length; at++)
        {
            var (plane, inPlane) = Math.DivRem(at, shape.Frame.Plane);
            var (sum, total) = (0.0, 0.0);
            foreach (var (y, x, weight) in weigh(inPlane / shape.Width, inPlane % shape.Width))
            {
                var value = y is >= 0 and < 5 && x is >= 0 and < 7 ? clips.Value(3, (plane * 35) + (y * 7) + x) : outside;
                if (!double.IsNaN(value) && Math.Abs(weight) > 1e-6)
                    (sum, total) = (sum + (weight * value), total + weight);
            }
            if (total == 0)
                values[at].Should().Be(float.NaN);
            else
                ((double)values[at]).Should().BeApproximately(sum / total, 2e-5 / Math.Min(1, total));
        }
    }

    private static IEnumerable<(int Row, int Column, double Weight)> All(Func<int, int, double> weight) =>
        from y in Enumerable.Range(0, 5) from x in Enumerable.Range(0, 7) select (y, x, weight(y, x));

    /// <summary>The places around a point and their shares; beyond the edge they are the edge's, if it counts.</summary>
    private static IEnumerable<(int Row, int Column, double Weight)> Around(double row, double column, bool edge, Func<double,
        double> weight, int reach) =>
            from y in Enumerable.Range((int)Math.Floor(row) - reach + 1, 2 * reach)
            from x in Enumerable.Range((int)Math.Floor(column) - reach + 1, 2 * reach)
            select (edge ? Math.Clamp(y, 0, 4) : y, edge ? Math.Clamp(x, 0, 6) : x,
                weight(Math.Abs(row - y)) * weight(Math.Abs(column - x)));

    private static double Near(double distance) => Math.Max(0, 1 - distance);

    private static double Cubic(double d) => d <= 1 ? ((Keys + 2) * d * d * d) - ((Keys + 3) * d * d) + 1
        : (Keys * d * d * d) - (5 * Keys * d * d) + (8 * Keys * d) - (4 * Keys);
}
