namespace SwinLSTM.Tests;

/// <summary>KTH in miniature, as ffmpeg writes it: a light figure that walks, or stands, on a dark ground.</summary>
internal static class KthFiles
{
    public const int Height = 12, Width = 16;

    /// <summary>The frames of a clip: who moves and how differs with the clip.</summary>
    public static PictureFrames Frames(int person, int action, int count) => PictureFrames.Noise(count, 1, Height, Width, (ulong)((person * 10) + action));

    /// <summary>One clip as images, <c>action/personXX_action_d1_uncomp/image_NNNN.jpg</c>, quality so high that little is lost; numbers that are left out are gaps.</summary>
    public static PictureFrames MakeImages(string folder, string action, int person, int count, params int[] leftOut)
    {
        var frames = Frames(person, action.Length, count);
        var clip = Path.Combine(folder, action, $"person{person:D2}_{action}_d1_uncomp");
        frames.WriteImages(clip, "image_%04d.jpg", 1, "-q:v", "1", "-qmin", "1", "-pix_fmt", "yuvj444p");
        foreach (var number in leftOut)
            File.Delete(Path.Combine(clip, $"image_{number:D4}.jpg"));
        return frames;
    }

    /// <summary>One clip as a video, <c>personXX_action_dY_uncomp.avi</c>, without loss.</summary>
    public static PictureFrames MakeVideo(string folder, string action, int person, int scenario, int count)
    {
        Directory.CreateDirectory(folder);
        var frames = Frames(person, action.Length, count);
        frames.WriteVideo(Path.Combine(folder, $"person{person:D2}_{action}_d{scenario}_uncomp.avi"), "-c:v", "ffv1");
        return frames;
    }
}
