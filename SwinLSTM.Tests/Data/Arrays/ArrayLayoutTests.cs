using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Layouts of arrays, against reading index by index.</summary>
public class ArrayLayoutTests
{
    private const int N = 3, T = 5, C = 2, H = 4, W = 6;

    private static int Length(char axis) => axis switch { 'N' => N, 'T' => T, 'C' => C, 'H' => H, _ => W };

    /// <summary>A number that says where it belongs.</summary>
    private static short At(int n, int t, int c, int h, int w) => (short)(((((n * T) + t) * C + c) * H + h) * W + w);

    /// <summary>An array of a layout; axes that it does not have are at index 0.</summary>
    private static NdArray Laid(string layout)
    {
        long[] shape = [.. layout.Select(axis => (long)Length(axis))];
        var values = new short[shape.Aggregate(1L, (n, length) => n * length)];
        for (var i = 0; i < values.Length; i++)
        {
            var (rest, index) = (i, new Dictionary<char, int>());
            foreach (var axis in layout.Reverse())
                (rest, index[axis]) = Math.DivRem(rest, Length(axis));
            int Of(char axis) => index.GetValueOrDefault(axis);
            values[i] = At(Of('N'), Of('T'), Of('C'), Of('H'), Of('W'));
        }
        return NdArray.Of(values, shape);
    }

    private static IEnumerable<short> Read(ISequenceDataset dataset, long index) => dataset.Floats(index).Select(value => (short)value);

    private static IEnumerable<short> Sample(string layout, int n, int firstFrame, int frames, int step = 1) =>
        from t in Enumerable.Range(0, frames)
        from c in Enumerable.Range(0, layout.Contains('C') ? C : 1)
        from h in Enumerable.Range(0, layout.Contains('H') ? H : 1)
        from w in Enumerable.Range(0, layout.Contains('W') ? W : 1)
        select At(n, firstFrame + t * step, c, h, w);

    public static TheoryData<string> ClipLayouts() =>
        ["NTCHW", "TNHW", "NTHWC", "NHWTC", "WHCTN", "CNHTW", "NHWT", "TNHWC", "NT", "T", "THW", "NTC", "TCN", "WTN"];

    [Theory]
    [MemberData(nameof(ClipLayouts))]
    public void Clips_of_any_layout_are_samples_index_by_index(string layout)
    {
        var clips = Laid(layout).Clips(layout, inputFrames: 2);
        clips.Count.Should().Be(layout.Contains('N') ? N : 1);
        clips.Shape.Should()
            .Be(new SequenceShape(2, 3, layout.Contains('C') ? C : 1, layout.Contains('H') ? H : 1, layout.Contains('W') ? W : 1));
        for (var n = 0; n < clips.Count; n++)
            Read(clips, n).Should().Equal(Sample(layout, n, 0, T));
        Read(Laid(layout).Clips(layout, inputFrames: 1, targetFrames: 0), clips.Count - 1).Should()
            .Equal(Sample(layout, (int)clips.Count - 1, 0, 1));
    }

    [Theory]
    [InlineData("TCHW")]
    [InlineData("THWC")]
    [InlineData("HWTC")]
    [InlineData("WHT")]
    [InlineData("TC")]
    [InlineData("T")]
    [InlineData("CT")]
    public void Series_of_any_layout_are_frames_index_by_index(string layout)
    {
        var windows = Laid(layout).Series(layout).Windows(new() { InputFrames = 1, TargetFrames = 1, Step = 2 });
        windows.Count.Should().Be(3);
        for (var i = 0; i < 3; i++)
            Read(windows, i).Should().Equal(Sample(layout, 0, i, 2, step: 2));
    }

    [Fact]
    public void Usual_layouts_need_no_letters()
    {
        Read(Laid("NTCHW").Clips(inputFrames: 2), 1).Should().Equal(Sample("NTCHW", 1, 0, T));
        Read(Laid("NTHW").Clips(inputFrames: 2), 1).Should().Equal(Sample("NTHW", 1, 0, T));
        Laid("TCHW").Series().Frame.Should().Be(new Data.FrameShape(C, H, W));
        Laid("THW").Series().Frame.Should().Be(new Data.FrameShape(1, H, W));
    }

