using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>One pass of a network over one sequence, from <see cref="FramePredictor.Begin"/> to <see cref="Dispose()"/>.</summary>
public class SequenceRun(FramePredictor network) : IDisposable
{
    /// <summary>One time step: <see cref="FramePredictor.forward"/>.</summary>
    /// <param name="frame"><c>[B, C, H, W]</c>.</param>
    /// <param name="state">The state before; null is the beginning of time.</param>
    /// <returns>The prediction <c>[B, C', H, W]</c> and the state after the step.</returns>
    public virtual (Tensor Next, NetworkState State) Step(Tensor frame, NetworkState? state) => network.call(frame, state);

    /// <summary>One time step whose prediction nobody reads; a network may leave out what only the prediction needs.</summary>
    /// <param name="frame"><c>[B, C, H, W]</c>.</param>
    /// <param name="state">The state before; null is the beginning of time.</param>
    /// <returns>The state after the step.</returns>
    public virtual NetworkState Observe(Tensor frame, NetworkState? state)
    {
        var (next, after) = Step(frame, state);
        next.Dispose();
        return after;
    }

    /// <summary>Ends the run and frees what it prepared.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the run prepared.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
