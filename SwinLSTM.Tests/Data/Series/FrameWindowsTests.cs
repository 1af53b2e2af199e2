using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Cutting series into samples, against naming every window.</summary>
public class FrameWindowsTests
{
    /// <summary>One byte a frame: series s counts on from 50 s.</summary>
    private static ArraySeries Series(int s, int length) => FrameSeries.Of([.. Enumerable.Range(0, length).Select(t => (byte)(50 * s + t))], 1, 1, 1);

    private static byte[][] Samples(ISequenceDataset dataset) => [.. Enumerable.Range(0, (int)dataset.Count).Select(i => dataset.ReadSample(i))];

    [Fact]
    public void All_windows_there_are_come_in_the_order_of_series_and_time()
    {
        int[][] lengths = [[9], [1, 9], [9, 1, 1], [4, 12, 3, 3, 7, 1], [2, 2, 30]];
        foreach (var all in lengths)
            for (var inputs = 1; inputs <= 3; inputs++)
                for (var targets = 0; targets <= 2; targets++)
                    for (var stride = 1; stride <= 4; stride++)
                        for (var step = 1; step <= 3; step++)
                        {
                            var expected = new List<byte[]>();
                            for (var s = 0; s < all.Length; s++)
                                for (var first = 0; first < all[s]; first += stride)
                                    if (first + (inputs + targets - 1) * step < all[s])
                                        expected.Add([.. Enumerable.Range(0, inputs + targets).Select(t => (byte)(50 * s + first + t * step))]);
                            var options = new WindowOptions { InputFrames = inputs, TargetFrames = targets, Stride = stride, Step = step };
                            if (expected.Count == 0)
                                continue; // refused, as another test says
                            var windows = new FrameWindows([.. all.Select((length, s) => Series(s, length))], options);
                            Samples(windows).Select(Convert.ToHexString).Should().Equal(expected.Select(sample => Convert.ToHexString([.. sample])), "{0}", options);
                            windows.TooShort.Should().Be(all.Count(length => length < (inputs + targets - 1) * step + 1));
                            windows.Shape.Should().Be(new SequenceShape(inputs, targets, 1, 1, 1));
                        }
    }

    [Fact]
    public void A_window_says_where_it_comes_from()
    {
        var windows = new FrameWindows([Series(0, 3), Series(1, 2), Series(2, 9)], new() { InputFrames = 2, TargetFrames = 1, Step = 3 });
        windows.Describe(0).Should().Be("frames 0 to 6 (3 apart) of an array in memory");
        windows.Describe(2).Should().Be("frames 2 to 8 (3 apart) of an array in memory");
        windows.TooShort.Should().Be(2);
        new FrameWindows(Series(0, 3), new() { InputFrames = 1, TargetFrames = 0 }).Describe(2).Should().Be("frame 2 of an array in memory");
    }

    [Fact]
    public void One_frame_too_few_is_refused_and_enough_is_not()
    {
        var options = new WindowOptions { InputFrames = 3, TargetFrames = 2, Step = 2 };
        new FrameWindows(Series(0, 9), options).Count.Should().Be(1);
        FluentActions.Invoking(() => new FrameWindows([Series(0, 8), Series(1, 2)], options)).Should().Throw<ArgumentException>()
            .WithMessage("3 + 2 frames, 2 apart, need 9 frames; the longest of 2 series, an array in memory, has 8. Use shorter sequences or longer series.*");
    }

    [Fact]
    public void Series_that_do_not_fit_together_and_broken_options_are_refused()
    {
        FluentActions.Invoking(() => new FrameWindows([])).Should().Throw<ArgumentException>().WithMessage("Windows need at least one series of frames; none was given.*");
        FluentActions.Invoking(() => new FrameWindows([Series(0, 30), FrameSeries.Of(new byte[60], 1, 2, 1)])).Should().Throw<ArgumentException>()
            .WithMessage("All series must have frames of one format; an array in memory has 1 x 1 x 1 Byte, an array in memory has 1 x 2 x 1 Byte.*");
        FluentActions.Invoking(() => new FrameWindows(Series(0, 30), new() { InputFrames = 0, TargetFrames = -1, Stride = 0, Step = 0 })).Should().Throw<ArgumentException>().WithMessage("""
            WindowOptions are invalid:
              InputFrames is 0; at least one is needed.
              TargetFrames is -1; it is 0 (forecasting only) or more.
              Stride is 0; the next sample begins at least one frame later.
              Step is 0; the next frame is at least one further.
            """);
    }

    [Fact]
    public void Samples_that_are_not_there_and_spans_that_do_not_fit_are_refused()
    {
        var windows = new FrameWindows(Series(0, 21));
        FluentActions.Invoking(() => windows.Read(2, new byte[20], [])).Should().Throw<ArgumentOutOfRangeException>().WithMessage("The data set has samples 0 to 1; 2 was asked for.*");
        FluentActions.Invoking(() => windows.Read(-1, new byte[20], [])).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => windows.Read(new(0, Epoch: -1), new byte[20], [])).Should().Throw<ArgumentOutOfRangeException>().WithMessage("Passes are counted from 0; -1 was asked for.*");
        FluentActions.Invoking(() => windows.Read(0, new byte[19], [])).Should().Throw<ArgumentException>().WithMessage("A sample (10 + 10 frames of 1 x 1 x 1 Byte) is 20 bytes, but the span for values has 19.*");
        FluentActions.Invoking(() => windows.Read(0, new byte[20], new byte[1])).Should().Throw<ArgumentException>().WithMessage("*has a map of valid values of 0 bytes, but the span for it has 1.*");
        FluentActions.Invoking(() => Series(0, 3).Read(new(2, 2), new byte[2], [])).Should().Throw<ArgumentOutOfRangeException>().WithMessage("The series has frames 0 to 2; frames 2 to 3 was asked for.*");
        FluentActions.Invoking(() => Series(0, 3).Read(new(long.MaxValue, 2), new byte[2], [])).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Series(0, 3).Read(new(0, 1), new byte[2], [])).Should().Throw<ArgumentException>().WithMessage("1 frames (1 x 1 x 1 Byte) is 1 bytes, but the span for values has 2.*");
    }
}
