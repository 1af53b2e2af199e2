using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>How a <see cref="SequenceLoader"/> makes batches. Workers and Prefetch change its speed, never what it gives.</summary>
/// <param name="BatchSize">Samples in a batch. Default 16, as published.</param>
/// <param name="Shuffle">Whether each pass takes the samples in another order, which follows from the seed and the number of the pass.
/// Default false.</param>
/// <param name="Seed">Another seed gives another shuffled order.</param>
/// <param name="DropLast">Whether a last batch of fewer samples is left out. Default false: every sample comes once a pass.</param>
/// <param name="Part">Which part of every batch is made, from 0: each of several processes takes one. Default 0.</param>
/// <param name="Parts">How many parts a batch has; they differ by at most one sample. Default 1: all of it.</param>
/// <param name="Workers">Threads that make batches while others are used. Default 2.</param>
/// <param name="Prefetch">Batches made ahead at most, those in progress included: they take up memory of the device. Default 4.</param>
/// <param name="Device">Where the tensors shall be; null is the CPU.</param>
public sealed record LoaderOptions(int BatchSize = 16, bool Shuffle = false, ulong Seed = 0, bool DropLast = false, int Part = 0,
    int Parts = 1, int Workers = 2, int Prefetch = 4, Device? Device = null)
{
    internal void Check(ISequenceDataset dataset)
    {
        SequenceRules.CheckAll(nameof(LoaderOptions),
        [
            (BatchSize < 1, $"BatchSize is {BatchSize}; a batch has at least one sample."),
            (Parts < 1 || Part < 0 || Part >= Parts, $"Part is {Part} of {Parts}; parts are counted from 0."),
            (BatchSize >= 1 && Parts > Math.Min(BatchSize, dataset.Count), $"A batch of {Math.Min(BatchSize, dataset.Count)} has no " +
                $"{Parts} parts. Use a larger BatchSize."),
            (Parts > 1 && !DropLast && dataset.Count % Math.Max(BatchSize, 1) is > 0 and var rest && rest < Parts, "The last batch has " +
                $"too few samples for {Parts} parts. Set DropLast."),
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
        var (start, count) = (at.Batch * options.BatchSize, Math.Min(options.BatchSize, samples - (at.Batch * options.BatchSize)));
        var first = start + (count * options.Part / options.Parts);
        var indices = new long[start + (count * (options.Part + 1) / options.Parts) - first];
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
