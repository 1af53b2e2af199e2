namespace SwinLSTM;

/// <summary>A network through time. One implementation for every <see cref="FramePredictor"/>.</summary>
/// <remarks>Source: the authors' model_forward: known frames go in one by one, then each prediction goes in as the next frame; no teacher
/// forcing.</remarks>
public static class Rollout
{
    /// <summary>Rolls out for training: every prediction is kept, with gradients through the whole sequence, in whatever mode the network
    /// is.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">Known frames <c>[B, T, C, H, W]</c>; every value finite.</param>
    /// <param name="horizon">Frames to predict beyond them, at least 1.</param>
    /// <returns><c>[B, T-1+horizon, C', H, W]</c>: the predictions of frames 1 to T-1+horizon, counted from 0. The published loss compares
    /// all of them.</returns>
    /// <exception cref="ArgumentException">Not five axes, no frame, a value that is not finite, or a horizon below 1.</exception>
    public static Tensor Unroll(this FramePredictor network, Tensor inputs, int horizon)
    {
        Check(inputs, nameof(inputs), horizon);
        using var scope = NewDisposeScope();
        var known = inputs.unbind(1); // T of [B, C, H, W]
        return scope.MoveToOuter(stack(Run(network, default, known, known.Length + horizon - 1), 1)); // [B, T-1+horizon, C', H, W]
    }

    /// <summary>Forecasts: no targets, no gradients, eval mode; the network's mode is what it was afterwards.</summary>
    /// <param name="network">The network.</param>
    /// <param name="past">Known frames <c>[B, T, C, H, W]</c> of any height and width; every value finite.</param>
    /// <param name="horizon">Frames to forecast, at least 1.</param>
    /// <returns><c>[B, horizon, C', H, W]</c>: the frames after the last known one.</returns>
    /// <exception cref="ArgumentException">Not five axes, no frame, a value that is not finite, or a horizon below 1.</exception>
    public static Tensor Forecast(this FramePredictor network, Tensor past, int horizon)
    {
        Check(past, nameof(past), horizon);
        using var mode = EvaluationMode.Enter(network);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var known = past.unbind(1); // T of [B, C, H, W]
        var last = known.Length - 1;
        return scope.MoveToOuter(stack(Run(network, default, known, last + horizon, first: last), 1)); // [B, horizon, C', H, W]
    }

    /// <summary>Begins a stream: frames are pushed as they arrive, and forecasts asked for at any time.</summary>
    public static FrameStream Stream(this FramePredictor network) => new(network, null);

    /// <summary>Feeds known frames, then predictions; returns the predictions from step <paramref name="first"/> on. The state that it
    /// begins with is disposed.</summary>
    internal static List<Tensor> Run(FramePredictor network, RolloutPoint point, Tensor[] known, int steps, long first = 0)
    {
        var predictions = new List<Tensor>();
        for (var t = 0; t < steps; t++)
        {
            var before = point;
            point = before.Advance(network, t < known.Length ? known[t] : null);
            before.State?.Dispose();
            if (t >= first) predictions.Add(point.Predicted!);
            else point.Predicted!.Dispose();
        }

        point.State?.Dispose();
        return predictions;
    }

    internal static void Check(Tensor frames, string parameter, int horizon)
    {
        ArgumentNullException.ThrowIfNull(frames, parameter);
        if (frames.dim() != 5 || frames.size(1) == 0)
            throw new ArgumentException($"{parameter} is {Require.Text(frames.shape)}; expected [batch, time, channels, height, width] "
                + "with at least one time step. A single sequence needs unsqueeze(0).", parameter);
        Require.AtLeast(1, horizon, nameof(horizon));
        Require.Finite(frames, parameter);
    }
}
