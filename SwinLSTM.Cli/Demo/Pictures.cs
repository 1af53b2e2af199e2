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
        string sheet = Path.Combine(folder, "forecast.png"), animation = Path.Combine(folder, "forecast.gif");
        FilmstripSample[] samples = [.. Enumerable.Range(0, (int)Math.Min(InAnimation, input.size(0))).Select(i => FilmstripSample.FromTensors(input.select(0, i), truth.select(0, i), forecast.select(0, i)))];
        Png.Write(sheet, Filmstrip.Sheet([.. samples.Take(OnSheet)], enlarge: 2));
        Gif.Write(animation, Filmstrip.Animation(samples, enlarge: 4), TimeSpan.FromMilliseconds(200));
        return (sheet, animation);
    }
}
