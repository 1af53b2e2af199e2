using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>A network through time. One implementation for every <see cref="FramePredictor"/>.</summary>
/// <remarks>Source: the authors' model_forward: known frames go in one by one, then each prediction goes in as the next frame; no teacher forcing.</remarks>
public static class Rollout
{
    /// <summary>Rolls out for training: every prediction is kept, with gradients through the whole sequence, in whatever mode the network is.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">Known frames <c>[B, T, C, H, W]</c>.</param>
    /// <param name="horizon">Frames to predict beyond them, at least 1.</param>
    /// <returns><c>[B, T-1+horizon, C', H, W]</c>: the predictions of frames 1 to T-1+horizon, counted from 0. The published loss compares all of them.</returns>
    /// <exception cref="ArgumentException">Not five axes, no frame, or a horizon below 1.</exception>
    public static Tensor Unroll(this FramePredictor network, Tensor inputs, int horizon)
    {
        Check(inputs, nameof(inputs), horizon);
        using var scope = NewDisposeScope();
        using var run = network.Begin();
        var (warmUp, state) = Run(network, run, null, inputs.unbind(1), keep: true);
        var (future, last) = Continue(network, run, warmUp[^1], inputs.select(1, -1), state, horizon - 1);
        last.Dispose();
        return scope.MoveToOuter(stack([.. warmUp, .. future], 1)); // [B, T-1+horizon, C', H, W]
    }

    /// <summary>Forecasts: no targets, no gradients, eval mode; the network's mode is what it was afterwards.</summary>
    /// <param name="network">The network.</param>
    /// <param name="past">Known frames <c>[B, T, C, H, W]</c>.</param>
    /// <param name="horizon">Frames to forecast, at least 1.</param>
    /// <returns><c>[B, horizon, C', H, W]</c>: the frames after the last known one.</returns>
    /// <exception cref="ArgumentException">Not five axes, no frame, or a horizon below 1.</exception>
    public static Tensor Forecast(this FramePredictor network, Tensor past, int horizon)
    {
        Check(past, nameof(past), horizon);
        using var mode = EvaluationMode.Enter(network);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        using var run = network.Begin();
        var (first, state) = Run(network, run, null, past.unbind(1), keep: false);
        var (future, last) = Continue(network, run, first[^1], past.select(1, -1), state, horizon - 1);
        last.Dispose();
        return scope.MoveToOuter(stack([first[^1], .. future], 1)); // [B, horizon, C', H, W]
    }

    /// <summary>Begins a stream: frames are pushed as they arrive, and forecasts asked for at any time.</summary>
    public static FrameStream Stream(this FramePredictor network) => new(network);

    /// <summary>Feeds known frames; keeps all predictions, or only the last.</summary>
    private static (List<Tensor> Predictions, NetworkState State) Run(FramePredictor network, SequenceRun run, NetworkState? state, Tensor[] frames, bool keep)
    {
        var predictions = new List<Tensor>(frames.Length);
        for (var t = 0; t < frames.Length; t++)
        {
            var before = state;
            if (keep || t == frames.Length - 1)
            {
                (var next, state) = run.Step(frames[t], before);
                predictions.Add(next);
            }
            else
            {
                state = run.Observe(frames[t], before);
            }

            before?.Dispose();
        }

        return (predictions, state!);
    }

    /// <summary>Feeds predictions back.</summary>
    /// <returns>The predictions after <paramref name="predicted"/>, and the state after them. The state passed in is disposed.</returns>
    internal static (List<Tensor> Predictions, NetworkState State) Continue(FramePredictor network, SequenceRun run, Tensor predicted, Tensor last, NetworkState state, int steps)
    {
        var predictions = new List<Tensor>(steps);
        for (var k = 0; k < steps; k++)
        {
            var before = state;
            var input = network.Feedback(predicted, last);
            (predicted, state) = run.Step(input, before);
            predictions.Add(predicted);
            last = input;
            before.Dispose();
        }

        return (predictions, state);
    }

    private static void Check(Tensor frames, string parameter, int horizon)
    {
        ArgumentNullException.ThrowIfNull(frames, parameter);
        if (frames.dim() != 5 || frames.size(1) == 0)
            throw new ArgumentException($"{parameter} is {Require.Shape(frames)}; expected [batch, time, channels, height, width] with at least one time step. A single sequence needs unsqueeze(0).", parameter);
        Require.AtLeast(1, horizon, nameof(horizon));
    }
}
