using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class ImageSequenceTests : IDisposable
{
    private static readonly PictureOptions grey = new() { Color = PixelColor.Grey };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string[] Images(float[] frames, int height, int width, string name = "images")
    {
        PictureFiles.Write(folder[name], "{0}.png", 1, frames, 1, height, width);
        return [.. Enumerable.Range(1, frames.Length / (height * width)).Select(t => folder[name, $"{t}.png"])];
    }

    [Fact]
    public void Frames_are_read_in_any_order_by_any_thread()
    {
        var frames = PictureFiles.Noise(60 * 96);
        var images = ImageSequence.Open(Images(frames, 8, 12), grey);
        images.Length.Should().Be(60);
        images.Floats().Should().Equal(frames);
        Parallel.For(0, 40, new() { MaxDegreeOfParallelism = 4 }, trial =>
        {
            var random = new SampleRandom(5, trial);
            var (count, step) = (1 + random.NextInt32(8), 1 + random.NextInt32(4));
            var range = new FrameRange(random.NextInt32(60 - ((count - 1) * step)), count, step);
            images.Floats(range).Should().Equal(range.Of(frames, 96));
        });
        FluentActions.Invoking(() => images.Floats(new(60, 1))).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("* has frames 0 to 59; frame 60 was asked for.*");
    }

    [Fact]
    public void Windows_that_overlap_decode_a_file_once()
    {
        var frames = PictureFiles.Noise(40 * 64);
        var files = Images(frames, 8, 8);
        var asked = new List<long>();
        var images = new ImageSequence("images", 40, i =>
        {
            asked.Add(i);
            return files[i];
        }, grey with { Height = 8, Width = 8 });
        var windows = new FrameWindows(images, new() { InputFrames = 3, TargetFrames = 3 });
        for (var i = 0; i < windows.Count; i++)
            windows.Floats(i).Should().Equal(new FrameRange(i, 6).Of(frames, 64));
        asked.Should().Equal(Enumerable.Range(0, 40).Select(i => (long)i));
    }

    [Fact]
    public void Frames_that_are_kept_are_bounded_and_never_mixed_up()
    {
        var recent = new RecentBlocks(100);
        var (first, second) = (new object(), new object());
        for (byte i = 0; i < 10; i++)
            recent.Keep(first, i,
                new[] { i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i }); // 24 bytes each: four places
        Enumerable.Range(0, 10).Where(i => recent.Find(first, i) is not null).Should().Equal(6, 7, 8, 9);
        recent.Find(first, 7)!.Value.Span[3].Should().Be(7);
        recent.Find(second, 9).Should().BeNull();
        recent.Keep(second, 1, new byte[51]);
        recent.Find(second, 1).Should().BeNull("it is larger than half of all");
        recent.Keep(second, 1, new byte[50]);
        recent.Find(first, 7).Should().NotBeNull("it was asked for last");
        recent.Find(first, 6).Should().BeNull();
        recent.Forget(owner => owner == first);
        recent.Find(first, 7).Should().BeNull();
        recent.Find(second, 1).Should().NotBeNull();
    }

    [Fact]
    public void Sizes_and_formats_may_change_where_frames_are_resized()
    {
        var (small, large) = (PictureFiles.Noise(8 * 16), PictureFiles.Noise(20 * 30, 2));
        string[] files = [.. Images(small, 8, 16, "small"), .. Images(large, 20, 30, "large"), PictureFiles.At("grey16.tiff"),
            .. Images(small, 8, 16, "again")];
        var images = ImageSequence.Open(files, grey with { Height = 10, Width = 12 });
        var alone = files.Select(file => ImageSequence.Open([file], grey with { Height = 10, Width = 12 }).Floats());
        images.Floats().Should().Equal(alone.SelectMany(frame => frame));

        float[] Resized(float[] frame, int height, int width)
        {
            var result = new float[120];
            new Resizer(ResizeMethod.Bilinear, (height, width), (10, 12)).Resize(frame, width, result);
            return [.. result.Select(value => MathF.Round(value * 255) / 255)];
        }
        images.Floats(new(0, 1)).Should().Equal(Resized(small, 8, 16));
        images.Floats(new(1, 1)).Should().Equal(Resized(large, 20, 30));
    }

    [Fact]
    public void Images_of_another_size_are_refused_by_name()
    {
        var files = Images(PictureFiles.Noise(3 * 128), 8, 16);
        files[2] = Images(PictureFiles.Noise(136), 8, 17, "other")[0];
        foreach (var options in (PictureOptions[])[grey, grey with { Crop = new(0, 0, 4, 4) }])
        {
            var images = ImageSequence.Open(files, options);
            images.Floats(new(0, 2)).Should().HaveCount(2 * images.Frame.Values);
            FluentActions.Invoking(() => images.Floats()).Should().Throw<InvalidDataException>().WithMessage(
                "'*other*1.png' cannot be used as an image. It has 8 rows and 17 columns, but '*images*1.png', and with it the sequence, " +
                "has 8 and 16. Give Height and Width, to resize them all.");
        }
    }

    [Fact]
    public void A_damaged_image_is_refused_by_name_and_the_others_are_read()
    {
        var frames = PictureFiles.Noise(9 * 768);
        var files = Images(frames, 24, 32);
        var damaged = File.ReadAllBytes(files[5]);
        damaged[damaged.Length / 2] ^= 0x55;
        File.WriteAllBytes(files[5], damaged);
        var images = ImageSequence.Open(files, grey);
        images.Floats(new(0, 5)).Should().Equal(frames[..(5 * 768)]);
        FluentActions.Invoking(() => images.Floats(new(2, 6))).Should().Throw<InvalidDataException>()
            .WithMessage("'*6.png' cannot be used as an image. It is damaged*");
        images.Floats(new(6, 3)).Should().Equal(frames[(6 * 768)..]);
        File.Delete(files[5]);
        FluentActions.Invoking(() => images.Floats(new(5, 1))).Should().Throw<IOException>().WithMessage("*6.png*");
    }
}
