namespace SwinLSTM;

/// <summary>The random numbers of a network's dropout and stochastic depth: a generator of its own, so that the same seed drops the same
/// values whatever else draws random numbers, in any thread. It is freed when it is collected, or at once by
/// <see cref="Dispose"/>.</summary>
internal sealed class DropoutSource : IDisposable
{
    private Generator? generator;
    private long seed;

    /// <summary>Draws the first seed as weights are drawn; call it after they were.</summary>
    public DropoutSource SeedFromDefault()
    {
        using var drawn = randint(long.MaxValue, [1], dtype: ScalarType.Int64);
        Reseed(drawn.item<long>());
        return this;
    }

    public void Reseed(long seed)
    {
        Dispose();
        this.seed = seed;
    }

    /// <summary>Where the generator is; null is the beginning, just after the seed.</summary>
    public Tensor? State
    {
        get => generator?.get_state();
        set
        {
            if (value is null) Dispose();
            else generator?.set_state(value);
        }
    }

    /// <summary>Zeroes single values with probability <paramref name="rate"/> and scales the others up, so that the mean stays.</summary>
    public Tensor DropValues(Tensor values, double rate) => Drop(values, rate, values.shape);

    /// <summary>Zeroes whole samples <c>[B, ...]</c> with probability <paramref name="rate"/> and scales the others up: stochastic depth
    /// (Huang et al. 2016).</summary>
    public Tensor DropSamples(Tensor branch, double rate)
    {
        var shape = branch.shape;
        Array.Fill(shape, 1, 1, shape.Length - 1); // [B, 1, ...]
        return Drop(branch, rate, shape);
    }

    public void Dispose()
    {
        generator?.Dispose();
        generator = null;
    }

    private Tensor Drop(Tensor values, double rate, long[] shape)
    {
        // Made where the values are, when they are first there: a network may move to another device.
        var device = values.device;
        if (generator is null || generator.device.type != device.type || generator.device.index != device.index)
        {
            generator?.Dispose();
            generator = new((ulong)seed, device);
        }

        return values * empty(shape, dtype: values.dtype, device: values.device).bernoulli_(1 - rate, generator).div_(Number(1 - rate));
    }
}
