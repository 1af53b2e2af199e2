namespace SwinLSTM;

/// <summary>Runs a piece of code under a seed of its own and gives the caller's random state back afterwards.</summary>
internal sealed class RandomSeed : IDisposable
{
    private readonly Tensor before = random.get_rng_state().DetachFromDisposeScope();

    private RandomSeed(long seed) => random.manual_seed(seed);

    public static RandomSeed? Fork(long? seed) => seed is { } s ? new RandomSeed(s) : null;

    public void Dispose()
    {
        random.set_rng_state(before);
        before.Dispose();
    }
}
