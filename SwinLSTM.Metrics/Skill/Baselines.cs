using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Forecasts that need no network: what a forecast must beat to be worth anything.</summary>
public static class Baselines
{
    /// <summary>The last known frame, over and over.</summary>
    /// <param name="past">Known frames <c>[B, T, C, H, W]</c>.</param>
    /// <param name="horizon">Frames to forecast.</param>
    /// <returns><c>[B, horizon, C, H, W]</c>.</returns>
    public static Tensor Persistence(Tensor past, int horizon) => Repeat(Last(past), horizon); // [B, horizon, C, H, W]

    /// <summary>The mean of the known frames, over and over.</summary>
    /// <inheritdoc cref="Persistence"/>
    public static Tensor MeanFrame(Tensor past, int horizon) => Repeat(past.mean([1], keepdim: true), horizon); // [B, horizon, C, H, W]

    /// <summary>Nothing but zeros.</summary>
    /// <inheritdoc cref="Persistence"/>
    public static Tensor Black(Tensor past, int horizon) => Repeat(zeros_like(past.narrow(1, 0, 1)), horizon); // [B, horizon, C, H, W]

    /// <summary>
    /// The straight line through the last two frames: frame h ahead is <c>last + h (last - one before)</c>, held within a range that
    /// is stated, because a line leaves every range if it is followed long enough.
    /// </summary>
    /// <param name="past">At least two known frames <c>[B, T, C, H, W]</c>.</param>
    /// <param name="horizon">Frames to forecast.</param>
    /// <param name="lowest">Smaller values become this one: 0 for frames in [0, 1]; negative infinity to leave them.</param>
    /// <param name="highest">Larger values become this one: 1 for frames in [0, 1]; positive infinity to leave them.</param>
    /// <returns><c>[B, horizon, C, H, W]</c>, of the dtype of <paramref name="past"/>.</returns>
    /// <exception cref="ArgumentException">There are fewer than two frames.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range is not one.</exception>
    public static Tensor LinearExtrapolation(Tensor past, int horizon, double lowest, double highest)
    {
        if (!(lowest < highest))
            throw new ArgumentOutOfRangeException(nameof(lowest), $"The lowest value must be below the highest; they are {lowest} and {highest}.");
        if (past.dim() != 5 || past.shape[1] < 2)
            throw new ArgumentException("A straight line needs two frames [B, T, C, H, W] with T of at least 2; the shape is " +
                $"[{string.Join(", ", past.shape)}]. Give more frames, or compare with persistence.", nameof(past));
        using var scope = NewDisposeScope();
        var frames = past.to(ScalarType.Float64); // a step of many frames ahead would be coarse in half precision
        var last = Last(frames); // [B, 1, C, H, W]
        var change = last.sub(frames.narrow(1, past.shape[1] - 2, 1));
        var ahead = arange(1, horizon + 1, ScalarType.Float64, past.device).reshape(1, horizon, 1, 1, 1);
        var line = last.add(change.mul(ahead)); // [B, horizon, C, H, W]
        return scope.MoveToOuter(line.clamp(lowest, highest).to(past.dtype));
    }

    private static Tensor Last(Tensor past) => past.narrow(1, past.shape[1] - 1, 1); // [B, 1, C, H, W]

    private static Tensor Repeat(Tensor frame, int horizon) => frame.repeat(1, horizon, 1, 1, 1); // [B, horizon, C, H, W]
}
