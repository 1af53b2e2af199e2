using System.Numerics;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>The rules of reading, in one sentence each, for every data set and series.</summary>
internal static class SequenceRules
{
    public static void Check(this ISequenceDataset dataset, SampleId sample, ReadOnlySpan<float> frames)
    {
        if (sample.Index < 0 || sample.Index >= dataset.Count)
            throw new ArgumentOutOfRangeException(nameof(sample), $"The data set has samples 0 to {dataset.Count - 1}; {sample.Index} " +
                "was asked for.");
        if (sample.Epoch < 0)
            throw new ArgumentOutOfRangeException(nameof(sample), $"Passes are counted from 0; {sample.Epoch} was asked for.");
        if (frames.Length != dataset.Shape.Values)
            throw new ArgumentException(Length($"A sample ({dataset.Shape})", dataset.Shape.Values, frames.Length), nameof(frames));
    }

    public static void Check(this IFrameSeries series, FrameRange range, ReadOnlySpan<float> frames)
    {
        if (range.First < 0 || range.Count < 1 || range.Step < 1 || range.First >= series.Length || range.Last >= series.Length)
            throw new ArgumentOutOfRangeException(nameof(range), $"{series.Name} has frames 0 to {series.Length - 1}; {range} was asked " +
                "for.");
        if (frames.Length != (long)range.Count * series.Frame.Values)
            throw new ArgumentException(
                Length($"{range.Count} frames ({series.Frame})", (long)range.Count * series.Frame.Values, frames.Length), nameof(frames));
    }

    /// <summary>Reads a sample and looks at its values: the one place that refuses infinite ones, for all sources.</summary>
    /// <returns>Whether a value is missing.</returns>
    /// <exception cref="InvalidDataException">A value is infinite; the message has its place.</exception>
    public static bool ReadChecked(this ISequenceDataset dataset, SampleId sample, Span<float> frames)
    {
        dataset.Read(sample, frames);
        if (AllFinite(frames))
            return false;
        foreach (var value in frames)
            if (float.IsInfinity(value))
                throw new InvalidDataException("Every value must be finite, or NaN where it is missing; " +
                    $"{dataset.Describe(sample.Index)} has {value} at {Place(frames.IndexOf(value), dataset.Shape.Frame)}. Mend the " +
                    "data, or put NaN there.");
        return true;
    }

    /// <summary>The frame that all series have, of which there is at least one.</summary>
    public static FrameShape OneFrame(this IReadOnlyList<IFrameSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0)
            throw new ArgumentException("At least one series of frames is needed; none was given.", nameof(series));
        return series.FirstOrDefault(one => one.Frame != series[0].Frame) is not { } other ? series[0].Frame
            : throw new ArgumentException($"All series must have frames of one shape; {series[0].Name} has {series[0].Frame}, " +
                $"{other.Name} has {other.Frame}. Resize one of them, or keep them apart.", nameof(series));
    }

    public static int AtLeast(int least, int value, string name) => value >= least ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} must be at least {least}, but is {value}.");

    /// <summary>Throws one exception for all rules that are broken.</summary>
    public static void CheckAll(string what, ReadOnlySpan<(bool Broken, string Rule)> rules)
    {
        var broken = string.Concat(rules.ToArray().Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}"));
        if (broken.Length > 0)
            throw new ArgumentException($"{what} are invalid:{broken}");
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        // Zero times a number is zero, and times anything else is not a number: one sum tells of all.
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var sums = Vector<float>.Zero;
        foreach (var vector in vectors)
            sums += vector * Vector<float>.Zero;
        var sum = Vector.Sum(sums);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
            sum += value * 0;
        return float.IsFinite(sum);
    }

    private static string Place(int at, FrameShape frame)
    {
        var (time, inFrame) = Math.DivRem(at, frame.Values);
        var (channel, inChannel) = Math.DivRem(inFrame, frame.Plane);
        return $"frame {time}, channel {channel}, row {inChannel / frame.Width}, column {inChannel % frame.Width}";
    }

    private static string Length(string what, long values, int given) =>
        $"{what} has {values} values, but the span has {given}. Allocate exactly as many.";
}
