namespace SwinLSTM.Data;

/// <summary>The rules of <see cref="ISequenceDataset.Read"/> and of sizes, in one sentence each, for every data set.</summary>
internal static class SequenceRules
{
    public static void CheckRead(this ISequenceDataset dataset, SampleId sample, Span<byte> values, Span<byte> valid)
    {
        if (sample.Index < 0 || sample.Index >= dataset.Count)
            throw new ArgumentOutOfRangeException(nameof(sample), $"The data set has samples 0 to {dataset.Count - 1}; {sample.Index} was asked for.");
        if (sample.Epoch < 0)
            throw new ArgumentOutOfRangeException(nameof(sample), $"Passes are counted from 0; {sample.Epoch} was asked for.");
        // The words are made only when they are needed: reading allocates nothing.
        if (values.Length != dataset.Shape.SampleBytes || valid.Length != dataset.Shape.ValidBytes)
            CheckSpans(dataset.Shape.SampleBytes, dataset.Shape.ValidBytes, $"A sample ({dataset.Shape})", values, valid);
    }

    public static void CheckRead(this IFrameSeries series, FrameRange range, Span<byte> values, Span<byte> valid)
    {
        if (range.First < 0 || range.Count < 1 || range.Step < 1 || range.First >= series.Length || range.Last >= series.Length)
            throw new ArgumentOutOfRangeException(nameof(range), $"The series has frames 0 to {series.Length - 1}; {range} was asked for.");
        var frames = (Int128)range.Count;
        var (valueBytes, validBytes) = (frames * series.Format.Bytes, series.Format.Masked ? frames * series.Format.Values : 0);
        if (values.Length != valueBytes || valid.Length != validBytes)
            CheckSpans(valueBytes, validBytes, $"{range.Count} frames ({series.Format})", values, valid);
    }

    public static int AtLeast(int least, int value, string name) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} must be at least {least}, but is {value}.");

    private static void CheckSpans(Int128 valueBytes, Int128 validBytes, string what, Span<byte> values, Span<byte> valid)
    {
        if (values.Length != valueBytes)
            throw new ArgumentException($"{what} is {valueBytes} bytes, but the span for values has {values.Length}. Allocate exactly as many.", nameof(values));
        if (valid.Length != validBytes)
            throw new ArgumentException($"{what} has a map of valid values of {validBytes} bytes, but the span for it has {valid.Length}. Allocate exactly as many.", nameof(valid));
    }
}