    [Fact]
    public void Inputs_and_targets_of_two_arrays_are_one_sample()
    {
        var both = Laid("NTCHW").Clips(Laid("NTCHW"), "NTCHW");
        both.Shape.Should().Be(new SequenceShape(T, T, C, H, W));
        Read(both, 2).Should().Equal(Sample("NTCHW", 2, 0, T).Concat(Sample("NTCHW", 2, 0, T)));
        both.Describe(2).Should().Be("frames 0 to 9 of sample 2 of an array in memory and an array in memory");

        FluentActions.Invoking(() => Laid("NTCHW").Clips(NdArray.Of(new short[N * T * C * H], N, T, C, H, 1), "NTCHW")).Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Inputs and targets must be as many samples with frames of one shape and type; an array in memory has 3 of 2 x 4 x 6 " +
                "int16, an array in memory has 3 of 2 x 4 x 1 int16.*");
    }

    [Fact]
    public void Letters_and_axes_that_do_not_agree_are_refused_with_a_way_out()
    {
        void Refused(string layout, string message, Action<NdArray, string>? read = null) =>
            FluentActions.Invoking(() => (read ?? ((array, letters) => array.Clips(letters, 2)))(Laid("TNHW"), layout)).Should()
                .Throw<ArgumentException>().WithMessage(message);

        foreach (var wrong in new[] { "TNHX", "TTHW", "CNHW" })
            Refused(wrong,
                "an array in memory: axes are named by the letters N, T, C, H, W, each at most once and T at least, and 1 for axes " +
                $"of one value; '{wrong}' was given.*");
        Refused("TNHWC", "an array in memory has 4 axes, 5 x 3 x 4 x 6; 'TNHWC' names 5.*");
        Refused("TNHW", "*'TNHW' was given. Several sequences, N, are read as clips.*", (array, layout) => array.Series(layout));
        FluentActions.Invoking(() => NdArray.Of(new float[6], 6).Series()).Should().Throw<ArgumentException>()
            .WithMessage("an array in memory has the axes 6, of which it is not known which is which. Say so by letters, such as TCHW: *");
        FluentActions.Invoking(() => NdArray.Of(Array.Empty<float>(), 5, 0, 3).Series()).Should().Throw<ArgumentException>()
            .WithMessage("an array in memory has the shape (5, 0, 3): axis H is empty. At least one value is needed along each.*");
        FluentActions.Invoking(() => Laid("NTHW").Clips(inputFrames: 4, targetFrames: 2)).Should().Throw<ArgumentException>()
            .WithMessage("4 + 2 frames were asked for; the clips of an array in memory have 5. Use shorter sequences.*");
        FluentActions.Invoking(() => Laid("NTHW").Clips(inputFrames: 0)).Should().Throw<ArgumentException>()
            .WithMessage("*InputFrames is 0;*");
    }

    [Fact]
    public void Four_threads_read_the_same_samples()
    {
        var clips = Laid("WHCTN").Clips("WHCTN", 2);
        var once = Enumerable.Range(0, N).Select(n => Read(clips, n).ToArray()).ToArray();
        Parallel.For(0, 200, new() { MaxDegreeOfParallelism = 4 }, i => Read(clips, i % N).Should().Equal(once[i % N]));
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        ISequenceDataset[] sources = [Laid("TNHW").Clips("TNHW", 2), Laid("NTHWC").Clips("NTHWC", 2),
            Laid("TCHW").Series().Windows(new() { InputFrames = 1, TargetFrames = 1 }),
            Laid("NTCHW").Clips(Laid("NTCHW")), NdArray.Of(Numbers.Counting(4, 3, 2, 2)).Clips(inputFrames: 1)];
        foreach (var source in sources)
        {
            var values = new float[source.Shape.Values];
            source.ReadChecked(0, values);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                source.ReadChecked(i % source.Count, values);
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        }
    }
}
