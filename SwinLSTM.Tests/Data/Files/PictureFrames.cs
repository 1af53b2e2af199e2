using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>Frames of known pixels, [T, H, W, C] bytes as ffmpeg takes them (grey, or red, green, blue), and the videos and images that ffmpeg makes of them.</summary>
internal sealed record PictureFrames(int Count, int Channels, int Height, int Width, byte[] Pixels)
{
    /// <summary>Pixels at random: nothing but a lossless format keeps them.</summary>
    public static PictureFrames Noise(int count, int channels, int height, int width, ulong seed = 1)
    {
        var random = new SampleRandom(seed, 0);
        return Make(count, channels, height, width, (_, _, _, _) => (byte)random.NextInt32(256));
    }

    /// <summary>A smooth wave that moves on by a pixel a frame: what a lossy format keeps well.</summary>
    public static PictureFrames Wave(int count, int channels, int height, int width) => Make(count, channels, height, width, (t, c, y, x) =>
        (byte)Math.Round(128 + (60 * Math.Sin((x + t + (8 * c)) * Math.PI / 24) * Math.Cos(y * Math.PI / 32))));

    /// <summary>Frame t, channel c, row y, column x, as our readers give it: [T, C, H, W].</summary>
    public byte[] Planar()
    {
        var planar = new byte[Pixels.Length];
        for (var i = 0; i < planar.Length; i++)
        {
            var (t, inFrame) = Math.DivRem(i, Channels * Height * Width);
            var (c, p) = Math.DivRem(inFrame, Height * Width);
            planar[i] = Pixels[(((t * Height * Width) + p) * Channels) + c];
        }
        return planar;
    }

    /// <summary>Writes one video.</summary>
    public void WriteVideo(string path, params string[] encoder) => Encode("25", [.. encoder, "-f", Path.GetExtension(path) switch { ".mkv" => "matroska", var ending => ending[1..] }, $"file:{path}"]);

    /// <summary>Writes an image for each frame, called by its number in a pattern such as <c>frame%d.png</c>.</summary>
    public void WriteImages(string folder, string pattern, int first = 1, params string[] encoder)
    {
        Directory.CreateDirectory(folder);
        Encode("25", ["-start_number", $"{first}", .. encoder, "-f", "image2", Path.Combine(folder, pattern)]);
    }

    private static PictureFrames Make(int count, int channels, int height, int width, Func<int, int, int, int, byte> pixel)
    {
        var pixels = new byte[count * channels * height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (rest, c) = Math.DivRem(i, channels);
            (rest, var x) = Math.DivRem(rest, width);
            (var t, var y) = Math.DivRem(rest, height);
            pixels[i] = pixel(t, c, y, x);
        }
        return new(count, channels, height, width, pixels);
    }

    private void Encode(string rate, string[] output)
    {
        var raw = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(raw, Pixels);
            ForeignTools.Ffmpeg(["-f", "rawvideo", "-pixel_format", Channels == 1 ? "gray" : "rgb24", "-video_size", $"{Width}x{Height}", "-framerate", rate, "-i", raw, .. output]);
        }
        finally
        {
            File.Delete(raw);
        }
    }
}
