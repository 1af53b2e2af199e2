using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

[Collection(nameof(Alone))]
public sealed class PreparedResumeTests : IDisposable
{
    private static readonly Data.FrameShape frame = new(1, 4, 4);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("prepared");

    private string Path => System.IO.Path.Combine(folder.FullName, "frames");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Two frames at a time.</summary>
    private static PrepareOptions Small => new() { BlockBytes = 2 * 16 * sizeof(float) };

    private static CountedSeries[] Sources(Action<string, FrameRange>? before = null, int seed = 1, long lastLength = 40)
    {
        CountedSeries Make(string name, long length, int own) =>
            new(name, length, frame, own) { Before = range => before?.Invoke(name, range) };
        return [Make("a", 31, seed), Make("b", lastLength, seed + 1)];
    }

    private void ShouldBeWhole(CountedSeries[] sources)
    {
        using var prepared = PreparedFrames.Open(Path);
        foreach (var (at, source) in sources.Index())
            prepared.Series[at].Floats().Should().Equal(source.All());
        folder.EnumerateFileSystemInfos().Should().ContainSingle();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_a_broken_source_left_behind_is_continued(int readers)
    {
        foreach (var breakAt in new[] { 0L, 1, 14, 30, 31, 50, 70 })
        {
            var broken = Sources((name, range) =>
            {
                if ((name == "a" ? 0 : 31) + range.Last >= breakAt) throw new IOException("the disk is gone");
            });
            FluentActions.Invoking(() => PreparedFrames.Write(Path, broken, Small with { Readers = readers })).Should().Throw<IOException>()
                .WithMessage("the disk is gone");
            Directory.Exists(Path).Should().BeFalse();

            var sources = Sources();
            var first = long.MaxValue;
            PreparedFrames.Write(Path, sources, Small, new Now(progress => first = Math.Min(first, progress.Frames)));
            first.Should().BeInRange(Math.Max(0, breakAt - (3 * readers)), breakAt,
                "all blocks are kept but those that were read together with the broken one");
            ShouldBeWhole(sources);
            Directory.Delete(Path, recursive: true);
        }
    }

    [Fact]
    public void What_was_cancelled_is_continued_and_nothing_of_it_is_read_twice()
    {
        using var cancel = new CancellationTokenSource();
        var stopped = 0L;
        FluentActions.Invoking(() => PreparedFrames.Write(Path, Sources(), Small, new Now(progress =>
        {
            if ((stopped = progress.Frames) >= 20) cancel.Cancel();
        }), cancel.Token)).Should().Throw<OperationCanceledException>();

        var reads = new List<FrameRange>();
        var sources = Sources((name, range) => { lock (reads) { if (name == "a") reads.Add(range); } });
        PreparedFrames.Write(Path, sources, Small);
        reads[0].Should().Be(new FrameRange(stopped - 1, 1), "the last frame is read again, to see that the source is the same");
        reads[1].First.Should().Be(stopped);
        ShouldBeWhole(sources);
    }

    [Fact]
    public void Progress_is_told_up_to_the_end()
    {
        var told = new List<PrepareProgress>();
        PreparedFrames.Write(Path, Sources(), Small, new Now(told.Add));
        told[0].Should().Be(new PrepareProgress(0, 71, 0, "a"));
        told[^1].Should().Be(new PrepareProgress(71, 71, 71 * 64, "b"));
        told.Select(progress => progress.Frames).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Other_sources_or_words_or_content_are_not_mixed_with_what_was_begun()
    {
        void Begin()
        {
            foreach (var made in folder.EnumerateDirectories()) made.Delete(recursive: true);
            using var cancel = new CancellationTokenSource();
            FluentActions.Invoking(() => PreparedFrames.Write(Path, Sources(), Small,
                new Now(progress => { if (progress.Frames >= 20) cancel.Cancel(); }), cancel.Token))
                    .Should().Throw<OperationCanceledException>();
        }

        void Refused(string message, CountedSeries[] sources, PrepareOptions options)
        {
            Begin();
            FluentActions.Invoking(() => PreparedFrames.Write(Path, sources, options)).Should().Throw<InvalidOperationException>()
                .WithMessage(message);
            PreparedFrames.Write(Path, sources, options with { Restart = true });
            ShouldBeWhole(sources);
        }

        const string others =
            "*frames.part was begun from other sources or with other settings than these. Delete it, or prepare with Restart.";
        Refused(others, Sources(lastLength: 41), Small);
        Refused(others, Sources()[..1], Small);
        Refused(others, Sources(), Small with { Source = "other words" });
        Refused("*frames.part was begun from other frames: the last one in it, of a, reads differently now. *", Sources(seed: 9), Small);
        Begin();
        PreparedFrames.Write(Path, Sources(), Small with { BlockBytes = 100, Readers = 2 });
        ShouldBeWhole(Sources());
    }

    [Theory]
    [InlineData("progress.txt", "")]
    [InlineData("progress.txt", "many")]
    [InlineData("progress.txt", "-1\n{}")]
    [InlineData("frames.npy", null)]
    [InlineData("progress.txt", null)]
    public void A_part_that_lost_what_it_had_is_begun_anew(string file, string? content)
    {
        using var cancel = new CancellationTokenSource();
        FluentActions.Invoking(() => PreparedFrames.Write(Path, Sources(), Small, new Now(progress =>
            { if (progress.Frames >= 20) cancel.Cancel(); }), cancel.Token)).Should().Throw<OperationCanceledException>();
        var path = System.IO.Path.Combine(Path + ".part", file);
        if (content is null)
            File.Delete(path);
        else
            File.WriteAllText(path, content);
        PreparedFrames.Write(Path, Sources(), Small);
        ShouldBeWhole(Sources());
    }

    [Fact]
    public void A_whole_part_only_needs_its_name()
    {
        PreparedFrames.Write(Path, Sources(), Small);
        File.WriteAllBytes(System.IO.Path.Combine(Path, "progress.txt"),
            [.. "71\n"u8, .. File.ReadAllBytes(System.IO.Path.Combine(Path, "about.json"))]);
        Directory.Move(Path, Path + ".part");
        var sources = Sources();
        PreparedFrames.Write(Path, sources, Small);
        sources.Sum(source => source.Reads).Should().Be(1, "the last frame is read again");
        ShouldBeWhole(sources);
    }

    [Fact]
    public void A_folder_that_is_there_is_kept_unless_it_may_be_replaced()
    {
        PreparedFrames.Write(Path, Sources(), Small);
        var again = Sources();
        PreparedFrames.Write(Path, again, Small);
        again.Sum(source => source.Reads).Should().Be(0, "it is made from the same");

        var others = Sources(lastLength: 5);
        FluentActions.Invoking(() => PreparedFrames.Write(Path, others, Small)).Should().Throw<IOException>()
            .WithMessage("*frames is there already and was made from something else. Delete it*");
        var turned = Array.ConvertAll(again, source => new CountedSeries(source.Name, source.Length, new(1, 2, 8)));
        FluentActions.Invoking(() => PreparedFrames.Write(Path, turned, Small)).Should()
            .Throw<IOException>("as many bytes are another shape").WithMessage("*made from something else*");
        ShouldBeWhole(again);
        using var open = PreparedFrames.Open(Path);
        PreparedFrames.Write(Path, others, Small with { Overwrite = true });
        ShouldBeWhole(others);
        open.Series[0].Floats().Should().Equal(again[0].All(), "readers of the old one keep it");
    }

    [Fact]
    public void A_folder_or_a_file_of_something_else_is_left_alone()
    {
        Directory.CreateDirectory(Path);
        PreparedFrames.Write(Path, Sources(), Small);
        ShouldBeWhole(Sources());
        var mine = System.IO.Path.Combine(Path, "thesis.txt");
        File.WriteAllText(mine, "mine");
        ShouldBeRefused();
        File.ReadAllText(mine).Should().Be("mine");
        Directory.Delete(Path, recursive: true);
        File.WriteAllText(Path, "mine");
        ShouldBeRefused();
        File.ReadAllText(Path).Should().Be("mine");

        void ShouldBeRefused() => FluentActions
            .Invoking(() => PreparedFrames.Write(Path, Sources(lastLength: 5), Small with { Overwrite = true })).Should()
            .Throw<IOException>().WithMessage("*frames is there already and is not, or not only, a folder of prepared frames*");
    }

    [Fact]
    public void Only_one_writer_is_let_in()
    {
        var message = "";
        var sources = Sources((name, _) =>
        {
            if (name == "b" && message == "")
                message = FluentActions.Invoking(() => PreparedFrames.Write(Path, Sources(), Small)).Should().Throw<IOException>()
                    .Which.Message;
        });
        PreparedFrames.Write(Path, sources, Small);
        message.Should().Match("*frames.npy cannot be opened for writing alone: *Wait until the other program that prepares it has ended.");
        ShouldBeWhole(sources);
    }

    [Fact]
    public void Memory_is_a_few_blocks_however_long_the_series()
    {
        Data.FrameShape large = new(1, 64, 64);
        PrepareOptions options = new() { BlockBytes = 1 << 16, Readers = 2, Storage = FrameStorage.Bytes, Overwrite = true };
        Allocated.By(() => PreparedFrames.Write(Path, [new Empty(20_000, large)], options)).Should()
            .BeLessThan(16 << 20, "the file has 80 MB");
        new FileInfo(System.IO.Path.Combine(Path, "frames.npy")).Length.Should().BeGreaterThan(80_000_000);
    }

    private sealed class Now(Action<PrepareProgress> tell) : IProgress<PrepareProgress>
    {
        public void Report(PrepareProgress value) => tell(value);
    }

    private sealed class Empty(long length, Data.FrameShape shape) : IFrameSeries
    {
        public long Length => length;

        public Data.FrameShape Frame => shape;

        public string Name => "empty";

        public void Read(FrameRange range, Span<float> frames) => frames.Clear();
    }
}
