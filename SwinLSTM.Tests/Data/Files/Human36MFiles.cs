namespace SwinLSTM.Tests;

/// <summary>Human3.6M in miniature, as ffmpeg writes it: images of one clip each for subjects S1, S8 and S9, and the two lists.</summary>
internal static class Human36MFiles
{
    public const int Height = 8, Width = 10;

    public static PictureFrames Frames { get; } = PictureFrames.Wave(42, 3, Height, Width);

    public static void Make(string folder)
    {
        Frames.WriteImages(Path.Combine(folder, "images"), "S1_Directions 1.54138969_%06d.jpg", 0, "-q:v", "1", "-qmin", "1", "-pix_fmt", "yuvj444p");
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "images")))
            foreach (var prefix in (string[])["S8_Eating.1", "S9_Walking.2"])
                File.Copy(file, file.Replace("S1_Directions 1.54138969", prefix, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "train.txt"), "S1_Directions 1.54138969,1,36\r\nS1_Directions 1.54138969,6,41\nS1_Directions 1.54138969,2,37\n\nS8_Eating.1,0,35\n");
        File.WriteAllText(Path.Combine(folder, "test.txt"), "S9_Walking.2,5,40\n");
    }
}
