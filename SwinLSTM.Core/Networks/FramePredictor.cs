namespace SwinLSTM;

/// <summary>The contract of a network that predicts the next frame: one time step, with the state in and out.</summary>
/// <remarks>Derive from it, implement <c>forward</c>, and <see cref="Rollout"/>, <see cref="FrameStream"/> and <see cref="ForecastModel"/>
/// work with your network: training roll-outs, forecasts of any horizon, streaming.</remarks>
public abstract class FramePredictor : Module<Tensor, NetworkState?, (Tensor Next, NetworkState State)>
{
    /// <summary>Names the module.</summary>
    /// <param name="name">The module's name, for messages.</param>
    protected FramePredictor(string name) : base(name) => TorchProcess.WakeMkl();

    /// <summary>Which channels of an input frame are predicted, in the order they come out; null is all of them.</summary>
    public virtual IReadOnlyList<int>? TargetChannels => null;

    /// <summary>Computes one time step.</summary>
    /// <param name="frame">The frame of this step, <c>[B, C, H, W]</c>.</param>
    /// <param name="state">The state after the step before; null is the beginning of time.</param>
    /// <returns>The prediction of the next frame, <c>[B, C', H, W]</c>, and the state after this step. Both belong to the caller.</returns>
    public abstract override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state);

    /// <summary>Gives a fresh network a head start: it begins by predicting about these values instead of noise around the middle of its
    /// range. A network that does not know how stays as it is.</summary>
    /// <param name="mean">The mean of each channel that comes out, in what the network sees: normalised values, within the range of its
    /// output activation.</param>
    /// <remarks>Sparse frames (digits, rain, crowds) are mostly empty; a fresh network spends its first hundreds of steps on learning just
    /// that.</remarks>
    /// <exception cref="ArgumentException">Another number of channels comes out.</exception>
    public virtual void InitializeHead(ReadOnlySpan<double> mean)
    {
    }

    /// <summary>Seeds what is random in training (dropout, stochastic depth): after the same seed, the same calls draw the same numbers, in
    /// any thread. A network without randomness need not override it.</summary>
    /// <param name="seed">Any number.</param>
    public virtual void Reseed(long seed)
    {
    }

    /// <summary>Where the random numbers of <see cref="Reseed"/> are: what is drawn after it was set is what was drawn after it was read.
    /// Null is the beginning, and the only value of a network without randomness.</summary>
    protected internal virtual Tensor? RandomState
    {
        get => null;
        set { }
    }

    /// <summary>Makes a second network on the same weights, for another thread: what one learns the other knows. Gradients and random
    /// numbers are its own.</summary>
    /// <returns>The replica, in training mode, to be disposed like any module; null where the network cannot be made again.</returns>
    public FramePredictor? Replicate()
    {
        if (CreateAlike() is not { } replica) return null;
        if (parameters().FirstOrDefault() is { } weight) replica.to(weight.device, weight.dtype);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (mine, own) in parameters().Zip(replica.parameters())) own.set_(mine.detach());
        foreach (var (mine, own) in buffers().Zip(replica.buffers())) own.set_(mine);
        replica.train();
        return replica;
    }

    /// <summary>Makes a network of the same modules, whose weights <see cref="Replicate"/> replaces. Override it so that a network trains
    /// on several threads; the default, null, says that it cannot.</summary>
    protected virtual FramePredictor? CreateAlike() => null;

    /// <summary>Turns a prediction into the next input when a forecast feeds on itself.</summary>
    /// <param name="predicted">The prediction, <c>[B, C', H, W]</c>.</param>
    /// <param name="last">The input that led to it, <c>[B, C, H, W]</c>.</param>
    /// <returns>The next input, <c>[B, C, H, W]</c>. The default is the prediction itself, or the last input with
    /// <see cref="TargetChannels"/> replaced by it: the other channels keep their last values.</returns>
    /// <exception cref="InvalidOperationException">The channels differ and the network does not say which they are.</exception>
    protected internal virtual Tensor Feedback(Tensor predicted, Tensor last)
    {
        if (TargetChannels is { } channels)
        {
            if (channels.Count != predicted.size(1) || channels.Any(c => c < 0 || c >= last.size(1)))
                throw new InvalidOperationException($"TargetChannels is [{string.Join(", ", channels)}]; the prediction is "
                    + $"{Require.Text(predicted.shape)} and the input was {Require.Text(last.shape)}. "
                    + "List one channel of the input for each channel of the prediction.");
            using var scope = NewDisposeScope();
            var places = tensor(channels.Select(c => (long)c).ToArray(), device: last.device); // [C']
            return scope.MoveToOuter(last.index_copy(1, places, predicted)); // [B, C, H, W]
        }

        return predicted.shape.AsSpan().SequenceEqual(last.shape) ? predicted : throw new InvalidOperationException(
            $"The prediction is {Require.Text(predicted.shape)} and the input was {Require.Text(last.shape)}, "
            + "so a forecast cannot feed on itself. Forecast one frame at a time, set TargetChannels, "
            + "or override Feedback to make an input of a prediction.");
    }
}
