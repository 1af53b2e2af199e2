namespace SwinLSTM.Tests;

/// <summary>KTH in miniature: frames of noise, another for each clip.</summary>
internal static class KthFiles
{
    public const int Height = 12, Width = 16;

    /// <summary>The frames of a clip, [T, 1, H, W].</summary>
    public static float[] Frames(int person, string action, int count) =>
        PictureFiles.Noise(count * Height * Width, (ulong)((person * 10) + action.Length));

    /// <summary>One clip as images, <c>action/personXX_action_d1_uncomp/image_NNNN.jpg</c>; numbers that are left out are gaps.</summary>
    public static float[] MakeImages(string folder, string action, int person, int count, params int[] leftOut)
    {
        var frames = Frames(person, action, count);
        var clip = Path.Combine(folder, action, $"person{person:D2}_{action}_d1_uncomp");
        PictureFiles.Write(clip, "image_{0:D4}.jpg", 1, frames, 1, Height, Width);
        foreach (var number in leftOut)
            File.Delete(Path.Combine(clip, $"image_{number:D4}.jpg"));
        return frames;
    }

    /// <summary>One clip as a video, <c>personXX_action_dY_uncomp.avi</c>, without loss.</summary>
    public static float[] MakeVideo(string folder, string action, int person, int scenario, int count)
    {
        var frames = Frames(person, action, count);
        PictureFiles.WriteVideo(Path.Combine(folder, $"person{person:D2}_{action}_d{scenario}_uncomp.avi"), frames, 1, Height, Width,
            "-c:v", "ffv1");
        return frames;
    }
}
