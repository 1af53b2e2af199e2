using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>The demo's forecasts as a still sheet and as an animation.</summary>
internal static class Pictures
{
    private const int OnSheet = 3, InAnimation = 6;

    /// <returns>Where the two pictures are.</returns>
    public static (string Sheet, string Animation) Write(string folder, ForecastModel model, ISequenceDataset data, Device device)
    {
        using var scope = NewDisposeScope();
        var (input, truth) = data.Batch(0, InAnimation, device); // [B, Tin, 1, H, W], [B, Tout, 1, H, W]
        var forecast = model.Forecast(input, (int)truth.size(1)); // [B, Tout, 1, H, W]
        string sheet = Path.Combine(folder, "forecast.png"), animation = Path.Combine(folder, "forecast.gif");
        FilmstripSample[] samples = [.. Enumerable.Range(0, InAnimation).Select(i => FilmstripSample.FromTensors(input.select(0, i), truth.select(0, i), forecast.select(0, i)))];
        Png.Write(sheet, Filmstrip.Sheet([.. samples.Take(OnSheet)], enlarge: 2));
        Gif.Write(animation, Filmstrip.Animation(samples, enlarge: 4), TimeSpan.FromMilliseconds(200));
        return (sheet, animation);
    }
}
