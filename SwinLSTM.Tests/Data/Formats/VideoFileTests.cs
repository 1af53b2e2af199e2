using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class VideoFileTests : IDisposable
{
    private static readonly VideoOptions grey = new() { Color = PixelColor.Grey };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static float[] Read(string path, VideoOptions? options = null)
    {
        using var video = VideoFile.Open(path, options);
        return video.Floats();
    }

    private static IEnumerable<float> Shades(string path)
    {
        using var video = VideoFile.Open(path, grey);
        return [.. video.Floats().Chunk(video.Frame.Values).Select(frame => MathF.Round(frame[0] * 255))];
    }

    [Theory]
    [InlineData("pattern.avi", 3, 7)]
    [InlineData("grey.mkv", 1, 9)]
    [InlineData("odd-times.mkv", 1, 5)] // each picture comes once, whatever its time
    [InlineData("checked.avi", 1, 6)]
    public void A_lossless_video_gives_exactly_its_samples(string name, int channels, int count)
    {
        var options = channels == 1 ? grey : new();
        using var video = VideoFile.Open(PictureFiles.At(name), options);
        (video.Length, video.Name).Should().Be((count, PictureFiles.At(name)));
        video.Frame.Should().Be(new SwinLSTM.Data.FrameShape(channels, PictureFiles.Height, PictureFiles.Width));
        video.Floats().Should().Equal(PictureFiles.Pattern(count, channels));
    }

    // Five frames: two of 4:2:0, two of 4:4:4, one of 4:2:0.
    [Fact]
    public void A_video_whose_pixel_format_changes_loses_no_frames() =>
        Shades(PictureFiles.At("pixel-format-changes.mjpeg")).Zip([0, 60, 120, 180, 240], (read, right) => Math.Abs(read - right)).Should()
            .HaveCount(5).And.OnlyContain(error => error <= 3);

    // The two sizes have as many pixels, and even a resize does not make one series of them.
    [Fact]
    public void A_video_whose_size_changes_is_refused()
    {
        foreach (var options in (VideoOptions[])[grey, grey with { Height = 8, Width = 8 }, grey with { KeepDamaged = true }])
            FluentActions.Invoking(() => VideoFile.Open(PictureFiles.At("size-changes.mjpeg"), options)).Should()
                .Throw<InvalidDataException>()
                .WithMessage("'*size-changes.mjpeg' cannot be used as a video. All frames of a video must have one size; this one " +
                    "changes from 16 x 12 to 12 x 16. Convert it to one size first.");
    }

    // Stored 34 x 21 with a rotation of 90 degrees counter-clockwise.
    [Fact]
    public void A_video_is_turned_as_it_is_shown()
    {
        var stored = PictureFiles.Pattern(2, 3);
        using var video = VideoFile.Open(PictureFiles.At("turned.mov"));
        (video.Frame.Height, video.Frame.Width).Should().Be((PictureFiles.Width, PictureFiles.Height));
        var shown = video.Floats();
        for (var i = 0; i < shown.Length; i++)
        {
            var (plane, y, x) = (i / video.Frame.Plane, i % video.Frame.Plane / PictureFiles.Height, i % PictureFiles.Height);
            shown[i].Should().Be(stored[(plane * video.Frame.Plane) + (x * PictureFiles.Width) + PictureFiles.Width - 1 - y]);
        }
    }

    [Fact]
    public void Frames_may_be_read_in_any_order_and_by_any_thread()
    {
        using var video = VideoFile.Open(PictureFiles.At("grey.mkv"), grey);
        var frames = PictureFiles.Pattern(9, 1);
        Parallel.For(0, 40, new() { MaxDegreeOfParallelism = 4 }, trial =>
        {
            var random = new SampleRandom(5, trial);
            var (count, step) = (1 + random.NextInt32(3), 1 + random.NextInt32(4));
            var range = new FrameRange(random.NextInt32(9 - ((count - 1) * step)), count, step);
            video.Floats(range).Should().Equal(range.Of(frames, video.Frame.Values));
        });
    }

    [Fact]
    public void Reading_allocates_nothing_and_nothing_lies_about()
    {
        var options = grey with { TemporaryFolder = Directory.CreateDirectory(folder["temporary"]).FullName };
        var video = VideoFile.Open(PictureFiles.At("grey.mkv"), options);
        var frames = new float[4 * video.Frame.Values];
        video.Read(new(0, 4), frames);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5; i++)
            video.Read(new(i, 4), frames);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1000);
        if (!OperatingSystem.IsWindows())
            Directory.GetFiles(options.TemporaryFolder).Should().BeEmpty("the decoded frames have no name, so that they go with the " +
                "process");
        video.Dispose();
        Directory.GetFiles(options.TemporaryFolder).Should().BeEmpty();
        FluentActions.Invoking(() => video.Floats(new(0, 1))).Should().Throw<ObjectDisposedException>()
            .WithMessage("*grey.mkv was closed*");
    }

    [Fact]
    public void Pictures_are_cropped_then_resized()
    {
        var image = new PictureOptions { Crop = new(3, 5, 8, 10), Height = 4, Width = 5 };
        var images = ImageSequence.Open([PictureFiles.At("rgb.png")], image);
        using var video = VideoFile.Open(PictureFiles.At("pattern.avi"), new() { Crop = image.Crop, Height = 4, Width = 5 });
        video.Floats(new(0, 1)).Should().Equal(images.Floats(), "the first frame is the image");
    }

    [Fact]
    public void Frames_per_second_repeat_and_leave_out_pictures()
    {
        var plane = PictureFiles.Height * PictureFiles.Width;
        var frames = PictureFiles.Pattern(9, 1);
        Read(PictureFiles.At("grey.mkv"), grey with { FramesPerSecond = 50 }).Should()
            .Equal(Enumerable.Range(0, 18).SelectMany(t => frames.Skip(t / 2 * plane).Take(plane)));
        Read(PictureFiles.At("grey.mkv"), grey with { FramesPerSecond = 12.5 }).Should().HaveCount(5 * plane);
    }

    [Fact]
    public void Names_are_only_names()
    {
        var (before, frames) = (Environment.CurrentDirectory, PictureFiles.Pattern(9, 1));
        Environment.CurrentDirectory = folder[""];
        try
        {
            foreach (var name in (string[])["-i.mkv", "a b 'c' \"d\".mkv", "Bär 熊 🐻.mkv", "http:x%03d*?.mkv", "$(touch x);`y`.mkv"])
            {
                File.Copy(PictureFiles.At("grey.mkv"), name);
                Read(name, grey).Should().Equal(frames, name);
                File.Delete(name);
            }
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        Directory.GetFiles(folder[""]).Should().BeEmpty();
    }

    [Fact]
    public void Without_ffmpeg_the_message_says_what_to_install()
    {
        File.WriteAllText(folder["text"], "");
        foreach (var program in (string[])["/nowhere/ffmpeg", "no-such-program", folder["text"]])
            FluentActions.Invoking(() => VideoFile.Open(PictureFiles.At("grey.mkv"), new() { Program = program })).Should()
                .Throw<FileNotFoundException>()
                .WithMessage($"Videos are decoded by ffmpeg, and '{program}' cannot be run here. Install it ('apt-get install ffmpeg' on " +
                    "Debian*SWINLSTM_FFMPEG.");
    }

    [Fact]
    public void A_program_that_hangs_is_stopped()
    {
        var hanging = new VideoOptions
        {
            Program = folder.Program("echo '[error] so far so good' >&2; sleep 600"),
            TimeLimit = TimeSpan.FromSeconds(0.5)
        };
        FluentActions.Invoking(() => VideoFile.Open(PictureFiles.At("grey.mkv"), hanging)).Should().Throw<IOException>()
            .WithMessage("ffmpeg gave nothing for 0.5 seconds and was stopped (so far so good). Allow it more in VideoOptions.TimeLimit, " +
                "or look at what it reads.");
        hanging = hanging with { Program = folder.Program("printf 'P5\\n34 21\\n255\\nfew'; sleep 600") };
        FluentActions.Invoking(() => VideoFile.Open(PictureFiles.At("grey.mkv"), hanging)).Should().Throw<IOException>()
            .WithMessage("ffmpeg gave nothing for 0.5 seconds*");
    }

    // Whatever ffmpeg does: what comes out is counted against what it decoded, and held against what was promised.
    [Theory]
    [InlineData("printf 'P5\\n1 1\\n255\\nx'; echo '[verbose]   Input stream #0:0 (video): 2 packets read (9 bytes); 2 frames decoded; ' " +
        ">&2", "ffmpeg decoded 2 frames, but gave 1. Try another version of it.")]
    [InlineData("printf 'P5\\n1 1\\n255\\nx'", "ffmpeg decoded an unknown number of frames, but gave 1. Try another version of it.")]
    [InlineData("printf 'P5\\n1 1\\n255\\nxP5\\n1 2\\n255\\nxy'", "All frames of a video must have one size; frame 1 has 1 x 2, those " +
        "before it 1 x 1. Convert it to one size first.")]
    [InlineData("printf 'P5\\n2 2\\n255\\nxyz'", "ffmpeg ended within a picture: it said nothing.")]
    [InlineData("printf 'P5\\n99999 99999\\n255\\nxyz'", "A picture has 1 to 67108864 pixels (MaximumPixels); the file says that it has " +
        "99999 x 99999.")]
    [InlineData("echo hello; echo; echo; echo", "ffmpeg gives its pictures as PGM of 8 bits; something else came.")]
    [InlineData("true", "It has no frames.")]
    [InlineData("echo '[h264 @ 0x5] [error] bad' >&2",
        "ffmpeg cannot decode it without an error: bad. KeepDamaged (--keep-damaged) takes " +
        "the frames there are.")]
    [InlineData("exit 3",
        "ffmpeg cannot decode it without an error: it said nothing. KeepDamaged (--keep-damaged) takes the frames there " +
        "are.")]
    public void What_ffmpeg_gives_is_not_taken_on_trust(string script, string message) =>
        FluentActions.Invoking(() => VideoFile.Open(PictureFiles.At("grey.mkv"), grey with { Program = folder.Program(script) })).Should()
            .Throw<InvalidDataException>()
            .WithMessage($"'*grey.mkv' cannot be used as a video. {message}");

    // Before version 5.1 the option for "every picture once" had another name.
    [Fact]
    public void An_older_ffmpeg_is_asked_in_its_own_words()
    {
        var old = folder.Program("case \"$*\" in *-fps_mode*) echo \"[fatal] Unrecognized option 'fps_mode'.\" >&2; exit 1;; esac; exec " +
            "ffmpeg \"$@\"");
        Read(PictureFiles.At("grey.mkv"), grey with { Program = old }).Should().Equal(PictureFiles.Pattern(9, 1));
        Read(PictureFiles.At("grey.mkv"), grey).Should().Equal(PictureFiles.Pattern(9, 1), "a newer one still understands them");
    }

    [Fact]
    public void What_is_no_video_is_refused_with_the_words_of_ffmpeg()
    {
        FluentActions.Invoking(() => VideoFile.Open(folder["none.avi"])).Should().Throw<FileNotFoundException>()
            .WithMessage("There is no video '*none.avi'. Check the path.");
        File.WriteAllText(folder["text.avi"], "no video at all");
        FluentActions.Invoking(() => VideoFile.Open(folder["text.avi"])).Should().Throw<InvalidDataException>()
            .WithMessage("'*text.avi' cannot be used as a video. ffmpeg cannot decode it without an error: *Invalid data found when " +
                "processing input. KeepDamaged (--keep-damaged) takes the frames there are.");
        ForeignTools.Ffmpeg("-f", "lavfi", "-i", "sine=duration=0.1", folder["sound.avi"]);
        FluentActions.Invoking(() => VideoFile.Open(folder["sound.avi"])).Should().Throw<InvalidDataException>()
            .WithMessage("*matches no streams*");
    }

    // Lists of other files would let a data set read whatever its user can.
    [Theory]
    [InlineData("ffconcat version 1.0\nfile v.avi\n")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nv.avi\n#EXT-X-ENDLIST\n")]
    public void Lists_of_other_files_are_no_videos(string list)
    {
        File.Copy(PictureFiles.At("pattern.avi"), folder["v.avi"]);
        File.WriteAllText(folder["list.avi"], list);
        FluentActions.Invoking(() => VideoFile.Open(folder["list.avi"])).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void A_damaged_video_is_refused_unless_it_may_be()
    {
        var file = File.ReadAllBytes(PictureFiles.At("checked.avi"));
        for (var i = file.Length * 7 / 10; i < (file.Length * 7 / 10) + 4; i++)
            file[i] ^= 0x5A;
        File.WriteAllBytes(folder["v.avi"], file);
        FluentActions.Invoking(() => VideoFile.Open(folder["v.avi"])).Should().Throw<InvalidDataException>()
            .WithMessage("'*v.avi' cannot be used as a video. ffmpeg cannot decode it without an error: *CRC mismatch*KeepDamaged*");
        using var kept = VideoFile.Open(folder["v.avi"], new() { KeepDamaged = true });
        kept.Length.Should().BeInRange(4, 6);
    }

    [Fact]
    public void Limits_and_promises_hold()
    {
        void Refused(VideoOptions options, string message) =>
            FluentActions.Invoking(() => VideoFile.Open(PictureFiles.At("grey.mkv"), options)).Should().Throw<InvalidDataException>()
                .WithMessage($"'*grey.mkv' cannot be used as a video. {message}");
        Refused(grey with { MaximumBytes = 5000 }, "Its frames take more than 5000 bytes (VideoOptions.MaximumBytes) when they are " +
            "decoded. Resize or crop them, take fewer (FramesPerSecond), or allow more.");
        Refused(grey with { MaximumPixels = 713 }, "ffmpeg cannot decode it without an error: *");
        FluentActions.Invoking(() => VideoFile.Open(PictureFiles.At("grey.mkv"), grey with { TemporaryFolder = folder["none"] })).Should()
            .Throw<IOException>();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        FluentActions.Invoking(() => VideoFile.Open(PictureFiles.At("grey.mkv"), grey, cancelled.Token)).Should()
            .Throw<OperationCanceledException>();
        FluentActions.Invoking(() => VideoFile.Open(PictureFiles.At("grey.mkv"), grey with { Crop = new(0, 30, 16, 9) })).Should()
            .Throw<ArgumentException>().WithMessage("Crop keeps rows 0 to 15*");
    }

    [Fact]
    public void Options_that_break_a_rule_are_refused()
    {
        void Refused(VideoOptions options, string message) => FluentActions.Invoking(() => VideoFile.Open("", options)).Should()
            .Throw<ArgumentException>().WithMessage($"VideoOptions are invalid:\n  {message}");
        Refused(new() { FramesPerSecond = double.NaN }, "FramesPerSecond is NaN; it is 0.001 to 1000, or left out.");
        Refused(new() { TimeLimit = TimeSpan.Zero }, "TimeLimit is 00:00:00; it is above zero and at most 24 days.");
        Refused(new() { Program = "", MaximumBytes = 0 }, "Program is empty; it is a path, or a name such as ffmpeg.\n  MaximumBytes is " +
            "0; at least one is needed.");
        Refused(new() { Height = 5 }, "Height is 5 and Width is left out; give both or neither.");
    }

    [Fact]
    public void A_few_damaged_videos_are_read_or_refused_and_nothing_else() => Damaged(20);

    [Fact]
    [Trait("Category", "Long")]
    public void Damaged_videos_are_read_or_refused_and_nothing_else() => Damaged(300);

    private void Damaged(int trials)
    {
        string[] names = ["checked.avi", "grey.mkv", "turned.mov", "pixel-format-changes.mjpeg"];
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < trials; trial++)
        {
            var (name, options) = (names[trial % names.Length], new VideoOptions
            {
                KeepDamaged = trial % 3 == 0,
                MaximumPixels = 1 << 20,
                MaximumBytes = 1 << 26,
                TimeLimit = TimeSpan.FromSeconds(30)
            });
            File.WriteAllBytes(folder[name], Mutations.Of(File.ReadAllBytes(PictureFiles.At(name)), trial, header: 300));
            try
            {
                using var video = VideoFile.Open(folder[name], options);
                video.Floats().Should().HaveCount((int)video.Length * video.Frame.Values);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        read.Should().BeGreaterThan(trials / 10);
        refused.Should().BeGreaterThan(trials / 10);
    }
}
