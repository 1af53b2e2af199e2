using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>Structural similarity of one plane in double precision, without allocating and in the same order on every machine. A plane is
/// cut into strips so narrow that all of this stays in the fastest cache. What lies outside the plane is NaN, as is what does not count,
/// and a window that sees NaN does not count.</summary>
/// <param name="window">The window.</param>
/// <param name="dataRange">The largest possible value less the smallest.</param>
/// <param name="whole">Whether to sum all of structural similarity, or only its factor of contrast and structure.</param>
internal sealed class SimilarityKernel(SimilarityWindow window, double dataRange, bool whole)
{
    private const int StripWidth = 32; // windows, a multiple of four; their values and one more vector fit in Pitch
    private const int Together = 4; // rows of windows
    private const int Capacity = 18; // rows of values; when they are full, those still needed move to the top
    private const int Pitch = WindowRows.Pitch, Row = WindowRows.Row;

    [ThreadStatic]
    private static double[]? memory;

    private readonly bool uniform = window == SimilarityWindow.Uniform7;
    private readonly int size = WindowedSimilarity.SizeOf(window);
    private readonly Vector256<double> minusOneByN = Vector256.Create(-1.0 / N(window)),
        c1 = Vector256.Create(Math.Pow(0.01 * dataRange * N(window), 2)),
        c2 = Vector256.Create(Math.Pow(0.03 * dataRange, 2) * (window == SimilarityWindow.Uniform7 ? 48 : 1)); // C2 n / k

    /// <summary>Sums the similarity of every window that counts, and counts them.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public (double Sum, double Count) Sum<T>(ReadOnlySpan<T> forecast, ReadOnlySpan<T> truth, int width) where T : unmanaged, INumberBase<T>
    {
        Vector256<double> sum = default, count = default;
        for (var first = 0; first <= width - size; first += StripWidth)
            Strip(forecast, truth, width, first, ref sum, ref count);
        return ((whole ? 4 : 2) * Vector256.Sum(sum), Vector256.Sum(count));
    }

    private void Strip<T>(ReadOnlySpan<T> forecast, ReadOnlySpan<T> truth, int width, int first, ref Vector256<double> sum,
        ref Vector256<double> count)
        where T : unmanaged, INumberBase<T>
    {
        memory ??= new double[(Capacity + Together) * Row + 8];
        var windows = Math.Min(StripWidth, width - size + 1 - first);
        var columns = (windows + 3) / 4 * 4 + size - 1; // with those of windows that fill up the last four, which see NaN
        var (top, kept, next) = (0, size + Together - 1, 0); // next: the row of the plane to be read
        for (var y = 0; y <= truth.Length / width - size; y += Together, top += Together)
        {
            if (top + kept > Capacity)
            {
                memory.AsSpan(top * Row, (size - 1) * Row).CopyTo(memory);
                top = 0;
            }
            for (; next < y + kept; next++)
            {
                var row = memory.AsSpan((top + next - y) * Row, Row);
                var present = (next + 1) * width <= truth.Length ? windows + size - 1 : 0;
                var at = present == 0 ? 0 : next * width + first;
                WindowRows.Read(forecast.Slice(at, present), truth.Slice(at, present), row);
            }
            ref double rows = ref memory[top * Row], sums = ref memory[Capacity * Row];
            if (uniform)
                WindowRows.UniformDown(ref rows, ref sums, columns);
            else
                WindowRows.GaussianDown(ref rows, ref sums, columns);
            for (var k = 0; k < Together; k++)
                Across(ref Unsafe.Add(ref sums, k * Row), windows, ref sum, ref count);
        }
    }

    /// <summary>Sums neighbours to windows and adds up their similarity. With P, T, S, X the sums of forecasts, truths, squares of both and
    /// products, n the sum of the weights and k the factor that makes sample variances, the divisions by n are multiplied out, which leaves
    /// one per window: <c>4 (PT + C1 n^2 / 2) (X - PT/n + C2 n/2k) / ((P^2 + T^2 + C1 n^2) (S - (P^2 + T^2)/n + C2 n/k))</c>. The caller
    /// multiplies by 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Across(ref double sums, int windows, ref Vector256<double> sum, ref Vector256<double> count)
    {
        var (total, number, weights) = (sum, count, WindowRows.Gaussian);
        Vector256<double> minusOneByN = this.minusOneByN, c1 = this.c1, c2 = this.c2, half = Vector256.Create(0.5);
        Vector256<double> fourP = Four(ref sums, 0), fourT = Four(ref sums, Pitch);
        Vector256<double> fourS = Four(ref sums, 2 * Pitch), fourX = Four(ref sums, 3 * Pitch);
        for (nuint i = 0; i < (nuint)windows; i += 4)
        {
            Vector256<double> p = default, t = default, s = default, x = default;
            if (uniform)
            {
                Vector256<double> threeP = Three(ref sums, i), threeT = Three(ref sums, i + Pitch);
                Vector256<double> threeS = Three(ref sums, i + 2 * Pitch), threeX = Three(ref sums, i + 3 * Pitch);
                (p, t, s, x) = (fourP + threeP, fourT + threeT, fourS + threeS, fourX + threeX);
                fourP = threeP + WindowRows.At(ref sums, i + 7); // of the next four windows
                fourT = threeT + WindowRows.At(ref sums, i + Pitch + 7);
                fourS = threeS + WindowRows.At(ref sums, i + 2 * Pitch + 7);
                fourX = threeX + WindowRows.At(ref sums, i + 3 * Pitch + 7);
            }
            else
            {
                for (nuint k = 0; k < 11; k++)
                {
                    var (weight, at) = (weights[k], i + k);
                    p = Vector256.MultiplyAddEstimate(weight, WindowRows.At(ref sums, at), p);
                    t = Vector256.MultiplyAddEstimate(weight, WindowRows.At(ref sums, at + Pitch), t);
                    s = Vector256.MultiplyAddEstimate(weight, WindowRows.At(ref sums, at + 2 * Pitch), s);
                    x = Vector256.MultiplyAddEstimate(weight, WindowRows.At(ref sums, at + 3 * Pitch), x);
                }
            }
            Vector256<double> product = p * t, squares = p * p + t * t;
            var above = Vector256.MultiplyAddEstimate(c2, half, Vector256.MultiplyAddEstimate(product, minusOneByN, x));
            var below = Vector256.MultiplyAddEstimate(squares, minusOneByN, s) + c2;
            var similarity = whole ? Vector256.MultiplyAddEstimate(c1, half, product) * above / ((squares + c1) * below) : above / below;
            var counts = Vector256.Equals(similarity, similarity);
            total += similarity & counts;
            number += Vector256<double>.One & counts;
        }
        (sum, count) = (total, number);
    }

    private static int N(SimilarityWindow window) => window == SimilarityWindow.Uniform7 ? 49 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Four(ref double values, nuint at) =>
        WindowRows.At(ref values, at) + WindowRows.At(ref values, at + 1) + (WindowRows.At(ref values, at + 2) + WindowRows.At(ref values,
            at + 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Three(ref double values, nuint at) =>
        WindowRows.At(ref values, at + 4) + WindowRows.At(ref values, at + 5) + WindowRows.At(ref values, at + 6);
}
