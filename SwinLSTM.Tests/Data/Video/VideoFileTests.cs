using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class VideoFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("grey.avi", 1, "ffv1", "gray")]
    [InlineData("colour.avi", 3, "ffv1", "bgr0")]
    [InlineData("colour.mkv", 3, "ffv1", "gbrp")]
    [InlineData("colour.mov", 3, "png", "rgb24")]
    public void A_lossless_video_gives_its_pixels_to_the_byte(string name, int channels, string codec, string pixels)
    {
        var frames = PictureFrames.Noise(7, channels, 34, 50);
        frames.WriteVideo(folder[name], "-c:v", codec, "-pix_fmt", pixels);
        using var video = VideoFile.Open(folder[name], new() { Pixels = new() { Color = channels == 1 ? PixelColor.Grey : PixelColor.Rgb } });
        video.Length.Should().Be(7);
        video.Frame.Should().Be(new Data.FrameShape(channels, 34, 50));
        video.Name.Should().Be(folder[name]);
        video.ReadAll().Should().Equal(frames.Planar());
    }

    // An orthonormal transform keeps the energy of an error; H.263 rounds a coefficient by at most 2.5 quantisers (its dead zone), the range 16..235
    // is stretched to 0..255, and each of the two conversions of the pixels rounds by a half.
    [Theory]
    [InlineData("wave.avi")]
    [InlineData("wave.mp4")]
    public void A_lossy_video_stays_within_what_its_quantiser_rounds(string name)
    {
        const int Quantiser = 2;
        var frames = PictureFrames.Wave(12, 1, 48, 64);
        frames.WriteVideo(folder[name], "-c:v", "mpeg4", "-pix_fmt", "yuv420p", "-qscale:v", $"{Quantiser}", "-qmin", $"{Quantiser}", "-qmax", $"{Quantiser}");
        using var video = VideoFile.Open(folder[name], new() { Pixels = new() { Color = PixelColor.Grey } });
        video.Length.Should().Be(12);
        var (read, bound) = (video.ReadAll(), (((2.5 * Quantiser) + 0.5) * 255 / 219) + 0.5);
        for (var t = 0; t < 12; t++)
            Math.Sqrt(Enumerable.Range(t * 48 * 64, 48 * 64).Average(i => Math.Pow(read[i] - frames.Pixels[i], 2))).Should().BeLessThan(bound);
    }

    [Fact]
    public void Frames_may_be_read_in_any_order_and_by_any_thread()
    {
        var frames = PictureFrames.Noise(60, 1, 16, 24);
        frames.WriteVideo(folder["v.avi"], "-c:v", "ffv1");
        using var video = VideoFile.Open(folder["v.avi"], new() { Pixels = new() { Color = PixelColor.Grey } });
        Parallel.For(0, 8, new() { MaxDegreeOfParallelism = 4 }, trial =>
        {
            var random = new SampleRandom(5, trial);
            var (count, step) = (1 + random.NextInt32(8), 1 + random.NextInt32(4));
            var range = new FrameRange(random.NextInt32(60 - ((count - 1) * step)), count, step);
            video.Read(range).Should().Equal(range.Of(frames.Pixels, 16 * 24));
        });
    }

    [Fact]
    public void Windows_that_overlap_decode_once_and_allocate_nothing()
    {
        var frames = PictureFrames.Noise(200, 1, 16, 16);
        frames.WriteVideo(folder["v.avi"], "-c:v", "ffv1");
        var log = folder["calls"];
        var options = new VideoOptions { Pixels = new() { Color = PixelColor.Grey }, FrameCount = 200, FFmpeg = new() { Program = folder.Program($"echo called >> '{log}'; exec ffmpeg \"$@\"") } };
        using var video = VideoFile.Open(folder["v.avi"], options);
        var windows = new FrameWindows(video, new() { InputFrames = 5, TargetFrames = 5, Step = 2 });
        windows.Count.Should().Be(182);
        var sample = new float[windows.Shape.Values];
        for (var i = 0; i < 100; i++)
        {
            windows.Read(i, sample);
            SeriesReading.Bytes(sample).Should().Equal(new FrameRange(i, 10, 2).Of(frames.Pixels, 256));
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < windows.Count; i++)
            windows.Read(i, sample);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1000);
        SeriesReading.Bytes(sample).Should().Equal(new FrameRange(181, 10, 2).Of(frames.Pixels, 256));
        File.ReadAllLines(log).Should().HaveCount(2, "once to open it and once to read it");
    }

    [Fact]
    public void Frames_per_second_repeat_and_leave_out_pictures()
    {
        var frames = PictureFrames.Noise(10, 1, 8, 16);
        frames.WriteVideo(folder["v.avi"], "-c:v", "ffv1");
        using var twice = VideoFile.Open(folder["v.avi"], new() { FramesPerSecond = 50, Pixels = new() { Color = PixelColor.Grey } });
        twice.Length.Should().Be(20);
        twice.ReadAll().Should().Equal(Enumerable.Range(0, 20).SelectMany(t => frames.Pixels.Skip(t / 2 * 128).Take(128)));
        using var half = VideoFile.Open(folder["v.avi"], new() { FramesPerSecond = 12.5, Pixels = new() { Color = PixelColor.Grey } });
        half.Length.Should().Be(5);
    }

    // A video whose pictures come at odd times has each of them once.
    [Fact]
    public void Every_picture_comes_once_whatever_its_time()
    {
        var frames = PictureFrames.Noise(9, 1, 8, 16);
        frames.WriteVideo(folder["v.mkv"], "-vf", "setpts=N*N*N/25/TB+3/TB", "-vsync", "passthrough", "-c:v", "ffv1");
        using var video = VideoFile.Open(folder["v.mkv"], new() { Pixels = new() { Color = PixelColor.Grey } });
        video.Length.Should().Be(9);
        video.ReadAll().Should().Equal(frames.Pixels);
    }

    [Fact]
    public void Pictures_are_cropped_then_resized()
    {
        var frames = PictureFrames.Noise(2, 3, 20, 30);
        frames.WriteVideo(folder["v.avi"], "-c:v", "ffv1", "-pix_fmt", "bgr0");
        using var cropped = VideoFile.Open(folder["v.avi"], new() { Pixels = new() { Crop = new(3, 5, 8, 10) } });
        var planar = frames.Planar();
        var expected = Enumerable.Range(0, 2 * 3 * 8 * 10).Select(i => planar[(i / 80 * 600) + (((i % 80 / 10) + 3) * 30) + (i % 10) + 5]).ToArray();
        cropped.Frame.Should().Be(new Data.FrameShape(3, 8, 10));
        cropped.ReadAll().Should().Equal(expected);

        using var resized = VideoFile.Open(folder["v.avi"], new() { Pixels = new() { Crop = new(3, 5, 8, 10), Height = 4, Width = 5 } });
        // Half as many rows and columns: each pixel lies in the middle of four.
        resized.ReadAll().Should().Equal(Enumerable.Range(0, 2 * 3 * 4 * 5).Select(i =>
        {
            var (plane, y, x) = (i / 20 * 80, i % 20 / 5 * 2, i % 5 * 2);
            return (byte)((expected[plane + (y * 10) + x] + expected[plane + (y * 10) + x + 1] + expected[plane + (y * 10) + x + 10] + expected[plane + (y * 10) + x + 11] + 2) / 4);
        }));
    }

    [Fact]
    public void Names_are_only_names()
    {
        var frames = PictureFrames.Noise(2, 1, 8, 16);
        frames.WriteVideo(folder["v.avi"], "-c:v", "ffv1");
        var (before, name) = (Environment.CurrentDirectory, "v.avi");
        Environment.CurrentDirectory = folder[""];
        try
        {
            foreach (var next in (string[])["-i.avi", "a b 'c' \"d\".avi", "Bär 熊 🐻.avi", "http:x%03d*?.avi", "$(touch x);`y`.avi"])
            {
                File.Move(name, next);
                name = next;
                using var video = VideoFile.Open(name, new() { FrameCount = 2, Pixels = new() { Color = PixelColor.Grey } });
                video.ReadAll().Should().Equal(frames.Pixels, name);
            }
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        Directory.GetFiles(folder[""]).Should().Equal(folder[name]);
    }
}
