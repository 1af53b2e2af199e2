using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Reading with the promise that every value is a number or marked as missing: the one place that looks, for all sources.</summary>
public static class SampleReading
{
    /// <summary>Reads a sample of a data set whose frames are not masked.</summary>
    /// <param name="dataset">Where the sample comes from.</param>
    /// <param name="sample">Which sample of which pass.</param>
    /// <param name="values">Receives frames [T, C, H, W]; exactly <see cref="SequenceShape.SampleBytes"/> bytes.</param>
    /// <inheritdoc cref="ReadChecked" path="/exception"/>
    public static void Read(this ISequenceDataset dataset, SampleId sample, Span<byte> values) => dataset.ReadChecked(sample, values, []);

    /// <summary>
    /// Reads a sample and looks at its values: where frames are masked, one that is not finite becomes 0 and is marked as missing; where
    /// they are not, it is refused.
    /// </summary>
    /// <param name="dataset">Where the sample comes from.</param>
    /// <param name="sample">Which sample of which pass.</param>
    /// <param name="values">Receives frames [T, C, H, W]; exactly <see cref="SequenceShape.SampleBytes"/> bytes.</param>
    /// <param name="valid">Receives the map of valid values; exactly <see cref="SequenceShape.ValidBytes"/> bytes.</param>
    /// <exception cref="InvalidDataException">A value is not finite and the frames are not masked; the message has its place.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static void ReadChecked(this ISequenceDataset dataset, SampleId sample, Span<byte> values, Span<byte> valid)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        dataset.Read(sample, values, valid);
        var bad = dataset.Shape.Frame.Element switch
        {
            ScalarType.Float32 => Check(MemoryMarshal.Cast<byte, float>(values), valid),
            ScalarType.Float64 => Check(MemoryMarshal.Cast<byte, double>(values), valid),
            ScalarType.Float16 => Check(MemoryMarshal.Cast<byte, Half>(values), valid),
            _ => -1,
        };
        if (bad >= 0)
            throw new InvalidDataException($"Every value must be finite; {dataset.Describe(sample.Index)} has one that is not, at {Place(bad, dataset.Shape.Frame)}. " +
                "Mend the data, or open it as masked, so that such values count as missing.");
    }

    /// <returns>The place of the first value that is not finite and not allowed to be; -1 if there is none.</returns>
    private static int Check<T>(Span<T> values, Span<byte> valid)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (AllFinite<T>(values))
            return -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (T.IsFinite(values[i]))
                continue;
            if (valid.IsEmpty)
                return i;
            (values[i], valid[i]) = (T.Zero, 0);
        }
        return -1;
    }

    private static bool AllFinite<T>(ReadOnlySpan<T> values)
        where T : struct, IFloatingPointIeee754<T>
    {
        // Zero times a number is zero, and times anything else is not a number: one sum tells of all.
        var sum = T.Zero;
        if (Vector<T>.IsSupported)
        {
            var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
            var sums = Vector<T>.Zero;
            foreach (var vector in vectors)
                sums += vector * Vector<T>.Zero;
            sum = Vector.Sum(sums);
            values = values[(vectors.Length * Vector<T>.Count)..];
        }
        foreach (var value in values)
            sum += value * T.Zero;
        return T.IsFinite(sum);
    }

    private static string Place(int at, FrameFormat frame)
    {
        var (time, inFrame) = Math.DivRem(at, frame.Values);
        var (channel, inChannel) = Math.DivRem(inFrame, frame.Height * frame.Width);
        return $"frame {time}, channel {channel}, row {inChannel / frame.Width}, column {inChannel % frame.Width}";
    }
}
