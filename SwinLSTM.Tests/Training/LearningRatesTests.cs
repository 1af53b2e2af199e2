using FluentAssertions;
using SwinLSTM.Training;
using Xunit;

namespace SwinLSTM.Tests;

public class LearningRatesTests
{
    [Theory]
    [InlineData(1, 0, 100, 0, 0.01)] // the first of a hundred equal parts of the rise
    [InlineData(1, 49, 100, 0, 0.5)]
    [InlineData(1, 99, 100, 0, 1)]
    [InlineData(1, 5_000, 100, 0, 1)] // the rise ends at the highest rate
    [InlineData(1, 0, 0, 0, 1)] // no rise at all
    [InlineData(1, 500, 100, 1.0 / 3, 0.7525)] // 0.01 + 0.99 (1 + 1/2) / 2
    [InlineData(1, 500, 100, 0.5, 0.505)] // 0.01 + 0.99 / 2
    [InlineData(1, 500, 100, 1, 0.01)] // a hundredth is left
    [InlineData(2e-3, 0, 10, 0.5, 2e-3 * 0.1 * 0.505)] // the rise and the fall multiply
    public void Rates_are_those_worked_out_by_hand(double highest, int step, int warmUp, double progress, double expected) =>
        LearningRates.At(highest, step, warmUp, progress).Should().BeApproximately(expected, 1e-12);

    [Fact]
    public void After_the_rise_the_rate_only_falls()
    {
        var rates = Enumerable.Range(0, 101).Select(percent => LearningRates.At(1, 1_000, 10, percent / 100.0)).ToList();
        rates.Zip(rates.Skip(1)).Should().OnlyContain(pair => pair.Second < pair.First);
    }
}
