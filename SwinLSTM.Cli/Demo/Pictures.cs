using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>The demo's forecasts as a still sheet and as an animation.</summary>
internal static class Pictures
{
    private const int OnSheet = 3, InAnimation = 6;

    /// <returns>Where the two pictures are.</returns>
    public static (string Sheet, string Animation) Write(string folder, Tensor input, Tensor truth, Tensor forecast)
    {
        Directory.CreateDirectory(folder);
        string sheet = Path.Combine(folder, "forecast.png"), animation = Path.Combine(folder, "forecast.gif");
        FilmstripSample[] samples = [.. Enumerable.Range(0, (int)Math.Min(InAnimation, input.size(0))).Select(i => new FilmstripSample(Frames(input, i), Frames(truth, i), Frames(forecast, i)))];
        Png.Write(sheet, Filmstrip.Sheet([.. samples.Take(OnSheet)], enlarge: 2));
        Gif.Write(animation, Filmstrip.Animation(samples, enlarge: 4));
        return (sheet, animation);
    }

    private static IReadOnlyList<GrayImage> Frames(Tensor sequences, int sample)
    {
        using var scope = NewDisposeScope();
        var bytes = (sequences.select(0, sample).clamp(0, 1) * 255).round().to(ScalarType.Byte).cpu(); // [T, 1, H, W]
        return [.. Enumerable.Range(0, (int)bytes.size(0)).Select(t => GrayImage.FromTensor(bytes.select(0, t).select(0, 0)))];
    }
}
