using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>Forecasts that need no network: what a forecast must beat to be worth anything.</summary>
public static class Baselines
{
    /// <summary>The last known frame, over and over.</summary>
    /// <param name="past">Known frames <c>[B, T, C, H, W]</c>.</param>
    /// <param name="horizon">Frames to forecast.</param>
    /// <returns><c>[B, horizon, C, H, W]</c>.</returns>
    public static Tensor Persistence(Tensor past, int horizon) => Repeat(past.narrow(1, past.size(1) - 1, 1), horizon); // [B, horizon, C, H, W]

    /// <summary>The mean of the known frames, over and over.</summary>
    /// <inheritdoc cref="Persistence"/>
    public static Tensor MeanFrame(Tensor past, int horizon) => Repeat(past.mean([1], keepdim: true), horizon); // [B, horizon, C, H, W]

    /// <summary>Nothing but zeros.</summary>
    /// <inheritdoc cref="Persistence"/>
    public static Tensor Black(Tensor past, int horizon) => Repeat(zeros_like(past.narrow(1, 0, 1)), horizon); // [B, horizon, C, H, W]

    private static Tensor Repeat(Tensor frame, int horizon) => frame.repeat(1, horizon, 1, 1, 1); // [B, horizon, C, H, W]
}
