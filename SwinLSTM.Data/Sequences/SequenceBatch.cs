using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Samples of a data set as tensors, read on the caller's thread. <see cref="SequenceLoader"/> makes the same numbers ahead of time.</summary>
public static class SequenceBatch
{
    /// <summary>Reads the samples with the given indices, in that order, as in the first pass.</summary>
    /// <param name="dataset">Where the samples come from.</param>
    /// <param name="indices">B indices; one may occur more than once.</param>
    /// <param name="device">Where the tensors shall be; the CPU if left out.</param>
    /// <param name="normalizer">What values become; if left out, bytes are divided by 255 (0 to 1) and other types stay as they are.</param>
    /// <returns>
    /// Inputs [B, Tin, C, H, W] and targets [B, Tout, C, H, W], float32, normalised, missing values 0. Both belong to the caller.
    /// </returns>
    /// <exception cref="ArgumentException">No indices, more than fit in one batch, or a normaliser for other channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample of such an index.</exception>
    /// <exception cref="InvalidDataException">A value is not finite and the frames are not masked.</exception>
    public static (Tensor Inputs, Tensor Targets) Batch(this ISequenceDataset dataset, ReadOnlySpan<long> indices, Device? device = null, Normalizer? normalizer = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (indices.IsEmpty)
            throw new ArgumentException("A batch needs at least one index; none was given.", nameof(indices));
        BatchMaker.CheckSize(dataset.Shape, indices.Length, nameof(indices));
        normalizer?.CheckChannels(dataset.Shape.Channels, nameof(normalizer));

        using var maker = BatchMaker.For(dataset, normalizer, device, indices.Length);
        var (inputs, targets, valid) = maker.Make(indices, epoch: 0);
        valid?.Dispose();
        return (inputs, targets);
    }

    /// <summary>Reads the samples <paramref name="first"/> to <c>first + count - 1</c>.</summary>
    /// <inheritdoc cref="Batch(ISequenceDataset, ReadOnlySpan{long}, Device?, Normalizer?)"/>
    /// <param name="dataset">Where the samples come from.</param>
    /// <param name="first">The index of the first sample.</param>
    /// <param name="count">How many samples, B.</param>
    /// <param name="device">Where the tensors shall be; the CPU if left out.</param>
    /// <param name="normalizer">What values become; if left out, bytes are divided by 255 (0 to 1) and other types stay as they are.</param>
    public static (Tensor Inputs, Tensor Targets) Batch(this ISequenceDataset dataset, long first, int count, Device? device = null, Normalizer? normalizer = null)
    {
        if (first < 0 || count < 1 || first > dataset.Count - count)
            throw new ArgumentOutOfRangeException(nameof(first),
                $"A batch of {count} from sample {first} does not lie within samples 0 to {dataset.Count - 1}; it needs at least one.");

        var indices = new long[count];
        for (var i = 0; i < count; i++)
            indices[i] = first + i;
        return dataset.Batch(indices, device, normalizer);
    }
}
