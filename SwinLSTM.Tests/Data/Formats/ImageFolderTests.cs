using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly PictureOptions grey = new() { Color = PixelColor.Grey };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_folder_with_images_is_a_series_in_the_order_people_count()
    {
        var (first, second) = (PictureFiles.Noise(11 * 64), PictureFiles.Noise(4 * 64, 2));
        PictureFiles.Write(folder["data", "event2"], "frame{0}.png", 1, first, 1, 8, 8);
        PictureFiles.Write(folder["data", "event10", "left"], "x ({0:D2}).png", 98, second, 1, 8, 8);
        PictureFiles.Write(folder["data", "event10", ".hidden"], "{0}.png", 1, first, 1, 8, 8);
        foreach (var other in (string[])["notes.txt", ".DS_Store", "event2/Thumbs.db"])
            File.WriteAllText(folder["data", other], "");

        var images = ImageFolder.Open(folder["data"], grey);
        images.Skipped.Should().Be(3);
        images.Series.Select(series => (series.Name, series.Length)).Should()
            .Equal((folder["data", "event2"], 11), (folder["data", "event10", "left"], 4));
        images.Series[0].Floats().Should().Equal(first);
        images.Series[1].Floats().Should().Equal(second);

        var windows = new FrameWindows(images.Series, new() { InputFrames = 3, TargetFrames = 2 });
        (windows.Count, windows.TooShort).Should().Be((7, 1));
        windows.Describe(6).Should().Be($"frames 6 to 10 of {folder["data", "event2"]}");
        FluentActions.Invoking(() => new FrameWindows(images.Series, new() { InputFrames = 6, TargetFrames = 6 })).Should()
            .Throw<ArgumentException>()
            .WithMessage("6 + 6 frames, 1 apart, need 12 frames; the longest of 2 series, *event2, has 11. Use shorter sequences or " +
                "longer series.*");
    }

    [Fact]
    public void A_folder_of_images_alone_is_one_series()
    {
        PictureFiles.Write(folder["data"], "{0}.jpg", 1, PictureFiles.Noise(3 * 192), 3, 8, 8);
        var images = ImageFolder.Open(folder["data"]);
        images.Series.Should().ContainSingle().Which.Length.Should().Be(3);
    }

    [Fact]
    public void Empty_folders_and_links_are_refused()
    {
        Directory.CreateDirectory(folder["data", "below"]);
        File.WriteAllText(folder["data", "below", "notes.txt"], "");
        FluentActions.Invoking(() => ImageFolder.Open(folder["data"])).Should().Throw<InvalidDataException>()
            .WithMessage("'*data' holds no images: none of its files, 1 of them seen, ends in .png .jpg .jpeg .bmp .gif .tif .tiff .pgm " +
                ".ppm.");
        FluentActions.Invoking(() => ImageFolder.Open(folder["none"])).Should().Throw<DirectoryNotFoundException>()
            .WithMessage("There is no folder '*none'. Check the path.");

        foreach (var target in (string[])[folder["data"], "/etc", "..", "nowhere"])
        {
            Directory.CreateSymbolicLink(folder["data", "link"], target);
            FluentActions.Invoking(() => ImageFolder.Open(folder["data"])).Should().Throw<InvalidDataException>()
                .WithMessage("A folder of images holds no symbolic links, so that no frame comes twice or from elsewhere; '*link' leads " +
                    $"to '{target}'. Move the files, or open the other folder by itself.");
            File.Delete(folder["data", "link"]);
        }

        Directory.CreateSymbolicLink(folder["way"], folder["data"]);
        PictureFiles.Write(folder["data"], "{0}.png", 1, PictureFiles.Noise(64), 1, 8, 8);
        var images = ImageFolder.Open(folder["way"]);
        images.Series.Should().ContainSingle("the way to the folder itself may be a link");
    }
}
