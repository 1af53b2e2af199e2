using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Cutting series into samples, against naming every window.</summary>
public class FrameWindowsTests
{
    /// <summary>One value a frame: series s counts on from 100 s.</summary>
    private static IFrameSeries Series(int s, int length) =>
        InMemory.Series([.. Enumerable.Range(0, length).Select(t => 100f * s + t)], 1, 1, 1);

    private static string[] Samples(ISequenceDataset dataset) =>
        [.. Enumerable.Range(0, (int)dataset.Count).Select(i => string.Join(' ', dataset.Floats(i)))];

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
                            var expected = new List<string>();
                            for (var s = 0; s < all.Length; s++)
                                for (var first = 0; first < all[s]; first += stride)
                                    if (first + (inputs + targets - 1) * step < all[s])
                                        expected.Add(string.Join(' ',
                                            Enumerable.Range(0, inputs + targets).Select(t => (100 * s) + first + (t * step))));
                            var options = new WindowOptions { InputFrames = inputs, TargetFrames = targets, Stride = stride, Step = step };
                            if (expected.Count == 0)
                                continue; // refused, as another test says
                            var windows = new FrameWindows([.. all.Select((length, s) => Series(s, length))], options);
                            Samples(windows).Should().Equal(expected, "{0}", options);
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
        new FrameWindows(Series(0, 3), new() { InputFrames = 1, TargetFrames = 0 }).Describe(2).Should()
            .Be("frame 2 of an array in memory");
    }

    [Fact]
    public void One_frame_too_few_is_refused_and_enough_is_not()
    {
        var options = new WindowOptions { InputFrames = 3, TargetFrames = 2, Step = 2 };
        new FrameWindows(Series(0, 9), options).Count.Should().Be(1);
        FluentActions.Invoking(() => new FrameWindows([Series(0, 8), Series(1, 2)], options)).Should().Throw<ArgumentException>()
            .WithMessage(
                "3 + 2 frames, 2 apart, need 9 frames; the longest of 2 series, an array in memory, has 8. Use shorter sequences or " +
                "longer series.*");
    }

    [Fact]
    public void Series_that_do_not_fit_together_and_broken_options_are_refused()
    {
        FluentActions.Invoking(() => new FrameWindows([])).Should().Throw<ArgumentException>()
            .WithMessage("At least one series of frames is needed; none was given.*");
        FluentActions.Invoking(() => new FrameWindows([Series(0, 30), InMemory.Series(new float[60], 1, 2, 1)])).Should()
            .Throw<ArgumentException>()
            .WithMessage("All series must have frames of one shape; an array in memory has 1 x 1 x 1, an array in memory has 1 x 2 x 1.*");
        var broken = new WindowOptions { InputFrames = 0, TargetFrames = -1, TargetChannels = 2, Stride = 0, Step = 0 };
        FluentActions.Invoking(() => new FrameWindows(Series(0, 30), broken)).Should().Throw<ArgumentException>().WithMessage("""
            WindowOptions are invalid:
              InputFrames is 0; at least one is needed.
              TargetFrames is -1; it is 0 (forecasting only) or more.
              TargetChannels is 2; frames have 1 channels, of which at least one is forecast.
              Stride is 0; the next sample begins at least one frame later.
              Step is 0; the next frame is at least one further.
            """);
    }

    [Fact]
    public void Samples_that_are_not_there_and_spans_that_do_not_fit_are_refused()
    {
        var windows = new FrameWindows(Series(0, 21));
        FluentActions.Invoking(() => windows.Floats(2)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The data set has samples 0 to 1; 2 was asked for.*");
        FluentActions.Invoking(() => windows.Floats(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => windows.Floats(new(0, Epoch: -1))).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Passes are counted from 0; -1 was asked for.*");
        FluentActions.Invoking(() => windows.Read(0, new float[19])).Should().Throw<ArgumentException>()
            .WithMessage("A sample (10 + 10 frames of 1 x 1 x 1) has 20 values, but the span has 19. Allocate exactly as many.*");
        FluentActions.Invoking(() => Series(0, 3).Read(new(2, 2), new float[2])).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("an array in memory has frames 0 to 2; frames 2 to 3 was asked for.*");
        FluentActions.Invoking(() => Series(0, 3).Read(new(long.MaxValue, 2), new float[2])).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Series(0, 3).Read(new(0, 1), new float[2])).Should().Throw<ArgumentException>()
            .WithMessage("1 frames (1 x 1 x 1) has 1 values, but the span has 2.*");
    }

    [Fact]
    public void Listed_samples_begin_where_the_list_says()
    {
        IFrameSeries[] two = [Series(0, 20), Series(1, 9)];
        var windows = new FrameWindows(two, [new(1, 4), new(0, 0), new(0, 15), new(0, 0)],
            new() { InputFrames = 2, TargetFrames = 1, Step = 2 });
        windows.Shape.Should().Be(new SequenceShape(2, 1, 1, 1, 1));
        Samples(windows).Should().Equal("104 106 108", "0 2 4", "15 17 19", "0 2 4");
        windows.Describe(2).Should().Be("frames 15 to 19 (2 apart) of an array in memory");
        (windows.Overlap, new FrameWindows(two, [new(1, 4), new(0, 0), new(0, 3)], new() { InputFrames = 2, TargetFrames = 1 }).Overlap)
            .Should().Be((true, false));

        void Refused(IReadOnlyList<WindowStart> starts, string message) =>
            FluentActions.Invoking(() => new FrameWindows(two, starts, new() { InputFrames = 2, TargetFrames = 3 })).Should()
                .Throw<ArgumentException>().WithMessage(message);
        Refused([], "A list of windows has at least one; none was given.*");
        Refused([new(2, 0)], "The series are 0 to 1; a sample begins in 2.*");
        Refused([new(0, 0), new(1, 5)],
            "2 + 3 frames, 1 apart, need 5 frames; from frame 5 they do not lie within frames 0 to 8 of an array in memory.*");
        Refused([new(0, -1)], "*from frame -1 they do not lie within*");
        Refused([new(0, long.MaxValue)], "*do not lie within*");
    }
}
