namespace SwinLSTM.Data;

/// <summary>The two rules of <see cref="ISequenceDataset.Read"/>, in one sentence each, for every data set.</summary>
internal static class SequenceRules
{
    public static void CheckRead(this ISequenceDataset dataset, long index, Span<byte> frames)
    {
        if (index < 0 || index >= dataset.Count)
            throw new ArgumentOutOfRangeException(nameof(index), $"The data set has samples 0 to {dataset.Count - 1}; {index} was asked for.");
        if (frames.Length != dataset.Shape.SampleBytes)
            throw new ArgumentException($"A sample is {dataset.Shape.SampleBytes} bytes ({dataset.Shape}), but the span has {frames.Length}. " +
                "Allocate Shape.SampleBytes.", nameof(frames));
    }
}
