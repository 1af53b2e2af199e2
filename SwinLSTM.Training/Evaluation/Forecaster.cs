using SwinLSTM.Metrics;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>A way to forecast, under a name: a network, or something that a network must beat.</summary>
/// <param name="Name">What tables and curves call it.</param>
/// <param name="Forecast">Known frames [B, Tin, C, H, W], NaN where a value is missing, and a horizon to the frames that follow, [B,
/// horizon, C, H, W].</param>
public sealed record Forecaster(string Name, Func<Tensor, int, Tensor> Forecast)
{
    /// <summary>The last known frame, over and over.</summary>
    public static Forecaster Persistence { get; } = new("Persistence", (past, horizon) =>
        Baseline.Persistence.Forecast(past.nan_to_num(0), horizon));

    /// <summary>The mean of the known frames, over and over.</summary>
    public static Forecaster MeanFrame { get; } = new("Mean frame", (past, horizon) =>
        Baseline.MeanFrame.Forecast(past.nan_to_num(0), horizon));

    /// <summary>Forecasts with a model, in the units of the data, in eval mode and without gradients.</summary>
    /// <param name="name">What tables and curves call it.</param>
    /// <param name="model">The model; it stays the caller's.</param>
    /// <returns>Forecasts of the model as it is when they are asked for.</returns>
    public static Forecaster Of(string name, ForecastModel model) => new(name, model.Forecast) { Network = model.Network };

    /// <summary>The network that forecasts, where there is one.</summary>
    internal FramePredictor? Network { get; private init; }
}
