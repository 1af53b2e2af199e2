namespace SwinLSTM.Data;

/// <summary>Sequences of frames by number. The same <see cref="SampleId"/> gives the same values on any thread and in any order, so readers
/// need no lock of their own and resuming needs no state.</summary>
/// <remarks>Values are float32 in the unit of the data set: pictures and digits as [0, 1], measurements as they were measured. NaN stands
/// for a value that is missing; infinite values are refused by whoever makes batches or statistics.</remarks>
public interface ISequenceDataset
{
    /// <summary>How many samples there are; indices run from 0 to <c>Count - 1</c>.</summary>
    long Count { get; }

    /// <summary>The shape of every sample.</summary>
    SequenceShape Shape { get; }

    /// <summary>Reads one sample.</summary>
    /// <param name="sample">Which sample of which pass.</param>
    /// <param name="frames">
    /// Receives frames <c>[T, C, H, W]</c>, the input frames first and the target frames after them: exactly
    /// <see cref="SequenceShape.Values"/> values, whatever they held before.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException"><paramref name="frames"/> has another length.</exception>
    void Read(SampleId sample, Span<float> frames);

    /// <summary>Names where a sample comes from, for messages: its file and its place there.</summary>
    /// <param name="index">Which sample.</param>
    /// <returns>A few words, such as <c>sample 17</c> or <c>frames 20 to 39 of walking.avi</c>.</returns>
    string Describe(long index) => $"sample {index}";
}

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
