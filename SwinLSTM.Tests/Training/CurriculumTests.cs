using FluentAssertions;
using SwinLSTM.Training;
using Xunit;

namespace SwinLSTM.Tests;

public class CurriculumTests
{
    [Theory]
    [InlineData(0, 5, 2)]
    [InlineData(0.3, 8, 6)] // halfway: 5 + 6/2 and 2 + 9/2, rounded down
    [InlineData(0.599, 10, 10)]
    [InlineData(0.6, 10, 10)]
    [InlineData(1, 10, 10)]
    public void Lengths_grow_evenly_until_the_full_length(double progress, int inputs, int horizon) =>
        new Curriculum(InputFrames: 5, Horizon: 2, Until: 0.6).At(progress, 10, 10).Should().Be((inputs, horizon));

    [Fact]
    public void Every_length_has_the_same_share_of_the_growth()
    {
        var curriculum = new Curriculum(InputFrames: 10, Horizon: 1, Until: 1);
        Enumerable.Range(0, 1_000).Select(i => curriculum.At(i / 1_000.0, 10, 10).Horizon).CountBy(h => h)
            .Should().Equal(Enumerable.Range(1, 10).Select(h => KeyValuePair.Create(h, 100)));
    }

    [Fact]
    public void No_growth_is_the_full_length_at_once() =>
        new Curriculum(InputFrames: 2, Horizon: 1, Until: 0).At(0, 10, 20).Should().Be((10, 20));

    [Fact]
    public void It_never_asks_for_more_than_the_data_have()
    {
        var curriculum = new Curriculum(InputFrames: 12, Horizon: 30, Until: 0.5);
        Enumerable.Range(0, 11).Select(tenth => curriculum.At(tenth / 10.0, 10, 20)).Should()
            .OnlyContain(lengths => lengths.InputFrames == 10 && lengths.Horizon == 20);
    }
}
