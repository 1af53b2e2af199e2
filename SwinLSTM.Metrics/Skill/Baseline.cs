using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>A forecast to beat, with its name.</summary>
public sealed class Baseline
{
    private readonly Func<Tensor, int, Tensor> forecast;

    /// <summary>A baseline of one's own.</summary>
    /// <param name="name">What it is, with every choice that changes it: metrics against it bear this name, and merge by it.</param>
    /// <param name="forecast">From known frames [B, T, C, H, W] and a horizon to [B, horizon, C, H, W] on the same device.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Baseline(string name, Func<Tensor, int, Tensor> forecast)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("A baseline needs a name, such as \"persistence\"; an empty one was given.", nameof(name));
        (Name, this.forecast) = (name, forecast);
    }

    /// <summary>The last known frame, over and over.</summary>
    public static Baseline Persistence { get; } = new("persistence", Baselines.Persistence);

    /// <summary>The mean of the known frames, over and over.</summary>
    public static Baseline MeanFrame { get; } = new("mean frame", Baselines.MeanFrame);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The straight line through the last two frames, held within a range.</summary>
    /// <param name="lowest">Smaller values become this one: 0 for frames in [0, 1].</param>
    /// <param name="highest">Larger values become this one: 1 for frames in [0, 1].</param>
    /// <returns>The baseline.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is not one.</exception>
    public static Baseline LinearExtrapolation(double lowest, double highest)
    {
        if (!(lowest < highest))
            throw new ArgumentOutOfRangeException(nameof(lowest), $"The lowest value must be below the highest; they are {lowest} and {highest}.");
        return new(FormattableString.Invariant($"linear extrapolation within [{lowest}, {highest}]"),
            (past, horizon) => Baselines.LinearExtrapolation(past, horizon, lowest, highest));
    }

    /// <summary>What it is like on average, whatever the known frames show.</summary>
    /// <param name="climatology">Fitted to the training split, never to what is measured.</param>
    /// <returns>The baseline.</returns>
    public static Baseline Climatology(Climatology climatology) => new("climatology", climatology.Forecast);

    /// <summary>The forecast.</summary>
    /// <param name="past">Known frames [B, T, C, H, W].</param>
    /// <param name="horizon">Frames to forecast.</param>
    /// <returns>[B, horizon, C, H, W].</returns>
    public Tensor Forecast(Tensor past, int horizon) => forecast(past, horizon);

    /// <summary>The name.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Name;
}
