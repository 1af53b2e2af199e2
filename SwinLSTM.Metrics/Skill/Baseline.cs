namespace SwinLSTM.Metrics;

/// <summary>A forecast that needs no network: what a forecast must beat to be worth anything.</summary>
public sealed class Baseline
{
    private readonly Func<Tensor, int, Tensor> forecast;

    /// <summary>Makes a baseline of your own.</summary>
    /// <param name="name">What it is, with every choice that changes it: metrics against it are named and merged by it.</param>
    /// <param name="forecast">From the known frames [B, T, C, H, W] and a horizon to [B, horizon, C, H, W] on the same device.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Baseline(string name, Func<Tensor, int, Tensor> forecast)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("A baseline needs a name, such as \"persistence\"; an empty one was given.", nameof(name));
        (Name, this.forecast) = (name, forecast);
    }

    /// <summary>Repeats the last known frame.</summary>
    public static Baseline Persistence { get; } =
        new("persistence", (past, horizon) => Repeat(past.narrow(1, past.shape[1] - 1, 1), horizon));

    /// <summary>Repeats the mean of the known frames.</summary>
    public static Baseline MeanFrame { get; } = new("mean frame", (past, horizon) => Repeat(past.mean([1], keepdim: true), horizon));

    /// <summary>Forecasts zeros: a black picture, no rain.</summary>
    public static Baseline Zero { get; } = new("zero", (past, horizon) => Repeat(zeros_like(past.narrow(1, 0, 1)), horizon));

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Follows the straight line through the last two frames, <c>last + h (last - one before)</c> for h frames ahead, held within
    /// a range, because a line leaves every range in the end.</summary>
    /// <param name="lowest">Smaller values become this one: 0 for frames in [0, 1]; negative infinity for no limit.</param>
    /// <param name="highest">Larger values become this one: 1 for frames in [0, 1]; positive infinity for no limit.</param>
    /// <returns>The baseline; it needs at least two known frames.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The lowest value is not below the highest.</exception>
    public static Baseline LinearExtrapolation(double lowest, double highest)
    {
        if (!(lowest < highest))
            throw new ArgumentOutOfRangeException(nameof(lowest), $"The lowest value must be below the highest; " +
                $"they are {lowest} and {highest}.");
        return new(Invariant($"linear extrapolation within [{lowest}, {highest}]"), (past, horizon) =>
        {
            if (past.shape[1] < 2)
                throw new ArgumentException($"A straight line needs two known frames [B, T, C, H, W]; " +
                    $"the shape is {FrameRules.Text(past.shape)}. Give more frames, or compare with persistence.", nameof(past));
            var frames = past.to(ScalarType.Float64); // a step of many frames would be coarse in half precision
            var last = frames.narrow(1, past.shape[1] - 1, 1); // [B, 1, C, H, W]
            var ahead = arange(Number(1), Number(horizon + 1), ScalarType.Float64, past.device).reshape(1, -1, 1, 1, 1);
            var line = last.Plus(last.sub(frames.narrow(1, past.shape[1] - 2, 1)).mul(ahead)); // [B, horizon, C, H, W]
            return line.clamp(Number(lowest), Number(highest)).to(past.dtype);
        });
    }

    /// <summary>Forecasts a climatology, whatever the known frames show.</summary>
    /// <param name="climatology">Fitted to the training split, never to what is measured.</param>
    /// <returns>The baseline.</returns>
    public static Baseline Climatology(Climatology climatology) => new("climatology", (past, horizon) =>
    {
        var field = climatology.For([horizon, .. past.shape[2..]], past.device).to(past.dtype); // [horizon or 1, C, H, W]
        return field.expand([past.shape[0], horizon, .. past.shape[2..]]); // [B, horizon, C, H, W]
    });

    /// <summary>Computes the forecast.</summary>
    /// <param name="past">The known frames [B, T, C, H, W], of any floating-point dtype.</param>
    /// <param name="horizon">The number of frames to forecast.</param>
    /// <returns>[B, horizon, C, H, W]. Where a frame that it uses is NaN, so is the forecast.</returns>
    /// <exception cref="ArgumentException">The known frames have other axes, or too few frames.</exception>
    public Tensor Forecast(Tensor past, int horizon)
    {
        FrameRules.CheckFrames(past, nameof(past));
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(forecast(past, horizon));
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    private static Tensor Repeat(Tensor frame, int horizon) => frame.repeat(1, horizon, 1, 1, 1); // [B, horizon, C, H, W]
}
