using SwinLSTM.Metrics;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>A way to forecast, under a name: a network, or something that a network must beat.</summary>
/// <param name="Name">What tables and curves call it.</param>
/// <param name="Forecast">Known frames [B, Tin, C, H, W] and a horizon to the frames that follow, [B, horizon, C, H, W].</param>
public sealed record Forecaster(string Name, Func<Tensor, int, Tensor> Forecast)
{
    /// <summary>The last known frame, over and over.</summary>
    public static Forecaster Persistence { get; } = new("Persistence", Baseline.Persistence.Forecast);

    /// <summary>The mean of the known frames, over and over.</summary>
    public static Forecaster MeanFrame { get; } = new("Mean frame", Baseline.MeanFrame.Forecast);

    /// <summary>A network's forecasts, in eval mode and without gradients.</summary>
    /// <param name="name">What tables and curves call it.</param>
    /// <param name="network">The network; it stays the caller's.</param>
    /// <returns>Forecasts of the network as it is when they are asked for.</returns>
    public static Forecaster Of(string name, FramePredictor network) => new(name, (past, horizon) => network.Forecast(past, horizon));
}
