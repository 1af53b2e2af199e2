using FluentAssertions;
using SwinLSTM.Training;
using Xunit;

namespace SwinLSTM.Tests;

public class RunLengthTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0.25)]
    [InlineData(200, 1)]
    [InlineData(201, 1)]
    public void Steps_count_steps_whatever_the_time(int steps, double progress) =>
        RunLength.OfSteps(200).Progress(steps, TimeSpan.FromDays(1)).Should().Be(progress);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(30, 0.25)]
    [InlineData(500, 1)]
    public void Time_counts_time_whatever_the_steps(int seconds, double progress) =>
        RunLength.OfTime(TimeSpan.FromMinutes(2)).Progress(1_000_000, TimeSpan.FromSeconds(seconds)).Should().Be(progress);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void No_step_is_no_run(int steps) =>
        FluentActions.Invoking(() => RunLength.OfSteps(steps)).Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*steps*{steps}*");

    [Fact]
    public void No_time_is_no_run() =>
        FluentActions.Invoking(() => RunLength.OfTime(TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*time*");
}
