using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>Sums of moments over 11 x 11 values, weighted by a Gaussian.</summary>
internal static class GaussianSums
{
    private static readonly double[] weights = WindowWeights.Of(SimilarityWindow.Gaussian11).Weights;
    private static readonly Vector256<double>[] padded = [.. new double[] { 0, 0, 0 }.Concat(weights).Concat([0, 0, 0]).Select(Vector256.Create)];

    /// <summary>Weighted sums of eleven rows of values, four times, each a row further down; a row's moments are computed once for all four.</summary>
    /// <param name="rows">The first of fourteen rows that follow one another.</param>
    /// <param name="sums">Gets four rows of moments.</param>
    /// <param name="values">How many columns, a multiple of four.</param>
    public static void Down(RowRing rows, Span<double> sums, int values)
    {
        ref var to = ref MemoryMarshal.GetReference(sums);
        var taps = padded;
        for (nuint x = 0; x < (nuint)values; x += 4)
        {
            Moments s0 = default, s1 = default, s2 = default, s3 = default;
            for (var k = 0; k < 14; k++)
            {
                var row = Moments.Of(ref rows[k], x);
                s0 = s0.Plus(taps[k + 3], row);
                s1 = s1.Plus(taps[k + 2], row);
                s2 = s2.Plus(taps[k + 1], row);
                s3 = s3.Plus(taps[k], row);
            }
            s0.Store(ref to, x);
            s1.Store(ref to, x + 4 * Moments.Pitch);
            s2.Store(ref to, x + 8 * Moments.Pitch);
            s3.Store(ref to, x + 12 * Moments.Pitch);
        }
    }

    /// <summary>Sums similarities of windows, of which each adds up eleven neighbouring sums of a row.</summary>
    /// <param name="sums">A row of moments.</param>
    /// <param name="counted">Weights of the windows' similarities, as many as a multiple of four.</param>
    /// <param name="formula">From sums to similarity.</param>
    /// <param name="whole">All of it, or its second factor.</param>
    public static Vector256<double> Across(ref double sums, ReadOnlySpan<double> counted, in SimilarityFormula formula, bool whole)
    {
        var (constants, taps) = (formula, padded);
        var result = Vector256<double>.Zero;
        ref var weight = ref MemoryMarshal.GetReference(counted);
        for (nuint x = 0; x < (nuint)counted.Length; x += 4)
        {
            Moments window = default;
            for (nuint k = 0; k < 11; k++)
                window = window.Plus(taps[k + 3], Moments.Load(ref sums, x + k));
            result = Vector256.MultiplyAddEstimate(constants.Of(window, whole), Vector256.LoadUnsafe(ref weight, x), result);
        }
        return result;
    }
}
