using System.Text.Json;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class PreparedFramesTests : IDisposable
{
    private static readonly Data.FrameShape frame = new(1, 3, 3);
    private readonly TemporaryFolder folder = new();

    private string Prepared => folder["frames"];

    public void Dispose() => folder.Dispose();

    private static CountedSeries[] Three(Data.FrameShape shape) =>
        [new("walking.avi", 7, shape, 1), new("a.avi", 1, shape, 2), new("läuft.avi", 12, shape, 3)];

    [Theory]
    [InlineData(FrameStorage.Float32)]
    [InlineData(FrameStorage.Bytes)]
    public void Series_come_back_whole_and_in_parts(FrameStorage storage)
    {
        var series = Three(new(2, 3, 5));
        PreparedFrames.Write(Prepared, series, new() { Storage = storage, Source = "three films", BlockBytes = 3 * 30 });
        using var prepared = PreparedFrames.Open(Prepared);
        (prepared.Frames, prepared.Frame, prepared.Source, prepared.Storage).Should().Be((20L, series[0].Frame, "three films", storage));
        prepared.Series.Select(s => (s.Name, s.Length, s.Frame)).Should().Equal(series.Select(s => (s.Name, s.Length, s.Frame)));
        foreach (var (at, expected) in series.Index())
            foreach (var range in new FrameRange[] { new(0, (int)expected.Length), new(expected.Length - 1, 1),
                new(0, (int)((expected.Length + 2) / 3), 3) })
                prepared.Series[at].Floats(range).Should().Equal(expected.Floats(range));
        Directory.EnumerateFileSystemEntries(folder[""]).Should().Equal(Prepared);
    }

    [Theory]
    [InlineData(FrameStorage.Float32, "floats")]
    [InlineData(FrameStorage.Bytes, "bytes")]
    public void The_files_are_those_that_NumPy_writes_of_the_same_and_depend_on_nothing_but_their_content(FrameStorage storage,
        string numpy)
    {
        using var all = NpyFile.Open(NumpyFiles.Path("prepared-bytes.npy"));
        var frames = all.Series();
        IFrameSeries[] series = [frames.Slice(0, 7), frames.Slice(7, 1), frames.Slice(8, 12)];
        PreparedFrames.Write(Prepared, series, new() { Storage = storage });
        PreparedFrames.Write(folder["again"], series, new() { Storage = storage, BlockBytes = 1, Readers = 3 });
        foreach (var path in new[] { Prepared, folder["again"] })
        {
            File.ReadAllBytes(Path.Combine(path, "frames.npy")).Should().Equal(NumpyFiles.Bytes($"prepared-{numpy}.npy"));
            File.ReadAllBytes(Path.Combine(path, "clips.npy")).Should().Equal(NumpyFiles.Bytes("prepared-clips.npy"));
            File.ReadAllBytes(Path.Combine(path, "about.json")).Should().Equal(File.ReadAllBytes(Path.Combine(Prepared, "about.json")));
            Directory.EnumerateFiles(path).Should().HaveCount(3);
        }
        var about = JsonDocument.Parse(File.ReadAllText(Path.Combine(Prepared, "about.json"))).RootElement;
        about.GetProperty("format").GetString().Should().Be("SwinLSTM prepared frames");
        about.GetProperty("names").EnumerateArray().Select(name => name.GetString()).Should().HaveCount(3);
    }

    [Fact]
    public void Missing_values_stay_missing_and_cannot_be_bytes()
    {
        var gaps = InMemory.Series(new[] { 1f, float.NaN, 300, -4 }, 1, 1, 2);
        PreparedFrames.Write(Prepared, [gaps]);
        using var prepared = PreparedFrames.Open(Prepared);
        prepared.Series[0].Floats().Should().Equal(1, float.NaN, 300, -4);
        foreach (var (bad, words) in new[] { (float.NaN, "NaN"), (1.01f, "1.01"), (-1f, "-1") })
            FluentActions.Invoking(() => PreparedFrames.Write(folder["bytes"], [InMemory.Series(new[] { 0f, 1, 0.5f, bad }, 1, 1, 2)],
                new() { Storage = FrameStorage.Bytes, Restart = true }))
                .Should().Throw<InvalidDataException>()
                    .WithMessage(
                        $"Frame 1 of an array in memory has the value {words}; stored as bytes are values from 0 to 1, none missing. " +
                        "Store " +
                        "them as Float32.");
    }

    [Fact]
    public void A_data_set_becomes_a_folder_of_the_same_samples()
    {
        var digits = new MovingDigits(DrawnDigits.Make(20, seed: 1),
            new() { Count = 30, InputFrames = 4, TargetFrames = 3, Height = 40, Width = 36, Seed = 5 });
        PreparedFrames.Write(Prepared, digits, new() { Storage = FrameStorage.Bytes, BlockBytes = 20_000, Readers = 2 });
        using var prepared = PreparedFrames.Open(Prepared);
        var samples = prepared.Windows();
        (samples.Count, samples.Shape, samples.Overlap).Should().Be((digits.Count, digits.Shape, false));
        for (var i = 0; i < digits.Count; i++)
            samples.Floats(i).Should().Equal(digits.Floats(i));
        samples.Describe(3).Should().Contain("sample 3");

        var clips = new MadeClips(3, new(2, 1, new Data.FrameShape(3, 2, 2), targetChannels: 1), gaps: true);
        PreparedFrames.Write(folder["clips"], clips, new() { BlockBytes = 1 });
        using var back = PreparedFrames.Open(folder["clips"]);
        back.Windows().Shape.Should().Be(clips.Shape);
        back.Windows().Floats(2).Should().Equal(clips.Floats(2));
    }

    [Fact]
    public void Windows_are_cut_within_series()
    {
        PreparedFrames.Write(Prepared, Three(frame));
        using var prepared = PreparedFrames.Open(Prepared);
        prepared.Windows(new() { InputFrames = 3, TargetFrames = 2, Stride = 2 }).Count.Should().Be(2 + 4);
        FluentActions.Invoking(() => prepared.Windows()).Should().Throw<ArgumentException>().WithMessage("*10 + 10 frames*need 20 frames*");
    }

    [Fact]
    public void What_cannot_be_prepared_is_refused()
    {
        void Refused(string message, PrepareOptions? options, params IFrameSeries[] series)
        {
            FluentActions.Invoking(() => PreparedFrames.Write(Prepared, series, options)).Should().Throw<ArgumentException>()
                .WithMessage(message);
            Directory.EnumerateFileSystemEntries(folder[""]).Should().BeEmpty();
        }
        Refused("At least one series of frames is needed; none was given*", null);
        Refused("empty.avi has no frames; leave it out*", null, new CountedSeries("a", 1, frame), new CountedSeries("empty.avi", 0, frame));
        Refused("*a has 1 x 3 x 3, b has 1 x 3 x 4. Resize one*", null, new CountedSeries("a", 1, frame),
            new CountedSeries("b", 1, new(1, 3, 4)));
        Refused("*BlockBytes is 0;*Readers is 65; 1 to 64 are possible*", new() { BlockBytes = 0, Readers = 65 },
            new CountedSeries("a", 1, frame));
    }

    [Fact]
    public void Frames_outside_and_wrong_buffers_are_refused()
    {
        PreparedFrames.Write(Prepared, Three(frame));
        using var prepared = PreparedFrames.Open(Prepared);
        var series = prepared.Series[0];
        foreach (var range in new FrameRange[] { new(-1, 1), new(7, 1), new(0, 8), new(0, 3, 4), new(0, 0), new(0, 1, 0),
            new(long.MaxValue, 2) })
            FluentActions.Invoking(() => series.Floats(range)).Should().Throw<ArgumentOutOfRangeException>()
                .WithMessage("walking.avi has frames 0 to 6*");
        FluentActions.Invoking(() => series.Read(new(0, 1), new float[8])).Should().Throw<ArgumentException>()
            .WithMessage("*has 9 values, but the span has 8*");
    }

    [Fact]
    public void Reading_after_closing_is_refused()
    {
        PreparedFrames.Write(Prepared, Three(frame));
        var prepared = PreparedFrames.Open(Prepared);
        prepared.Dispose();
        FluentActions.Invoking(() => prepared.Series[0].Floats(new(0, 2))).Should().Throw<ObjectDisposedException>()
            .WithMessage("*frames.npy was closed*");
    }

    [Theory]
    [InlineData(FrameStorage.Float32)]
    [InlineData(FrameStorage.Bytes)]
    public void Many_threads_read_the_same_as_one_and_allocate_nothing(FrameStorage storage)
    {
        var series = Three(new(1, 16, 16));
        PreparedFrames.Write(Prepared, series, new() { Storage = storage });
        using var prepared = PreparedFrames.Open(Prepared);
        var (expected, wrong) = (series[2].All(), 0);
        Parallel.For(0, 2000, new() { MaxDegreeOfParallelism = 8 }, i =>
        {
            var (first, count) = (i % 12, 1 + (i % (12 - (i % 12))));
            if (!prepared.Series[2].Floats(new(first, count)).AsSpan().SequenceEqual(expected.AsSpan(first * 256, count * 256)))
                Interlocked.Increment(ref wrong);
        });
        wrong.Should().Be(0);

        var windows = prepared.Windows(new() { InputFrames = 2, TargetFrames = 1, Step = 2 });
        var frames = new float[windows.Shape.Values];
        windows.Read(0, frames);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            windows.Read(i % windows.Count, frames);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }
}
