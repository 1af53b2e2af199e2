using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class TrajectoryTests
{
    private static (int Top, int Left)[] Walk(double x, double y, double theta, double step, int rows, int columns, int frames)
    {
        var corners = new (int, int)[frames];
        Trajectory.Walk(x, y, theta, step, rows, columns, corners);
        return corners;
    }

    [Fact]
    public void It_moves_before_the_first_frame_and_turns_on_the_border() =>
        Walk(x: 0.5, y: 0, theta: 0, step: 0.25, rows: 10, columns: 100, frames: 7).Select(corner => corner.Left)
            .Should().Equal(75, 100, 75, 50, 25, 0, 25);

    [Fact]
    public void It_stays_inside_wherever_it_starts_and_however_far_it_steps()
    {
        var random = new SampleRandom(1, 1);
        for (var trial = 0; trial < 2000; trial++)
        {
            var (rows, columns) = (random.NextInt32(100), random.NextInt32(100));
            var corners = Walk(random.NextDouble(), random.NextDouble(), random.NextDouble(0, Math.Tau), random.NextDouble(0, 3), rows,
                columns, 30);
            corners.All(corner => corner.Top >= 0 && corner.Top <= rows && corner.Left >= 0 && corner.Left <= columns)
                .Should().BeTrue("trial {0} moves over {1} x {2}", trial, rows, columns);
        }
    }

    [Fact]
    public void Swapping_the_axes_swaps_the_corners()
    {
        var random = new SampleRandom(2, 2);
        for (var trial = 0; trial < 500; trial++)
        {
            var (x, y, theta) = (random.NextDouble(), random.NextDouble(), random.NextDouble(0, Math.Tau));
            var swapped = Walk(y, x, Math.PI / 2 - theta, 0.1, 36, 50, 20);
            var plain = Walk(x, y, theta, 0.1, 50, 36, 20);
            // The sine of an angle and the cosine of its complement may differ in their last bit, and with it a truncation.
            swapped.Zip(plain)
                .Max(pair => Math.Max(Math.Abs(pair.First.Top - pair.Second.Left), Math.Abs(pair.First.Left - pair.Second.Top)))
                .Should().BeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void Between_borders_it_goes_straight()
    {
        var corners = Walk(0.2, 0.3, 0.5, 0.01, 100_000, 100_000, 20);
        for (var t = 0; t < 20; t++)
        {
            corners[t].Left.Should().BeCloseTo((int)(1e5 * (0.2 + (t + 1) * 0.01 * Math.Cos(0.5))), 1);
            corners[t].Top.Should().BeCloseTo((int)(1e5 * (0.3 + (t + 1) * 0.01 * Math.Sin(0.5))), 1);
        }
    }
}
