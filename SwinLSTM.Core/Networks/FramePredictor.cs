using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>The contract of a network that predicts the next frame: one time step, with the state in and out.</summary>
/// <remarks>Derive from it, implement <c>forward</c>, and <see cref="Rollout"/> and <see cref="FrameStream"/> work with your network:
/// training roll-outs, forecasts of any horizon, streaming.</remarks>
public abstract class FramePredictor : Module<Tensor, NetworkState?, (Tensor Next, NetworkState State)>
{
    /// <param name="name">The module's name, for messages.</param>
    protected FramePredictor(string name) : base(name)
    {
    }

    /// <summary>One time step.</summary>
    /// <param name="frame">The frame of this step, <c>[B, C, H, W]</c>.</param>
    /// <param name="state">The state after the step before; null is the beginning of time.</param>
    /// <returns>The prediction of the next frame, <c>[B, C', H, W]</c>, and the state after this step. Both belong to the caller.</returns>
    public abstract override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state);

    /// <summary>Begins a sequence: work that depends on the weights alone, and so serves all its steps, is done here once.</summary>
    /// <remarks>The weights must not change before the run is disposed. Runs share nothing, so several threads may each have one.</remarks>
    public virtual SequenceRun Begin() => new(this);

    /// <summary>Turns a prediction into the next input when a forecast feeds on itself.</summary>
    /// <param name="predicted">The prediction, <c>[B, C', H, W]</c>.</param>
    /// <param name="last">The input that led to it, <c>[B, C, H, W]</c>.</param>
    /// <returns>The next input, <c>[B, C, H, W]</c>. The default is the prediction itself, which needs C' = C.</returns>
    /// <exception cref="InvalidOperationException">The channels differ and the method was not overridden.</exception>
    protected internal virtual Tensor Feedback(Tensor predicted, Tensor last) => predicted.shape.AsSpan().SequenceEqual(last.shape)
        ? predicted
        : throw new InvalidOperationException($"The prediction is {Require.Shape(predicted)} and the input was {Require.Shape(last)}, so a forecast cannot feed on itself. "
            + "Forecast one frame at a time, or override Feedback to make an input of a prediction.");
}
