namespace SwinLSTM.Data;

/// <summary>Which samples make up which batch: a pure function of the options and the number of samples.</summary>
internal sealed class BatchPlan(long samples, LoaderOptions options)
{
    /// <summary>Batches of one pass.</summary>
    public long Batches { get; } = (samples / options.BatchSize) + (options.DropLast || samples % options.BatchSize == 0 ? 0 : 1);

    /// <summary>The sample indices of a batch.</summary>
    public long[] Indices(LoaderPosition at)
    {
        var first = at.Batch * options.BatchSize;
        var indices = new long[Math.Min(options.BatchSize, samples - first)];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = options.Shuffle ? Shuffle.At(first + i, samples, options.Seed, at.Epoch) : first + i;
        return indices;
    }

    /// <summary>The place so many batches later.</summary>
    public LoaderPosition After(LoaderPosition from, long batches)
    {
        var (passes, batch) = Math.DivRem(from.Batch + batches, Batches);
        return new(from.Epoch + passes, batch);
    }
}
