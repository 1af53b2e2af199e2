using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public class SeriesSliceTests
{
    private static readonly ArraySeries ten = FrameSeries.Of(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 1, 1, 1);

    [Fact]
    public void A_part_is_the_frames_from_there_on_and_a_part_of_a_part_too()
    {
        var part = ten.Slice(2, 6);
        (part.Length, part.Format, part.Name).Should().Be((6, ten.Format, "an array in memory (from frame 2)"));
        part.ReadAll().Should().Equal(2, 3, 4, 5, 6, 7);
        part.Slice(1, 3).ReadAll().Should().Equal(3, 4, 5);
        part.Read(new FrameRange(1, 3, 2)).Should().Equal(3, 5, 7);
        part.Windows(new() { InputFrames = 4, TargetFrames = 1 }).Count.Should().Be(2);
    }

    [Fact]
    public void Frames_outside_a_part_cannot_be_read()
    {
        var part = ten.Slice(2, 6);
        FluentActions.Invoking(() => part.Read(new FrameRange(5, 2))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("The series has frames 0 to 5; frames 5 to 6 was asked for.*");
        FluentActions.Invoking(() => part.Read(new FrameRange(-1, 2))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 0)]
    [InlineData(5, 6)]
    [InlineData(10, 1)]
    [InlineData(1, long.MaxValue)]
    public void Empty_parts_and_those_that_leave_the_series_are_refused(long first, long length) =>
        FluentActions.Invoking(() => ten.Slice(first, length)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage($"{length} frames from frame {first} do not lie within frames 0 to 9 of an array in memory; a part needs at least one.*");
}
