using FluentAssertions;
using Readme;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>What docs/data.md shows of images and videos also runs, on small files.</summary>
public sealed class VideoDataPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;
    private readonly TextWriter console = Console.Out;
    private readonly StringWriter printed = new();

    public VideoDataPageTests()
    {
        Environment.CurrentDirectory = folder[""];
        Console.SetOut(printed);
    }

    public void Dispose()
    {
        Console.SetOut(console);
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Fact]
    public void Images()
    {
        PictureFiles.Write(folder["radar", "event1"], "{0}.png", 1, PictureFiles.Wave(12, 1, 20, 24), 1, 20, 24);
        VideoDataPage.Images().Count.Should().Be(3);
        printed.ToString().Should().StartWith("1 sequences, 0 files are no images");
    }

    [Fact]
    public void Video()
    {
        PictureFiles.WriteVideo(folder["street.mp4"], PictureFiles.Wave(510, 1, 16, 16), 1, 16, 16, "-c:v", "mpeg4");
        VideoDataPage.Video().Count.Should().BeInRange(60, 64, "about 102 frames, of which four fifths are for training");
    }

    [Fact]
    public void Kth_and_human()
    {
        foreach (var action in KthName.Actions)
            foreach (var person in action == "walking" ? (int[])[1, 15, 17] : [1])
                Directory.CreateDirectory(folder["kth", action, $"person{person:D2}_{action}_d1_uncomp"]);
        foreach (var clip in Directory.GetDirectories(folder["kth"]).SelectMany(Directory.GetDirectories))
            for (var number = 1; number <= 30; number++)
                File.WriteAllText(Path.Combine(clip, $"image_{number:D4}.jpg"), "not looked at before it is read");
        var kth = VideoDataPage.Kth();
        (kth.Train.Count, kth.Validation.Count, kth.Test.Count).Should().Be((6, 1, 1));

        Human36MFiles.Make(folder["human"]);
        VideoDataPage.Human().Train.Count.Should().Be(3);
    }
}
