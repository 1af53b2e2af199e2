namespace SwinLSTM.Tests;

/// <summary>Human3.6M in miniature: images of one clip each for subjects S1, S8 and S9, and the two lists.</summary>
internal static class Human36MFiles
{
    public const int Height = 8, Width = 10;

    /// <summary>The frames of each clip, [42, 3, H, W].</summary>
    public static float[] Frames { get; } = PictureFiles.Wave(42, 3, Height, Width);

    public static void Make(string folder)
    {
        foreach (var prefix in (string[])["S1_Directions 1.54138969", "S8_Eating.1", "S9_Walking.2"])
            PictureFiles.Write(Path.Combine(folder, "images"), prefix + "_{0:D6}.jpg", 0, Frames, 3, Height, Width);
        File.WriteAllText(Path.Combine(folder, "train.txt"), "S1_Directions 1.54138969,1,36\r\nS1_Directions " +
            "1.54138969,6,41\nS1_Directions 1.54138969,2,37\n\nS8_Eating.1,0,35\n");
        File.WriteAllText(Path.Combine(folder, "test.txt"), "S9_Walking.2,5,40\n");
    }
}
