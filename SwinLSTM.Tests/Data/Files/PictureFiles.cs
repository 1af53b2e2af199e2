using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace SwinLSTM.Tests;

/// <summary>The images and videos of Data/Files/pictures, which ffmpeg wrote, and what is in them.</summary>
internal static class PictureFiles
{
    public const int Height = 21, Width = 34;

    public static string At(string name) => Repository.At($"SwinLSTM.Tests/Data/Files/pictures/{name}");

    /// <summary>The pattern of make.py, [T, C, H, W] in [0, 1], in 8 bits or in 16.</summary>
    public static float[] Pattern(int frames, int channels, bool deep = false)
    {
        var values = new float[frames * channels * Height * Width];
        for (var i = 0; i < values.Length; i++)
        {
            var (rest, x) = Math.DivRem(i, Width);
            (rest, var y) = Math.DivRem(rest, Height);
            var (t, c) = Math.DivRem(rest, channels);
            var value = ((37 * x) + (91 * y) + (53 * c) + (29 * t) + (x * y)) % 256;
            values[i] = deep ? Math.Min((257 * value) + 1, 65535) / 65535f : value / 255f;
        }
        return values;
    }

    /// <summary>Writes frames [T, C, H, W] in [0, 1] as images, called by their number in a pattern such as
    /// <c>frame{0:D3}.png</c>.</summary>
    public static void Write(string folder, string pattern, int first, float[] frames, int channels, int height, int width)
    {
        Directory.CreateDirectory(folder);
        var plane = height * width;
        for (var t = 0; t < frames.Length / (channels * plane); t++)
        {
            using var image = new Image<Rgb24>(width, height);
            for (var i = 0; i < plane; i++)
            {
                byte Value(int c) => (byte)MathF.Round(255 * frames[(((t * channels) + Math.Min(c, channels - 1)) * plane) + i]);
                image[i % width, i / width] = new(Value(0), Value(1), Value(2));
            }
            var path = Path.Combine(folder, string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, first + t));
            if (path.EndsWith(".jpg", StringComparison.Ordinal))
                image.SaveAsJpeg(path, new() { Quality = 100, ColorType = SixLabors.ImageSharp.Formats.Jpeg.JpegColorType.YCbCrRatio444 });
            else
                image.Save(path);
        }
    }

    /// <summary>Writes frames [T, C, H, W] in [0, 1] as a video, which takes ffmpeg.</summary>
    public static void WriteVideo(string path, float[] frames, int channels, int height, int width, params string[] encoder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var raw = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(raw, [.. frames.Select(value => (byte)MathF.Round(255 * value))]);
            ForeignTools.Ffmpeg(["-f", "rawvideo", "-pixel_format", channels == 1 ? "gray" : "gbrp", "-video_size", $"{width}x{height}",
                "-framerate", "25", "-i", raw, .. encoder, $"file:{path}"]);
        }
        finally
        {
            File.Delete(raw);
        }
    }

    /// <summary>A smooth wave that moves on by a pixel a frame, [T, C, H, W]: what a lossy format keeps well.</summary>
    public static float[] Wave(int count, int channels, int height, int width)
    {
        var values = new float[count * channels * height * width];
        for (var i = 0; i < values.Length; i++)
        {
            var (rest, x) = Math.DivRem(i, width);
            (rest, var y) = Math.DivRem(rest, height);
            var (t, c) = Math.DivRem(rest, channels);
            values[i] = (float)Math.Round(128 + (60 * Math.Sin((x + t + (8 * c)) * Math.PI / 24) * Math.Cos(y * Math.PI / 32))) / 255;
        }
        return values;
    }

    /// <summary>The reds of a picture, which in a grey one are its shades.</summary>
    public static byte[] Reds(this SwinLSTM.Data.Picture picture) => [.. picture.Pixels.Where((_, i) => i % 3 == 0)];

    /// <summary>Values at random, multiples of 1/255.</summary>
    public static float[] Noise(int values, ulong seed = 1)
    {
        var random = new SwinLSTM.Data.SampleRandom(seed, 0);
        return [.. Enumerable.Range(0, values).Select(_ => random.NextInt32(256) / 255f)];
    }
}
