using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class DirectionTests
{
    [Theory]
    [InlineData(Direction.LowerIsBetter, new[] { 2, 0, 1, 4, 3 })]
    [InlineData(Direction.Neither, new[] { 2, 0, 1, 4, 3 })]
    [InlineData(Direction.HigherIsBetter, new[] { 4, 0, 1, 2, 3 })]
    [InlineData(Direction.CloserToOneIsBetter, new[] { 0, 1, 4, 2, 3 })]
    [InlineData(Direction.CloserToZeroIsBetter, new[] { 0, 1, 4, 2, 3 })]
    public void The_best_comes_first_equals_in_order_and_nothing_last(Direction direction, int[] order) =>
        direction.Order([0.5, 0.5, -3, double.NaN, 1.75]).Should().Equal(order);

    [Fact]
    public void There_are_no_other_directions() => FluentActions.Invoking(() => ((Direction)9).Order([1])).Should().Throw<ArgumentOutOfRangeException>()
        .WithMessage("A direction is one of LowerIsBetter, HigherIsBetter, CloserToOneIsBetter, CloserToZeroIsBetter, Neither; 9 was given.*");

    [Fact]
    public void Errors_go_down_and_similarities_up()
    {
        foreach (var metric in FrameMetricTests.All.Select(make => make()))
            metric.Better.Should().Be(metric.Name.StartsWith('M') || metric.Name.StartsWith("RMSE", StringComparison.Ordinal) ? Direction.LowerIsBetter : Direction.HigherIsBetter, metric.Name);
    }
}
