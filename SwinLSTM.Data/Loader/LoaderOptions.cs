using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>How a <see cref="SequenceLoader"/> makes batches. <see cref="Workers"/> and <see cref="Prefetch"/> change its speed, never what it gives.</summary>
public sealed record LoaderOptions
{
    /// <summary>Samples of a batch. Default 16, as published.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Whether each pass takes the samples in another order, which follows from <see cref="Seed"/> and the number of the pass. Default false.</summary>
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

    /// <summary>What values become; null divides bytes by 255 and leaves other types as they are (<see cref="Normalizer.DefaultFor"/>).</summary>
    public Normalizer? Normalizer { get; init; }

    internal void Check(ISequenceDataset dataset)
    {
        (bool Broken, string Rule)[] rules =
        [
            (BatchSize < 1, $"BatchSize is {BatchSize}; a batch has at least one sample."),
            (Workers < 1, $"Workers is {Workers}; at least one thread makes batches."),
            (Prefetch < 1, $"Prefetch is {Prefetch}; at least one batch is made ahead."),
            (dataset.Count < 1, $"The data set has {dataset.Count} samples; at least one is needed."),
            (DropLast && dataset.Count >= 1 && dataset.Count < BatchSize, $"DropLast leaves no batch: BatchSize is {BatchSize}, but there are {dataset.Count} samples. Use a smaller BatchSize."),
        ];
        var broken = rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}").ToList();
        if (broken.Count > 0)
            throw new ArgumentException("LoaderOptions are invalid:" + string.Concat(broken));
    }
}
