using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public class ListedWindowsTests
{
    /// <summary>Frames of one byte: the number of the series and of the frame.</summary>
    private sealed class Numbers(int series, int length) : IFrameSeries
    {
        public long Length => length;

        public FrameFormat Format { get; } = new(1, 1, 1);

        public string Name => $"series {series}";

        public void Read(FrameRange range, Span<byte> values, Span<byte> valid)
        {
            for (var i = 0; i < range.Count; i++)
                values[i] = (byte)((series * 100) + range.First + (i * range.Step));
        }
    }

    private static readonly IFrameSeries[] two = [new Numbers(0, 20), new Numbers(1, 9)];

    [Fact]
    public void Samples_begin_where_the_list_says()
    {
        var windows = new ListedWindows(two, [new(1, 4), new(0, 0), new(0, 15), new(0, 0)], new() { InputFrames = 2, TargetFrames = 1, Step = 2 });
        (windows.Count, windows.Shape).Should().Be((4, new SequenceShape(2, 1, 1, 1, 1)));
        Enumerable.Range(0, 4).Select(i => windows.ReadSample(i)).Should().BeEquivalentTo<byte[]>([[104, 106, 108], [0, 2, 4], [15, 17, 19], [0, 2, 4]], options => options.WithStrictOrdering());
        new ListedWindows(two[1], [4, 0], new() { InputFrames = 1, TargetFrames = 1 }).ReadSample(0).Should().Equal(104, 105);
        windows.Describe(2).Should().Be("frames 15 to 19 (2 apart) of series 0");
    }

    [Fact]
    public void Lists_that_leave_the_series_are_refused()
    {
        void Refused(IReadOnlyList<IFrameSeries> series, IReadOnlyList<WindowStart> starts, string message) =>
            FluentActions.Invoking(() => new ListedWindows(series, starts, new() { InputFrames = 2, TargetFrames = 3 })).Should().Throw<ArgumentException>().WithMessage(message);
        Refused(two, [], "Windows need at least one series and one place; 2 series and 0 places were given.*");
        Refused(two, [new(2, 0)], "The series are 0 to 1; a sample begins in 2.*");
        Refused(two, [new(1, 5)], "2 + 3 frames, 1 apart, need 5 frames; from frame 5 they do not lie within frames 0 to 8 of series 1.*");
        Refused(two, [new(1, -1)], "2 + 3 frames, 1 apart, need 5 frames; from frame -1 they do not lie within *");
        Refused([two[0], new Other()], [new(0, 0)], "All series must have frames of one format; series 0 has 1 x 1 x 1 Byte, other has 3 x 1 x 1 Byte. Resize one of them.*");
    }

    private sealed class Other : IFrameSeries
    {
        public long Length => 9;

        public FrameFormat Format { get; } = new(3, 1, 1);

        public string Name => "other";

        public void Read(FrameRange range, Span<byte> values, Span<byte> valid) => throw new NotSupportedException();
    }
}
