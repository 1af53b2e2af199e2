using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class VideoFileRefusalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Video(int count = 10, string name = "v.avi", params string[] encoder)
    {
        PictureFrames.Noise(count, 1, 16, 16).WriteVideo(folder[name], encoder is [] ? ["-c:v", "ffv1"] : encoder);
        return folder[name];
    }

    [Fact]
    public void Without_ffmpeg_the_message_says_what_to_install()
    {
        foreach (var program in (string[])["/nowhere/ffmpeg", "no-such-program"])
            FluentActions.Invoking(() => VideoFile.Open(Video(), new() { FFmpeg = new() { Program = program } })).Should().Throw<FileNotFoundException>()
                .WithMessage($"Images and videos are decoded by ffmpeg, and '{program}' cannot be run here. Install it ('apt-get install ffmpeg' on Debian*SWINLSTM_FFMPEG.");

        var noProgram = folder["text"];
        File.WriteAllText(noProgram, "");
        FluentActions.Invoking(() => VideoFile.Open(folder["v.avi"], new() { FFmpeg = new() { Program = noProgram } })).Should().Throw<FileNotFoundException>().WithMessage("*cannot be run here*");
    }

    [Fact]
    public void A_program_that_hangs_is_stopped()
    {
        var hanging = new FFmpegOptions { Program = folder.Program("echo so far so good >&2; sleep 600"), TimeLimit = TimeSpan.FromSeconds(0.5) };
        FluentActions.Invoking(() => VideoFile.Open(Video(), new() { FFmpeg = hanging })).Should().Throw<IOException>()
            .WithMessage("ffmpeg gave nothing for 0.5 seconds and was stopped (so far so good). Allow it more in FFmpegOptions.TimeLimit, or look at what it reads.");

        // It hangs only once it reads: what it keeps open does not keep us.
        var later = new FFmpegOptions { Program = folder.Program("case \"$*\" in *framecrc*) exec ffmpeg \"$@\";; *) sleep 600;; esac"), TimeLimit = TimeSpan.FromSeconds(0.5) };
        using var video = VideoFile.Open(folder["v.avi"], new() { FFmpeg = later with { TimeLimit = TimeSpan.FromSeconds(20) } });
        using var impatient = VideoFile.Open(folder["v.avi"], new() { FFmpeg = later with { TimeLimit = TimeSpan.FromSeconds(2) } });
        FluentActions.Invoking(() => impatient.Read(new(0, 1))).Should().Throw<IOException>().WithMessage("ffmpeg gave nothing for 2 seconds*");
    }

    [Fact]
    public void What_is_no_video_is_refused_with_the_words_of_ffmpeg()
    {
        FluentActions.Invoking(() => VideoFile.Open(folder["none.avi"])).Should().Throw<FileNotFoundException>().WithMessage("There is no video '*none.avi'. Check the path.");
        File.WriteAllText(folder["text.avi"], "no video at all");
        FluentActions.Invoking(() => VideoFile.Open(folder["text.avi"])).Should().Throw<InvalidDataException>()
            .WithMessage("'*text.avi' cannot be used as a video. ffmpeg cannot decode it without an error: *Invalid data found when processing input. KeepDamaged in the options takes the frames there are.");
        File.WriteAllText(folder["empty.avi"], "");
        FluentActions.Invoking(() => VideoFile.Open(folder["empty.avi"])).Should().Throw<InvalidDataException>();
        ForeignTools.Ffmpeg("-f", "lavfi", "-i", "sine=duration=0.1", folder["sound.avi"]);
        FluentActions.Invoking(() => VideoFile.Open(folder["sound.avi"])).Should().Throw<InvalidDataException>().WithMessage("*matches no streams*");
    }

    // Lists of other files would let a data set read whatever its user can.
    [Theory]
    [InlineData("ffconcat version 1.0\nfile v.avi\n")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nv.avi\n#EXT-X-ENDLIST\n")]
    public void Lists_of_other_files_are_no_videos(string list)
    {
        Video();
        File.WriteAllText(folder["list.avi"], list);
        FluentActions.Invoking(() => VideoFile.Open(folder["list.avi"])).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void A_damaged_video_is_refused_unless_it_may_be()
    {
        var path = Video(20, "v.avi", "-c:v", "ffv1", "-level", "3", "-slicecrc", "1");
        var file = File.ReadAllBytes(path);
        for (var i = file.Length / 2; i < (file.Length / 2) + 40; i++)
            file[i] ^= 0x5A;
        File.WriteAllBytes(path, file);
        FluentActions.Invoking(() => VideoFile.Open(path)).Should().Throw<InvalidDataException>().WithMessage("'*v.avi' cannot be used as a video. ffmpeg cannot decode it without an error: *CRC mismatch*KeepDamaged*");
        using var kept = VideoFile.Open(path, new() { KeepDamaged = true });
        kept.Length.Should().BeInRange(18, 20);
        kept.ReadAll().Should().HaveCount((int)kept.Length * 3 * 256);
    }

    [Fact]
    public void Frames_that_are_not_there_are_refused()
    {
        using var video = VideoFile.Open(Video(), new() { FrameCount = 12 });
        video.Length.Should().Be(12);
        FluentActions.Invoking(() => video.Read(new(12, 1))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("The series has frames 0 to 11; frame 12 was asked for.*");
        FluentActions.Invoking(() => video.Read(new(8, 4))).Should().Throw<InvalidDataException>()
            .WithMessage("'*v.avi' has 10 frames, but frame 10 was asked for: it changed, or VideoOptions.FrameCount is too high.");
        video.Read(new(9, 1)).Should().HaveCount(768, "it reads on after a refusal");
    }

    [Fact]
    public void Frames_beyond_the_limit_are_not_decoded() =>
        FluentActions.Invoking(() => VideoFile.Open(Video(), new() { FFmpeg = new() { MaximumPixels = 255 } })).Should().Throw<InvalidDataException>();

    [Fact]
    public void Options_that_break_a_rule_are_refused()
    {
        void Refused(VideoOptions options, string message) => FluentActions.Invoking(() => VideoFile.Open("", options)).Should().Throw<ArgumentException>().WithMessage(message);
        Refused(new() { FrameCount = 0 }, "VideoOptions.FrameCount is 0; a video has at least one frame. Leave it out to have them counted.");
        Refused(new() { FramesPerSecond = double.NaN }, "VideoOptions.FramesPerSecond is NaN; it is 0.001 to 1000, or left out.");
        Refused(new() { FFmpeg = new() { TimeLimit = TimeSpan.Zero } }, "FFmpegOptions.TimeLimit is 00:00:00; it is above zero and at most 24 days.");
        Refused(new() { FFmpeg = new() { Program = "" } }, "FFmpegOptions.Program is empty; it is a path, or a name such as ffmpeg.");
        Refused(new() { FFmpeg = new() { MaximumPixels = 0 } }, "FFmpegOptions.MaximumPixels is 0; it is at least 1.");
        Refused(new() { Pixels = new() { Height = 0, Crop = new(0, -1, 2, 2) } }, "PixelOptions are invalid:\n  Height is 0 and Width is left out; give both or neither.\n" +
            "  Height is 0; a frame has at least one row.\n  Crop is rows 0 to 1 and columns -1 to 0; it begins at 0 or later and has at least one pixel.");
        FluentActions.Invoking(() => VideoFile.Open(Video(), new() { Pixels = new() { Crop = new(0, 8, 16, 9) } })).Should().Throw<ArgumentException>()
            .WithMessage("PixelOptions.Crop keeps rows 0 to 15 and columns 8 to 16, but the pictures have 16 rows and 16 columns. Crop less.");
    }

    [Fact]
    public void Damaged_videos_are_read_or_refused_and_nothing_else()
    {
        var whole = File.ReadAllBytes(Video(3, "v.avi", "-c:v", "mpeg4"));
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < 14; trial++)
        {
            var random = new SampleRandom(7, trial);
            var file = (byte[])whole.Clone();
            for (var change = random.NextInt32(6); change >= 0; change--)
                file[random.NextInt32(change % 2 == 0 ? file.Length : 300)] = (byte)random.NextInt32(256);
            File.WriteAllBytes(folder["damaged.avi"], random.NextInt32(4) == 0 ? file[..random.NextInt32(file.Length)] : file);
            try
            {
                using var video = VideoFile.Open(folder["damaged.avi"], new() { KeepDamaged = trial % 2 == 0, FFmpeg = new() { MaximumPixels = 1 << 20 } });
                video.ReadAll().Should().HaveCount((int)video.Length * video.Frame.Values);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        read.Should().BeGreaterThan(3);
        refused.Should().BeGreaterThan(3);
    }
}
