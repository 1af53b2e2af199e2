namespace SwinLSTM.Data;

/// <summary>
/// Sequences of frames by number. The same index gives the same bytes on any thread and in any order: whatever is random about a sample
/// comes from the data set's seed and the index alone (<see cref="SampleRandom"/>), so readers need no lock and resuming needs no state.
/// </summary>
public interface ISequenceDataset
{
    /// <summary>How many samples there are; indices run from 0 to <c>Count - 1</c>.</summary>
    long Count { get; }

    /// <summary>The shape of every sample.</summary>
    SequenceShape Shape { get; }

    /// <summary>Writes one sample: frames [T, C, H, W], the input frames first and the target frames after them, a byte a value.</summary>
    /// <param name="index">Which sample, 0 to <c>Count - 1</c>.</param>
    /// <param name="frames">Receives exactly <see cref="SequenceShape.SampleBytes"/> bytes; what it held before does not matter.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException"><paramref name="frames"/> has another length.</exception>
    void Read(long index, Span<byte> frames);
}
