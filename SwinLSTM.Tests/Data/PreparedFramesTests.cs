using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class PreparedFramesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("prepared");

    private string Path => System.IO.Path.Combine(folder.FullName, "frames.npz");

    public void Dispose() => folder.Delete(recursive: true);

    private static CountedSeries[] Three(FrameFormat format) => [new("walking.avi", 7, format, 1), new("a.avi", 1, format, 2), new("läuft.avi", 12, format, 3)];

    public static TheoryData<ScalarType, bool> Formats()
    {
        var formats = new TheoryData<ScalarType, bool>();
        foreach (var element in new[] { ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.Float32, ScalarType.Float64 })
            foreach (var masked in new[] { false, true })
                formats.Add(element, masked);
        return formats;
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Series_come_back_whole_and_in_parts(ScalarType element, bool masked)
    {
        var series = Three(new(2, 3, 5, element, masked));
        PreparedFrames.Write(Path, series, new() { Source = "three films", BlockBytes = 3 * series[0].Format.Bytes });
        using var prepared = PreparedFrames.Open(Path);
        (prepared.Frames, prepared.Format, prepared.Source).Should().Be((20L, series[0].Format, "three films"));
        prepared.Series.Select(s => (s.Name, s.Length, s.Format)).Should().Equal(series.Select(s => (s.Name, s.Length, s.Format)));
        foreach (var (at, expected) in series.Index())
            foreach (var range in new FrameRange[] { new(0, (int)expected.Length), new(expected.Length - 1, 1), new(0, (int)((expected.Length + 2) / 3), 3) })
            {
                var (values, valid) = Read(prepared.Series[at], range);
                var (expectedValues, expectedValid) = Read(expected, range);
                values.Should().Equal(expectedValues);
                valid.Should().Equal(expectedValid);
            }
        prepared.Verify();
        File.Exists(Path + ".part").Should().BeFalse();
    }

    [Theory]
    [InlineData(ScalarType.Byte, true)]
    [InlineData(ScalarType.Int8, false)]
    [InlineData(ScalarType.Int16, true)]
    [InlineData(ScalarType.Int32, false)]
    [InlineData(ScalarType.Int64, true)]
    [InlineData(ScalarType.Float16, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float64, false)]
    public void Numpy_opens_it_and_sees_the_same(ScalarType element, bool masked)
    {
        var series = Three(new(2, 3, 5, element, masked));
        PreparedFrames.Write(Path, series);
        const string script = """
            import sys, json, zipfile, numpy
            data = numpy.load(sys.argv[1])
            assert zipfile.ZipFile(sys.argv[1]).testzip() is None
            about = json.loads(data['about.json'])
            assert [c['name'] for c in about['clips']] == ['walking.avi', 'a.avi', 'läuft.avi'], about
            assert data['clips'].tolist() == [[0, 7], [7, 1], [8, 12]], data['clips']
            print(data['frames'].dtype.name, data['frames'].shape, data['frames'].flags.c_contiguous, sorted(data.files))
            numpy.ascontiguousarray(data['frames']).tofile(sys.argv[2])
            if 'valid' in data: data['valid'].tofile(sys.argv[3])
            """;
        var (values, valid) = (Path + ".values", Path + ".valid");
        var kind = element switch { ScalarType.Byte => "uint8", ScalarType.Int8 => "int8", ScalarType.Int16 => "int16", ScalarType.Int32 => "int32", ScalarType.Int64 => "int64", _ => element.ToString().ToLowerInvariant() };
        var members = masked ? "'about.json', 'clips', 'frames', 'valid'" : "'about.json', 'clips', 'frames'";
        ForeignTools.Python(script, Path, values, valid).Trim().Should().Be($"{kind} (20, 2, 3, 5) True [{members}]");
        File.ReadAllBytes(values).Should().Equal(series.SelectMany(s => s.All()));
        if (masked)
            File.ReadAllBytes(valid).Should().Equal(series.SelectMany(s => Enumerable.Range(0, (int)s.Length).SelectMany(i => s.Valid(i))));
    }

    [Fact]
    public void Values_lie_at_page_boundaries_and_the_file_depends_on_nothing_but_its_content()
    {
        var series = Three(new(1, 3, 3, masked: true));
        PreparedFrames.Write(Path, series);
        var first = File.ReadAllBytes(Path);
        var at = first.AsSpan().IndexOf(series[0].All());
        (at > 0, at % 4096).Should().Be((true, 0));
        PreparedFrames.Write(Path + "2", series, new() { BlockBytes = 1, Readers = 3 });
        File.ReadAllBytes(Path + "2").Should().Equal(first);
        using var zip = System.IO.Compression.ZipFile.OpenRead(Path);
        zip.Entries.Select(entry => entry.FullName).Should().Equal("about.json", "clips.npy", "frames.npy", "valid.npy");
    }

    [Fact]
    public void A_data_set_becomes_a_file_of_the_same_samples()
    {
        var digits = new MovingDigits(DrawnDigits.Make(20, seed: 1), new() { Count = 30, InputFrames = 4, TargetFrames = 3, Height = 40, Width = 36, Seed = 5 });
        PreparedFrames.Write(Path, digits, new() { BlockBytes = 20_000, Readers = 2 });
        using var prepared = PreparedFrames.Open(Path);
        var samples = prepared.Windows();
        (samples.Count, samples.Shape).Should().Be((digits.Count, digits.Shape));
        for (var i = 0; i < digits.Count; i++)
        {
            var (expected, actual) = (new byte[digits.Shape.SampleBytes], new byte[digits.Shape.SampleBytes]);
            digits.Read(i, expected);
            samples.Read(i, actual);
            actual.Should().Equal(expected);
        }
        samples.Describe(3).Should().Contain("sample 3");
    }

    [Fact]
    public void Windows_are_cut_within_series()
    {
        PreparedFrames.Write(Path, Three(new(1, 3, 3)));
        using var prepared = PreparedFrames.Open(Path);
        var windows = prepared.Windows(new() { InputFrames = 3, TargetFrames = 2, Stride = 2 });
        windows.Count.Should().Be(2 + 4);
        FluentActions.Invoking(() => prepared.Windows()).Should().Throw<ArgumentException>().WithMessage("*10 + 10 frames*need 20 frames*");
    }

    [Fact]
    public void A_series_is_found_by_its_name()
    {
        FrameFormat format = new(1, 3, 3);
        PreparedFrames.Write(Path, [new CountedSeries("a", 2, format), new CountedSeries("b", 3, format), new CountedSeries("b", 4, format)]);
        using var prepared = PreparedFrames.Open(Path);
        prepared["a"].Length.Should().Be(2);
        FluentActions.Invoking(() => prepared["c"]).Should().Throw<ArgumentException>().WithMessage("*has no series 'c'; it has 3, of which the first is 'a'.*");
        FluentActions.Invoking(() => prepared["b"]).Should().Throw<ArgumentException>().WithMessage("*has 2 series 'b'. Take one by its number*");
    }

    [Fact]
    public void What_cannot_be_prepared_is_refused()
    {
        FrameFormat format = new(1, 3, 3);
        void Refused(string message, PrepareOptions? options, params IFrameSeries[] series)
        {
            FluentActions.Invoking(() => PreparedFrames.Write(Path, series, options)).Should().Throw<ArgumentException>().WithMessage(message);
            folder.EnumerateFiles().Should().BeEmpty();
        }

        Refused("*at least one series of frames; none was given*", null);
        Refused("empty.avi has no frames; leave it out*", null, new CountedSeries("a", 1, format), new CountedSeries("empty.avi", 0, format));
        Refused("*a has 1 x 3 x 3 Byte, b has 1 x 3 x 4 Byte. Resize one*", null, new CountedSeries("a", 1, format), new CountedSeries("b", 1, new(1, 3, 4)));
        Refused("*BlockBytes is 0;*Readers is 65; 1 to 64 are possible*", new() { BlockBytes = 0, Readers = 65 }, new CountedSeries("a", 1, format));
    }

    [Fact]
    public void Frames_outside_and_wrong_buffers_are_refused()
    {
        PreparedFrames.Write(Path, Three(new(1, 3, 3)));
        using var prepared = PreparedFrames.Open(Path);
        var series = prepared.Series[0];
        foreach (var range in new FrameRange[] { new(-1, 1), new(7, 1), new(0, 8), new(0, 3, 4), new(0, 0), new(0, 1, 0), new(long.MaxValue, 2) })
            FluentActions.Invoking(() => series.Read(range, new byte[9 * Math.Max(range.Count, 0)], [])).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*frames 0 to 6*");
        FluentActions.Invoking(() => series.Read(new(0, 1), new byte[8], [])).Should().Throw<ArgumentException>().WithMessage("*is 9 bytes, but the span for values has 8*");
    }

    [Fact]
    public void Reading_after_closing_is_refused()
    {
        PreparedFrames.Write(Path, Three(new(1, 3, 3)));
        var prepared = PreparedFrames.Open(Path);
        var (series, windows) = (prepared.Series[0], prepared.Windows(new() { InputFrames = 1, TargetFrames = 1 }));
        prepared.Dispose();
        FluentActions.Invoking(() => Read(series, new(0, 2))).Should().Throw<ObjectDisposedException>().WithMessage("*frames.npz was closed*");
        FluentActions.Invoking(() => windows.Read(0, new byte[18])).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => prepared.Verify()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Many_threads_read_the_same_as_one()
    {
        var series = Three(new(1, 16, 16));
        PreparedFrames.Write(Path, series);
        using var prepared = PreparedFrames.Open(Path);
        var expected = series[2].All();
        var wrong = 0;
        Parallel.For(0, 4000, new() { MaxDegreeOfParallelism = 8 }, i =>
        {
            var (first, count) = (i % 12, 1 + (i % (12 - (i % 12))));
            var values = new byte[count * 256];
            prepared.Series[2].Read(new(first, count), values, []);
            if (!values.AsSpan().SequenceEqual(expected.AsSpan(first * 256, count * 256)))
                Interlocked.Increment(ref wrong);
        });
        wrong.Should().Be(0);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        PreparedFrames.Write(Path, Three(new(1, 16, 16, ScalarType.Float32, masked: true)));
        using var prepared = PreparedFrames.Open(Path);
        var windows = prepared.Windows(new() { InputFrames = 2, TargetFrames = 1, Step = 2 });
        var (values, valid) = (new byte[windows.Shape.SampleBytes], new byte[windows.Shape.ValidBytes]);
        windows.Read(0, values, valid);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            windows.Read(i % windows.Count, values, valid);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private static (byte[] Values, byte[] Valid) Read(IFrameSeries series, FrameRange range)
    {
        var values = new byte[range.Count * series.Format.Bytes];
        var valid = new byte[series.Format.Masked ? range.Count * series.Format.Values : 0];
        series.Read(range, values, valid);
        return (values, valid);
    }
}
