using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using SwinLSTM.Training;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class ChartScaleTests
{
    [Theory]
    [InlineData(new[] { 0.0043, 0.0343 }, "0.00 0.01 0.02 0.03 0.04")]
    [InlineData(new[] { 0.449, 0.865 }, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(new[] { 0.91, 0.99 }, "0.90 0.92 0.94 0.96 0.98 1.00")]
    [InlineData(new[] { -3.0, 12 }, "-5 0 5 10 15")]
    [InlineData(new[] { 5.0, 5 }, "4.4 4.6 4.8 5.0 5.2 5.4 5.6")]
    [InlineData(new double[0], "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(new[] { double.NaN, 0, 1e-6 }, "0 2e-7 4e-7 6e-7 8e-7 1e-6")]
    public void Ticks_are_round_numbers(double[] values, string labels)
    {
        var scale = ChartScale.Around(values);
        string.Join(' ', scale.Ticks.Select(scale.Label)).Should().Be(labels);
    }

    [Fact]
    public void Any_numbers_lie_on_the_axis_between_few_ticks() => Prop.ForAll<NormalFloat, NormalFloat>((first, second) =>
    {
        double[] values = [first.Get, second.Get];
        if (values.Any(value => Math.Abs(value) is > 1e100 or (> 0 and < 1e-100))) return;
        var scale = ChartScale.Around(values);
        var slack = 1e-6 * scale.Step;
        values.Should().AllSatisfy(value => value.Should().BeInRange(scale.Low - slack, scale.High + slack));
        scale.Ticks.Count().Should().BeInRange(2, 9);
    }).QuickCheckThrowOnFailure();
}
