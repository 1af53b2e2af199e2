using System.Globalization;
using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>What learns: the weights, what is remembered of past gradients, their average, and the shards that compute a
/// gradient.</summary>
internal sealed class Learner : IDisposable
{
    private const int Probes = 3;

    private readonly ForecastModel model;
    private readonly TrainingOptions options;
    private readonly LossFunction loss;
    private readonly FlatWeights weights;
    private readonly WeightUpdate update;
    private readonly ShardedGradient gradient;
    private readonly Tensor? average;
    private readonly int[]? channels;

    public Learner(ForecastModel model, TrainingOptions options, LossFunction loss, int shards, int threads)
    {
        (this.model, this.options, this.loss) = (model, options, loss);
        channels = model.Network.TargetChannels is { } chosen ? [.. chosen] : null;
        weights = new(model.Network);
        update = new(options, weights.Values);
        average = options.AverageDecay is null ? null : weights.Values.clone().DetachFromDisposeScope();
        gradient = new(model.Network, weights, shards, threads);
    }

    /// <summary>The threads of the shards, for other work between steps.</summary>
    public WorkerThreads Workers => gradient.Workers;

    /// <summary>The gradient of the last batch as a sum, for ranks to add up.</summary>
    public Tensor Gradient => gradient.Sum;

    public bool IsFinite
    {
        get
        {
            using var scope = NewDisposeScope();
            return weights.Values.isfinite().all().item<bool>();
        }
    }

    /// <summary>All that a checkpoint holds.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Tensors =>
    [
        ("weights", weights.Values),
        .. update.Memory.Select((vector, i) => ($"memory.{i}", vector)),
        .. average is null ? [] : new[] { ("average", average) },
        .. model.Network.named_buffers().Select(buffer => ($"buffer.{buffer.name}", buffer.buffer)),
    ];

    /// <summary>Takes over the tensors of a checkpoint, if there is one, and gives every rank those of rank 0.</summary>
    public void Fill(TensorFile? file, Ranks ranks)
    {
        foreach (var (name, mine) in Tensors)
        {
            if (file is not null)
            {
                if (!file.TryGet(name, out var saved) || !saved.shape.AsSpan().SequenceEqual(mine.shape))
                    throw new InvalidDataException($"The checkpoint has no '{name}' of shape [{string.Join(", ", mine.shape)}]. "
                        + "Build the network that it is of, or begin anew in another folder.");
                Assign(mine, saved);
            }

            ranks.Broadcast(mine);
        }
    }

