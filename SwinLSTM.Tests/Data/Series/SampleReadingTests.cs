using System.Numerics;
using System.Runtime.InteropServices;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>The one place that looks for values that are not finite, at every place of samples of every length.</summary>
public class SampleReadingTests
{
    [Fact]
    public void Halves_are_looked_at() => Every<Half>(Half.NaN, Half.PositiveInfinity, Half.MaxValue);

    [Fact]
    public void Floats_are_looked_at() => Every(float.NaN, float.NegativeInfinity, float.MaxValue);

    [Fact]
    public void Doubles_are_looked_at() => Every(double.NaN, double.PositiveInfinity, double.MinValue);

    private static void Every<T>(T nothing, T infinite, T large)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Lengths around those of vectors, and the bad value at each place.
        for (var length = 1; length <= 37; length++)
            for (var at = 0; at < length; at++)
            {
                var values = new T[length];
                Array.Fill(values, large);
                values[at] = at % 2 == 0 ? nothing : infinite;
                FluentActions.Invoking(() => Read(values, masked: false)).Should().Throw<InvalidDataException>()
                    .WithMessage($"Every value must be finite; frame 0 of an array in memory has one that is not, at frame 0, channel 0, row 0, column {at}. Mend the data, or open it as masked,*");

                var (read, valid) = Read(values, masked: true);
                values[at] = T.Zero;
                Assert.Equal(values, read);
                Assert.Equal(Enumerable.Range(0, length).Select(i => (byte)(i == at ? 0 : 1)), valid);
            }
        Read([large, -large, T.Epsilon, T.Zero, -T.Zero], masked: false).Values.Should().Equal(large, -large, T.Epsilon, T.Zero, -T.Zero);
    }

    private static (T[] Values, byte[] Valid) Read<T>(T[] values, bool masked)
        where T : unmanaged
    {
        var dataset = FrameSeries.Of((T[])values.Clone(), 1, 1, values.Length, masked: masked).Windows(new() { InputFrames = 1, TargetFrames = 0 });
        var (bytes, valid) = (new byte[dataset.Shape.SampleBytes], new byte[dataset.Shape.ValidBytes]);
        dataset.ReadChecked(0, bytes, valid);
        return (MemoryMarshal.Cast<byte, T>(bytes).ToArray(), valid);
    }

    [Fact]
    public void The_place_of_a_bad_value_is_named_axis_by_axis()
    {
        var values = new float[3 * 2 * 4 * 5];
        values[(((2 * 2) + 1) * 4 + 3) * 5 + 2] = float.NaN;
        FluentActions.Invoking(() => FrameSeries.Of(values, 2, 4, 5).Windows(new() { InputFrames = 2, TargetFrames = 1 }).Read(0, new byte[480])).Should().Throw<InvalidDataException>()
            .WithMessage("*frames 0 to 2 of an array in memory has one that is not, at frame 2, channel 1, row 3, column 2.*");
    }

    [Fact]
    public void What_a_map_marks_as_missing_stays_missing()
    {
        var dataset = FrameSeries.Of([1f, float.NaN, 3, 4], 1, 1, 4, [true, true, false, true]).Windows(new() { InputFrames = 1, TargetFrames = 0 });
        var (bytes, valid) = (new byte[16], new byte[4]);
        dataset.ReadChecked(0, bytes, valid);
        MemoryMarshal.Cast<byte, float>(bytes).ToArray().Should().Equal(1, 0, 0, 4);
        valid.Should().Equal(1, 0, 0, 1);
    }

    [Fact]
    public void Whole_numbers_are_left_alone()
    {
        Read([-1, int.MinValue, 7], masked: false).Values.Should().Equal(-1, int.MinValue, 7);
        Read(new byte[] { 255, 0 }, masked: true).Valid.Should().Equal(1, 1);
    }
}
