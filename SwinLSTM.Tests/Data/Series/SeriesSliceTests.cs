using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public class SeriesSliceTests
{
    private static readonly IFrameSeries ten = InMemory.Series(new float[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 1, 1, 1);

    [Fact]
    public void A_part_is_the_frames_from_there_on_and_a_part_of_a_part_too()
    {
        var part = ten.Slice(2, 6);
        (part.Length, part.Frame, part.Name).Should().Be((6, ten.Frame, "an array in memory (from frame 2)"));
        part.Floats().Should().Equal(2, 3, 4, 5, 6, 7);
        part.Slice(1, 3).Floats().Should().Equal(3, 4, 5);
        part.Floats(new(1, 3, 2)).Should().Equal(3, 5, 7);
        part.Windows(new() { InputFrames = 4, TargetFrames = 1 }).Count.Should().Be(2);
    }

    [Fact]
    public void Frames_outside_a_part_cannot_be_read()
    {
        var part = ten.Slice(2, 6);
        FluentActions.Invoking(() => part.Floats(new(5, 2))).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("an array in memory (from frame 2) has frames 0 to 5; frames 5 to 6 was asked for.*");
        FluentActions.Invoking(() => part.Floats(new(-1, 2))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 0)]
    [InlineData(5, 6)]
    [InlineData(10, 1)]
    [InlineData(1, long.MaxValue)]
    public void Empty_parts_and_those_that_leave_the_series_are_refused(long first, long length) =>
        FluentActions.Invoking(() => ten.Slice(first, length)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage(
                $"{length} frames from frame {first} do not lie within frames 0 to 9 of an array in memory; a part needs at least one.*");

    [Fact]
    public void A_mask_makes_gaps_in_one_channel_or_in_all()
    {
        var frames = InMemory.Series(new float[] { 0, 1, 2, 3, 4, 5, 6, 7 }, channels: 2, height: 1, width: 2);
        float gap = float.NaN;
        frames.WithMask(InMemory.Series(new[] { true, false, true, true }, 1, 1, 2)).Floats().Should().Equal(0, gap, 2, gap, 4, 5, 6, 7);
        frames.WithMask(InMemory.Series(new float[] { 1, 0, 1, 1, 0, 1, 1, 1 }, 2, 1, 2)).Floats(new(1, 1)).Should().Equal(gap, 5, 6, 7);
        frames.WithMask(frames).WithMask(InMemory.Series(new byte[] { 1, 1, 9, 0 }, 1, 1, 2)).Floats().Should()
            .Equal(gap, 1, 2, 3, 4, gap, 6, gap);
        frames.WithMask(InMemory.Series(new[] { true, false }, 1, 1, 2)).Floats(new(1, 1)).Should().Equal(4, gap, 6, gap);
        FluentActions.Invoking(() => frames.WithMask(ten)).Should().Throw<ArgumentException>()
            .WithMessage(
                "A mask has a frame for each frame or one for all, of the same size, with as many channels or 1; an array in memory has " +
                "2 frames of 2 x 1 x 2, an array in memory has 10 of 1 x 1 x 1.*");
    }
}
