namespace SwinLSTM.Data;

/// <summary>
/// Sequences of frames by number. The same <see cref="SampleId"/> gives the same values on any thread and in any order, so readers need no
/// lock of their own and resuming needs no state.
/// </summary>
public interface ISequenceDataset
{
    /// <summary>How many samples there are; indices run from 0 to <c>Count - 1</c>.</summary>
    long Count { get; }

    /// <summary>The shape of every sample, and its element type.</summary>
    SequenceShape Shape { get; }

    /// <summary>Writes one sample.</summary>
    /// <param name="sample">Which sample of which pass.</param>
    /// <param name="values">
    /// Receives frames [T, C, H, W], the input frames first and the target frames after them, in the element type of <see cref="Shape"/> and
    /// the byte order of this machine: exactly <see cref="SequenceShape.SampleBytes"/> bytes, whatever they held before.
    /// </param>
    /// <param name="valid">
    /// Receives a byte a value, 1 where it was measured and 0 where it is missing (the value there is 0): exactly
    /// <see cref="SequenceShape.ValidBytes"/> bytes, which is none where <see cref="FrameFormat.Masked"/> is false.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    void Read(SampleId sample, Span<byte> values, Span<byte> valid);

    /// <summary>Where a sample comes from, for messages: its file and its place there.</summary>
    /// <param name="index">Which sample.</param>
    /// <returns>A few words, such as <c>sample 17</c> or <c>frames 20 to 39 of walking.avi</c>.</returns>
    string Describe(long index) => $"sample {index}";
}
