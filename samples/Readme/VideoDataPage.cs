using SwinLSTM.Data;

namespace Readme;

/// <summary>The code of docs/data.md on images and videos.</summary>
public static class VideoDataPage
{
    public static ISequenceDataset Images()
    {
        #region data: a folder of images
        var radar = ImageFolder.Open("radar", new() { Color = PixelColor.Grey, Height = 128, Width = 128 });
        Console.WriteLine($"{radar.Series.Count} sequences, {radar.Skipped} files are no images");
        var samples = new FrameWindows(radar.Series, new() { InputFrames = 4, TargetFrames = 6 });
        #endregion
        return samples;
    }

    public static ISequenceDataset Video()
    {
        #region data: a video
        using var street = VideoFile.Open("street.mp4", new() { FramesPerSecond = 5, Height = 96, Width = 160 });
        var train = new FrameWindows(street.Slice(0, street.Length * 8 / 10));                       // 10 + 10 frames, [3, 96, 160] each
        var test = new FrameWindows(street.Slice(street.Length * 8 / 10, street.Length * 2 / 10));   // later, and apart
        #endregion
        return test.Count < train.Count ? train : test;
    }

    public static DatasetSplits Kth()
    {
        #region data: kth
        using DatasetSplits kth = SwinLSTM.Data.Kth.Open("kth");                                  // 10 -> 20 frames; options have 40
        var (train, validation, test) = kth;                                                     // persons 1-14, 15-16, 17-25
        var published = train.Concat(validation);                                                // what the papers train on
        #endregion
        return published.Count > train.Count ? new(train, validation, test) : kth;
    }

    public static DatasetSplits Human()
    {
        #region data: human3.6m
        var human = Human36M.Open("human", new() { ValidationSubjects = ["S8"] });               // 4 -> 4, every fifth image, 256 x 256
        var (train, validation, test) = human;
        #endregion
        return new(train, validation, test);
    }
}
