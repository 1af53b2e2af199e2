using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>Sums of moments over 7 x 7 values alike, with few additions and no subtraction, so that no large value leaves its rounding behind.</summary>
internal static class UniformSums
{
    /// <summary>Sums of seven rows of values, four times, each a row further down; what two of them have in common is added up once.</summary>
    /// <param name="rows">The first of ten rows that follow one another.</param>
    /// <param name="sums">Gets four rows of moments.</param>
    /// <param name="values">How many columns, a multiple of four.</param>
    public static void Down(RowRing rows, Span<double> sums, int values)
    {
        ref double r0 = ref rows[0], r1 = ref rows[1], r2 = ref rows[2], r3 = ref rows[3], r4 = ref rows[4];
        ref double r5 = ref rows[5], r6 = ref rows[6], r7 = ref rows[7], r8 = ref rows[8], r9 = ref rows[9];
        ref var to = ref MemoryMarshal.GetReference(sums);
        for (nuint x = 0; x < (nuint)values; x += 4)
        {
            var m2 = Moments.Of(ref r2, x);
            var m12 = Moments.Of(ref r1, x) + m2;
            var m012 = Moments.Of(ref r0, x) + m12;
            var m3456 = Moments.Of(ref r3, x) + Moments.Of(ref r4, x) + (Moments.Of(ref r5, x) + Moments.Of(ref r6, x));
            (m012 + m3456).Store(ref to, x);
            var m7 = Moments.Of(ref r7, x);
            (m12 + m3456 + m7).Store(ref to, x + 4 * Moments.Pitch);
            var m78 = m7 + Moments.Of(ref r8, x);
            (m2 + m3456 + m78).Store(ref to, x + 8 * Moments.Pitch);
            (m3456 + (m78 + Moments.Of(ref r9, x))).Store(ref to, x + 12 * Moments.Pitch);
        }
    }

    /// <summary>Sums similarities of windows, of which each adds up seven neighbouring sums of a row: four that it begins with, and the three that the window four further begins with.</summary>
    /// <param name="sums">A row of moments.</param>
    /// <param name="weights">Of the windows' similarities, as many as a multiple of four.</param>
    /// <param name="formula">From sums to similarity.</param>
    /// <param name="whole">All of it, or its second factor.</param>
    public static Vector256<double> Across(ref double sums, ReadOnlySpan<double> weights, in SimilarityFormula formula, bool whole)
    {
        var constants = formula;
        var result = Vector256<double>.Zero;
        ref var weight = ref MemoryMarshal.GetReference(weights);
        var four = Moments.Load(ref sums, 0) + Moments.Load(ref sums, 1) + (Moments.Load(ref sums, 2) + Moments.Load(ref sums, 3));
        for (nuint x = 0; x < (nuint)weights.Length; x += 4)
        {
            var three = Moments.Load(ref sums, x + 4) + Moments.Load(ref sums, x + 5) + Moments.Load(ref sums, x + 6);
            result = Vector256.MultiplyAddEstimate(constants.Of(four + three, whole), Vector256.LoadUnsafe(ref weight, x), result);
            four = three + Moments.Load(ref sums, x + 7);
        }
        return result;
    }
}
