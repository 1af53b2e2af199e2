using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>How a <see cref="SequenceLoader"/> makes batches. <see cref="Workers"/> and <see cref="Prefetch"/> change its speed, never what
/// it gives.</summary>
public sealed record LoaderOptions
{
    /// <summary>Samples in a batch. Default 16, as published.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Whether each pass takes the samples in another order, which follows from <see cref="Seed"/> and the number of the pass.
    /// Default false.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Another seed gives another shuffled order.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether a last batch of fewer samples is left out. Default false: every sample comes once a pass.</summary>
    public bool DropLast { get; init; }

    /// <summary>Threads that make batches while others are used. Default 2.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Batches made ahead at most, those in progress included: they take up memory of the device. Default 4.</summary>
    public int Prefetch { get; init; } = 4;

    /// <summary>Where the tensors shall be; null is the CPU.</summary>
    public Device? Device { get; init; }

    internal void Check(ISequenceDataset dataset)
    {
        SequenceRules.CheckAll(nameof(LoaderOptions),
        [
            (BatchSize < 1, $"BatchSize is {BatchSize}; a batch has at least one sample."),
            (Workers < 1, $"Workers is {Workers}; at least one thread makes batches."),
            (Prefetch < 1, $"Prefetch is {Prefetch}; at least one batch is made ahead."),
            (dataset.Count < 1, $"The data set has {dataset.Count} samples; at least one is needed."),
            (DropLast && dataset.Count >= 1 && dataset.Count < BatchSize, $"DropLast leaves no batch: BatchSize is {BatchSize}, but " +
                $"there are {dataset.Count} samples. Use a smaller BatchSize."),
        ]);
    }
}

/// <summary>A place in a training run: what to keep beside a checkpoint to go on exactly there. Any JSON serialiser writes and reads
/// it.</summary>
/// <remarks>It counts batches, so it means the same place only for the same data, batch size, seed and choice of
/// <see cref="LoaderOptions.DropLast"/>.</remarks>
/// <param name="Epoch">The pass over the data, from 0.</param>
/// <param name="Batch">The next batch of that pass, from 0.</param>
public readonly record struct LoaderPosition(long Epoch, long Batch);

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