    /// <summary>The longest segment whose intermediate values keep to a bound, by what one more step of time takes.</summary>
    public int SegmentWithin(double gigabytes, FrameBatch batch)
    {
        var each = 0L;
        Workers.Run(worker =>
        {
            if (worker > 0) return;
            using var scope = NewDisposeScope();
            var part = batch.Frames.narrow(0, 0, Math.Max(1, batch.Count / gradient.Shards)); // [b, T, C, H, W]
            var frame = (model.Normalizer?.Apply(part) ?? part).to(weights.Values.dtype).select(1, 0); // [b, C, H, W]
            using (no_grad()) Step(frame, null); // what is made once is made
            var point = Step(frame, null);
            var before = Resident();
            for (var i = 0; i < Probes; i++) point = Step(frame, point);
            each = Math.Max(1, (Resident() - before) / Probes);

            NetworkState Step(Tensor input, NetworkState? state) => model.Network.call(input, state).State;
        });
        return (int)Math.Clamp(gigabytes * 1e9 / ((double)each * Math.Min(Workers.Count, gradient.Shards)), 1, int.MaxValue);

        // The second field is the pages in memory.
        static long Resident() =>
            long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    /// <summary>Computes the gradient of a batch.</summary>
    /// <param name="batch">The samples.</param>
    /// <param name="seen">Frames that the network sees.</param>
    /// <param name="horizon">Frames to forecast.</param>
    /// <param name="segment">Steps of time that are kept; null keeps all.</param>
    /// <param name="seed">From a shard to the seed of what is random in it.</param>
    /// <returns>The sum of the losses, and its weight.</returns>
    public (double Sum, double Weight) Compute(FrameBatch batch, int seen, int horizon, int? segment, Func<int, long> seed) =>
        gradient.Compute((network, shard) =>
    {
        var (from, to) = (batch.Count * shard / gradient.Shards, batch.Count * (shard + 1) / gradient.Shards);
        if (from == to) return (0, 0);
        using var scope = NewDisposeScope();
        network.Reseed(seed(shard));
        var part = batch.Frames.narrow(0, from, to - from); // [b, Tin+Tout, C, H, W]
        var frames = (model.Normalizer?.Apply(part) ?? part).to(weights.Values.dtype); // [b, Tin+Tout, C, H, W]
        var first = options.LossFrames == LossFrames.Forecast ? seen - 1 : 0;
        var count = seen - 1 + horizon - first;
        var truth = Compared(frames).nan_to_num(0); // [b, T, C', H, W]
        var valid = batch.Valid is null ? null : Compared(batch.Valid.narrow(0, from, to - from)); // [b, T, C', H, W]
        var weight = 0.0;
        var sum = network.UnrollBackward(frames.narrow(1, 0, seen), horizon, Loss, segment);
        return (sum.to(ScalarType.Float64).item<double>(), weight);

        Tensor Loss(Tensor predicted)
        {
            var compared = predicted.narrow(1, first, count); // [b, T, C', H, W]
            if (!compared.shape.AsSpan().SequenceEqual(truth.shape))
                throw new InvalidOperationException(
                    $"The network predicted [{string.Join(", ", compared.shape)}], but the frames to compare "
                    + $"with are [{string.Join(", ", truth.shape)}]. TargetChannels of the network says which channels it predicts.");
            var result = loss(compared, truth, valid);
            weight = result.Weight;
            return result.Sum;
        }

        Tensor Compared(Tensor all)
        {
            var later = all.narrow(1, 1 + first, count); // [b, T, C, H, W]
            return channels is null ? later
                : later.index_select(2, tensor(channels, ScalarType.Int64, device: later.device)); // [b, T, C', H, W]
        }
    });

    /// <summary>Changes the weights by the mean gradient, on one thread: the bytes do not depend on how many there are.</summary>
    /// <param name="weight">The weight of the whole batch.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">Which change it is, from 1.</param>
    /// <returns>The gradient's norm before clipping; if it is not finite, nothing was changed.</returns>
    public double Update(double weight, double rate, long step)
    {
        var norm = double.NaN;
        Workers.Run(worker =>
        {
            if (worker > 0) return;
            using var constant = no_grad();
            using var scope = NewDisposeScope();
            var mean = gradient.Sum.div_(Number(weight)); // [N]
            norm = mean.norm().to(ScalarType.Float64).item<double>();
            if (!double.IsFinite(norm)) return;
            if (norm > options.ClipNorm) mean.mul_(Number(Math.Min(1, options.ClipNorm.Value / (norm + 1e-6))));
            update.Apply(mean, rate, step);
            average?.lerp_(weights.Values, 1 - options.AverageDecay!.Value);
        });
        return norm;
    }

    /// <summary>Does something with the average in place of the weights, where there is one.</summary>
    public void WithSavedWeights(Action action)
    {
        using var now = average is null ? null : weights.Values.clone();
        KeepAverage();
        try
        {
            action();
        }
        finally
        {
            if (now is not null) Assign(weights.Values, now);
        }
    }

    /// <summary>Puts the average in place of the weights, where there is one.</summary>
    public void KeepAverage()
    {
        if (average is not null) Assign(weights.Values, average);
    }

    public void Dispose()
    {
        gradient.Dispose();
        update.Dispose();
        average?.Dispose();
        weights.Dispose();
    }

    private static void Assign(Tensor target, Tensor source)
    {
        using var constant = no_grad();
        target.copy_(source);
    }
}
