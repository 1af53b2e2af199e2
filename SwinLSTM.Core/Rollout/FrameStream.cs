using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Forecasting as frames arrive: push one, ask for the next k, push another. Asking never disturbs the state.</summary>
/// <remarks>Eval mode and no gradients, as <see cref="Rollout.Forecast"/>, with which it agrees to the bit. Not for several threads at once.</remarks>
public sealed class FrameStream : IDisposable
{
    private readonly FramePredictor network;
    private NetworkState? state;
    private Tensor? next, last;

    internal FrameStream(FramePredictor network) => this.network = network;

    /// <summary>A stream that goes on where another one was.</summary>
    internal FrameStream(FramePredictor network, NetworkState state, Tensor next, Tensor last) : this(network) =>
        (this.state, this.next, this.last) = (state, next, last);

    /// <summary>The state after the last frame; null before the first. It belongs to the stream.</summary>
    public NetworkState? State => state;

    /// <summary>The prediction of the frame after the last one, and that last one; null before the first. They belong to the stream.</summary>
    internal (Tensor Next, Tensor Last)? Frames => next is null ? null : (next, last!);

    /// <summary>Takes in the next frame.</summary>
    /// <param name="frame"><c>[B, C, H, W]</c>.</param>
    /// <exception cref="ArgumentException">The frame is not of the network's shape, element type or device; the stream is as it was.</exception>
    public void Push(Tensor frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using var mode = EvaluationMode.Enter(network);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        using var run = network.Begin();
        var (predicted, after) = run.Step(frame, state);
        var copy = frame.clone();
        Free();
        foreach (var cell in after) scope.Detach(cell.Hidden, cell.Cell);
        (state, next, last) = (after, scope.Detach(predicted), scope.Detach(copy));
    }

    /// <summary>The next frames, as seen from the last one pushed. The stream does not move.</summary>
    /// <param name="horizon">Frames to forecast, at least 1.</param>
    /// <returns><c>[B, horizon, C', H, W]</c>.</returns>
    /// <exception cref="InvalidOperationException">No frame was pushed yet.</exception>
    public Tensor Forecast(int horizon)
    {
        Require.AtLeast(1, horizon, nameof(horizon));
        if (next is null) throw new InvalidOperationException("The stream is empty; Push at least one frame before Forecast.");
        using var mode = EvaluationMode.Enter(network);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        using var run = network.Begin();
        var (future, end) = Rollout.Continue(network, run, next, last!, state!.Detach(), horizon - 1);
        end.Dispose();
        return scope.MoveToOuter(stack([next, .. future], 1)); // [B, horizon, C', H, W]
    }

    /// <summary>Frees state and prediction.</summary>
    public void Dispose() => Free();

    private void Free()
    {
        state?.Dispose();
        next?.Dispose();
        last?.Dispose();
        (state, next, last) = (null, null, null);
    }
}
