namespace SwinLSTM.Data;

/// <summary>Which sample, and in which pass over the data. What is random about a sample follows from the two and a seed, never from when
/// or where it is read.</summary>
/// <param name="Index">0 to <see cref="ISequenceDataset.Count"/> - 1.</param>
/// <param name="Epoch">The pass, from 0. Files give the same sample in every pass; generators and augmentations may give a new one.</param>
public readonly record struct SampleId(long Index, long Epoch = 0)
{
    /// <summary>The sample of the first pass.</summary>
    /// <param name="index">0 to <see cref="ISequenceDataset.Count"/> - 1.</param>
    public static implicit operator SampleId(long index) => new(index);
}
