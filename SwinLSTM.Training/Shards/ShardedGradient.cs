using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>The gradient of a batch: shards compute theirs apart, on as many threads as there are, and they are summed in the order of the
/// shards. So threads change when a shard is computed, never a bit of the sum.</summary>
internal sealed class ShardedGradient : IDisposable
{
    private readonly WorkerThreads workers;
    private readonly FramePredictor[] networks;
    private readonly Tensor[] gradients;
    private readonly ManualResetEventSlim[] turns;

    /// <param name="network">The network; where it cannot be replicated, one worker computes all shards.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="shards">Parts of a batch.</param>
    /// <param name="threads">Threads that are wanted.</param>
    public ShardedGradient(FramePredictor network, FlatWeights weights, int shards, int threads)
    {
        Shards = shards;
        networks = [network,
            .. Enumerable.Range(1, Math.Max(0, Math.Min(shards, threads) - 1)).Select(_ => network.Replicate()).OfType<FramePredictor>()];
        gradients = [.. networks.Select(weights.GradientsOf)];
        turns = [.. Enumerable.Range(0, shards + 1).Select(_ => new ManualResetEventSlim())];
        Sum = zeros_like(weights.Values).DetachFromDisposeScope();
        workers = new(networks.Length);
    }

    /// <summary>The parts of a batch.</summary>
    public int Shards { get; }

    /// <summary>Threads that compute; also for other work between steps.</summary>
    public WorkerThreads Workers => workers;

    /// <summary>The summed gradient, <c>[N]</c>.</summary>
    public Tensor Sum { get; }

    /// <summary>Computes all shards and sums their gradients.</summary>
    /// <param name="shard">Computes one: it adds the gradient of a sum to the network's, and returns the sum and its weight.</param>
    /// <returns>The sums of both.</returns>
    public (double Sum, double Weight) Compute(Func<FramePredictor, int, (double Sum, double Weight)> shard)
    {
        var results = new (double Sum, double Weight)[Shards];
        var failed = false;
        foreach (var turn in turns) turn.Reset();
        turns[0].Set();
        workers.Run(worker =>
        {
            for (var s = worker; s < Shards && !failed; s += networks.Length)
            {
                try
                {
                    gradients[worker].zero_();
                    results[s] = shard(networks[worker], s);
                    turns[s].Wait();
                    if (failed) return;
                    if (s == 0) Sum.copy_(gradients[worker]);
                    else Sum.Plus_(gradients[worker]);
                }
                catch
                {
                    failed = true;
                    throw;
                }
                finally
                {
                    // Also after a failure: nobody waits for ever.
                    turns[s + 1].Set();
                    if (failed)
                        foreach (var turn in turns) turn.Set();
                }
            }
        });
        return (results.Sum(result => result.Sum), results.Sum(result => result.Weight));
    }

    public void Dispose()
    {
        workers.Dispose();
        foreach (var replica in networks.Skip(1)) replica.Dispose();
        foreach (var gradient in gradients) gradient.Dispose();
        foreach (var turn in turns) turn.Dispose();
        Sum.Dispose();
    }
}
