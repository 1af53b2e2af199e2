using System.Numerics;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>
/// Sums of structural similarity over the windows of one plane, in double precision, without allocating and in the same order on every machine. Planes
/// are cut into strips so narrow that all of this stays in the fastest cache; of a strip the last rows are kept, and every four that come complete four
/// rows of windows, which are summed first down, then across.
/// </summary>
/// <param name="window">Over which neighbours.</param>
/// <param name="dataRange">The largest possible value less the smallest.</param>
/// <param name="whole">Whether to sum all of structural similarity, or its factor of contrast and structure.</param>
internal sealed class SimilarityKernel(SimilarityWindow window, double dataRange, bool whole)
{
    private const int StripWidth = 64; // windows, a multiple of four; their values and one vector more fit in Moments.Pitch
    private const int Together = 4; // rows of windows

    [ThreadStatic]
    private static double[]? memory;

    private readonly int size = WindowWeights.Of(window).Size;
    private readonly bool uniform = window == SimilarityWindow.Uniform7;
    private readonly SimilarityFormula formula = new(WindowWeights.Of(window), dataRange);

    /// <summary>Sums over every window that lies within the plane.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="prediction">Row-major, finite.</param>
    /// <param name="target">As many.</param>
    /// <param name="width">Columns of the plane; it has at least as many, and rows, as a window.</param>
    /// <param name="counted">1 for each window that counts and 0 for the others, row-major; empty where all count.</param>
    public double Sum<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> target, int width, ReadOnlySpan<double> counted = default) where T : struct, INumberBase<T>
    {
        var sum = 0.0;
        for (var first = 0; first <= width - size; first += StripWidth)
            sum += Strip(prediction, target, width, first, Math.Min(StripWidth, width - size + 1 - first), counted);
        return sum;
    }

    private double Strip<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> target, int width, int first, int windows, ReadOnlySpan<double> counted) where T : struct, INumberBase<T>
    {
        var (values, across, down) = (windows + size - 1, width - size + 1, target.Length / width - size + 1);
        var (kept, padded) = (size + Together - 1, (windows + Together - 1) / Together * Together);
        memory ??= new double[14 * RowRing.Length + 16 * Moments.Pitch + StripWidth];
        RowRing rows = new(memory.AsSpan(0, kept * RowRing.Length), kept, 0);
        var sums = memory.AsSpan(14 * RowRing.Length, 16 * Moments.Pitch);
        var weights = memory.AsSpan(14 * RowRing.Length + 16 * Moments.Pitch, padded);
        weights[..windows].Fill(1);
        weights[windows..].Clear();

        var (sum, next) = (Vector256<double>.Zero, 0);
        for (var y = 0; y < down; y += Together)
        {
            for (; next < y + kept; next++)
                Read(prediction, target, next * width + first, values, rows.Row(next));
            Down(rows.From(y), sums, padded + size + 1);
            for (var row = 0; row < Together && y + row < down; row++)
            {
                if (!counted.IsEmpty)
                    counted.Slice((y + row) * across + first, windows).CopyTo(weights);
                sum += Across(ref sums[4 * Moments.Pitch * row], weights);
            }
        }
        return SimilarityFormula.Factor(whole) * Vector256.Sum(sum);
    }

    // Rows below the plane are zeros; no window that counts has any.
    private static void Read<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> target, int at, int values, Span<double> row) where T : struct, INumberBase<T>
    {
        var present = at < target.Length ? values : 0;
        at = Math.Min(at, target.Length);
        WideRow.Write(prediction.Slice(at, present), row[..Moments.Pitch]);
        WideRow.Write(target.Slice(at, present), row[Moments.Pitch..]);
    }

    private void Down(RowRing rows, Span<double> sums, int values)
    {
        if (uniform)
            UniformSums.Down(rows, sums, values);
        else
            GaussianSums.Down(rows, sums, values);
    }

    private Vector256<double> Across(ref double sums, ReadOnlySpan<double> weights) => uniform
        ? UniformSums.Across(ref sums, weights, in formula, whole)
        : GaussianSums.Across(ref sums, weights, in formula, whole);
}
