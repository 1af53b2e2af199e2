namespace SwinLSTM;

/// <summary>Forecasting as frames arrive: push one, ask for the next k, push another. Asking never disturbs the state.</summary>
/// <remarks>Eval mode and no gradients, as <see cref="Rollout.Forecast"/>, with which it agrees to the bit. Not for several threads at
/// once.</remarks>
public sealed class FrameStream : IDisposable
{
    private readonly FramePredictor network;
    private readonly Normalizer? normalizer;
    private RolloutPoint point;

    internal FrameStream(FramePredictor network, Normalizer? normalizer, RolloutPoint point = default) =>
        (this.network, this.normalizer, this.point) = (network, normalizer, point);

    /// <summary>The state after the last frame; null before the first. It belongs to the stream.</summary>
    public NetworkState? State => point.State;

    /// <summary>Where the stream is, as the network sees frames.</summary>
    internal RolloutPoint Point => point;

    /// <summary>Takes in the next frame.</summary>
    /// <param name="frame"><c>[B, C, H, W]</c>: in the units of the data for the stream of a <see cref="ForecastModel"/>, else what the
    /// network sees.</param>
    /// <exception cref="ArgumentException">The frame is not of the network's channels, element type or device, not of the size of the
    /// frames before it, or holds a value that is not finite and no normaliser fills; the stream is as it was.</exception>
    public void Push(Tensor frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.dim() != 4)
            throw new ArgumentException($"frame is {Require.Text(frame.shape)}; expected [batch, channels, height, width].", nameof(frame));
        // Frames of other sizes may share a grid of patches, so the network alone would not notice.
        if (point.Last is { } last)
            Require.Shape(frame, nameof(frame), "a stream goes on with frames of one shape; begin another stream for others", last.shape);
        using var mode = EvaluationMode.Enter(network);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var seen = normalizer is null ? frame.clone() : normalizer.ApplyFor(network, frame); // [B, C, H, W]
        Require.Finite(seen, nameof(frame));
        var after = point.Advance(network, seen);
        Dispose();
        foreach (var tensor in after.Tensors) scope.Detach(tensor);
        point = after;
    }

    /// <summary>Forecasts the next frames, as seen from the last one pushed. The stream does not move.</summary>
    /// <param name="horizon">Frames to forecast, at least 1.</param>
    /// <returns><c>[B, horizon, C', H, W]</c>, in the units of the frames that were pushed.</returns>
    /// <exception cref="InvalidOperationException">No frame was pushed yet.</exception>
    public Tensor Forecast(int horizon)
    {
        Require.AtLeast(1, horizon, nameof(horizon));
        if (point.Predicted is not { } next)
            throw new InvalidOperationException("The stream is empty; Push at least one frame before Forecast.");
        using var mode = EvaluationMode.Enter(network);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var future = Rollout.Run(network, point with { State = State!.Detach() }, [], horizon - 1);
        var frames = stack([next, .. future], 1); // [B, horizon, C', H, W]
        return scope.MoveToOuter(normalizer is null ? frames : normalizer.Undo(frames, network.TargetChannels));
    }

    /// <summary>Frees state and prediction; the stream is then empty.</summary>
    public void Dispose()
    {
        foreach (var tensor in point.Tensors) tensor.Dispose();
        point = default;
    }
}
