using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Shapes, and the one place that looks for values that are missing or infinite, at every place of samples of every
/// length.</summary>
public class SampleReadingTests
{
    [Fact]
    public void Missing_values_are_told_and_infinite_ones_refused_wherever_they_are()
    {
        // Lengths around those of vectors, and the odd value at each place.
        for (var length = 1; length <= 37; length++)
            for (var at = 0; at < length; at++)
            {
                var values = new float[length];
                Array.Fill(values, at % 3 == 0 ? float.MaxValue : -float.Epsilon);
                Read(values).Should().BeFalse();
                values[at] = float.NaN;
                Read(values).Should().BeTrue();
                values[at] = at % 2 == 0 ? float.PositiveInfinity : float.NegativeInfinity;
                FluentActions.Invoking(() => Read(values)).Should().Throw<InvalidDataException>().WithMessage(
                    "Every value must be finite, or NaN where it is missing; frame 0 of an array in memory has *Infinity at frame 0, " +
                    $"channel 0, row 0, column {at}. Mend the data, or put NaN there.");
            }

        static bool Read(float[] values) =>
            InMemory.Series(values, 1, 1, values.Length).Windows(new() { InputFrames = 1, TargetFrames = 0 })
                .ReadChecked(0, new float[values.Length]);
    }

    [Fact]
    public void The_place_of_a_bad_value_is_named_axis_by_axis()
    {
        var values = new float[3 * 2 * 4 * 5];
        values[0] = float.NaN;
        values[(((2 * 2) + 1) * 4 + 3) * 5 + 2] = float.PositiveInfinity;
        FluentActions.Invoking(() => InMemory.Series(values, 2, 4, 5).Windows(new() { InputFrames = 2, TargetFrames = 1 })
            .ReadChecked(0, new float[120])).Should().Throw<InvalidDataException>()
            .WithMessage("*frames 0 to 2 of an array in memory has Infinity at frame 2, channel 1, row 3, column 2.*");
    }

    [Fact]
    public void Shapes_count_their_values_and_say_what_is_forecast()
    {
        var shape = new SequenceShape(2, 3, new Data.FrameShape(4, 5, 6), targetChannels: 2);
        (shape.Values, shape.Frame.Values, shape.Frame.Plane, shape.TargetChannels).Should().Be((600, 120, 30, 2));
        shape.ToString().Should().Be("2 + 3 frames of 4 x 5 x 6 (channels 0 to 1 to forecast)");
        shape.Should().NotBe(new SequenceShape(2, 3, 4, 5, 6)).And.Be(new SequenceShape(2, 3, new Data.FrameShape(4, 5, 6), 2));
        new SequenceShape(2, 3, 4, 5, 6).TargetChannels.Should().Be(4);
    }

    [Fact]
    public void Shapes_that_cannot_be_are_refused()
    {
        void Refused(Func<object> make, string message) =>
            FluentActions.Invoking(make).Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);

        Refused(() => new Data.FrameShape(0, 1, 1), "channels must be at least 1, but is 0.*");
        Refused(() => new Data.FrameShape(1, -3, 1), "height must be at least 1, but is -3.*");
        Refused(() => new Data.FrameShape(3, 50_000, 50_000),
            "A frame of 3 x 50000 x 50000 has 7500000000 values; at most * can be held. Use smaller frames.*");
        Refused(() => new SequenceShape(0, 1, 1, 2, 3), "inputFrames must be at least 1, but is 0.*");
        Refused(() => new SequenceShape(1, -1, 1, 2, 3), "targetFrames must be at least 0, but is -1.*");
        Refused(() => new SequenceShape(100, 100, 3, 2_000, 2_000),
            "100 + 100 frames of 3 x 2000 x 2000 have 2400000000 values; a sample holds at most *");
        Refused(() => new SequenceShape(1, 1, default(Data.FrameShape)), "frame must be at least 1, but is 0.*");
        Refused(() => new SequenceShape(1, 1, new Data.FrameShape(2, 1, 1), targetChannels: 3),
            "The first 1 to 2 channels of a frame can be forecast; 3 were asked for.*");
    }
}
