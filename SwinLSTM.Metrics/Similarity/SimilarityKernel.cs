using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>
/// Structural similarity of one plane in double precision, without allocating and in the same order on every machine. A plane is cut into
/// strips so narrow
/// that all of this stays in the fastest cache. What lies outside the plane is NaN, as is what does not count, and a window that sees NaN
/// does not count.
/// </summary>
/// <param name="window">The window.</param>
/// <param name="dataRange">The largest possible value less the smallest.</param>
/// <param name="whole">Whether to sum all of structural similarity, or only its factor of contrast and structure.</param>
internal sealed class SimilarityKernel(SimilarityWindow window, double dataRange, bool whole)
{
    private const int StripWidth = 60; // windows, a multiple of four; their values and one more vector fit in Pitch
    private const int Together = 4; // rows of windows
    private const int Capacity = 26; // rows of values; when they are full, those still needed move to the top

    // A row has forecasts, truths, the squares of both together, and their products, a Pitch apart.
    private const int Pitch = 76, Row = 4 * Pitch;

    private static readonly Vector256<double>[] gaussian = [.. WindowedSimilarity.Gaussian.Select(Vector256.Create)];

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
                Read(forecast.Slice(at, present), truth.Slice(at, present), row);
            }
            ref double rows = ref memory[top * Row], sums = ref memory[Capacity * Row];
            if (uniform)
                UniformDown(ref rows, ref sums, columns);
            else
                GaussianDown(ref rows, ref sums, columns);
            for (var k = 0; k < Together; k++)
                Across(ref Unsafe.Add(ref sums, k * Row), windows, ref sum, ref count);
        }
    }

    // Sums 7 rows, four times, each a row further down; what two sums have in common is added up once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UniformDown(ref double rows, ref double sums, int columns)
    {
        for (nuint kind = 0; kind < Row; kind += Pitch)
            for (var x = kind; x < kind + (nuint)columns; x += 4)
            {
                var r2 = At(ref rows, x + 2 * Row);
                var r12 = At(ref rows, x + Row) + r2;
                var r3456 = At(ref rows, x + 3 * Row) + At(ref rows, x + 4 * Row) + (At(ref rows, x + 5 * Row) + At(ref rows, x + 6 * Row));
                var r7 = At(ref rows, x + 7 * Row);
                var r78 = r7 + At(ref rows, x + 8 * Row);
                (At(ref rows, x) + r12 + r3456).StoreUnsafe(ref sums, x);
                (r12 + r3456 + r7).StoreUnsafe(ref sums, x + Row);
                (r2 + r3456 + r78).StoreUnsafe(ref sums, x + 2 * Row);
                (r3456 + (r78 + At(ref rows, x + 9 * Row))).StoreUnsafe(ref sums, x + 3 * Row);
            }
    }

    // Sums 11 rows by their weights, four times, each a row further down.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GaussianDown(ref double rows, ref double sums, int columns)
    {
        var weights = gaussian;
        for (nuint kind = 0; kind < Row; kind += Pitch)
            for (var x = kind; x < kind + (nuint)columns; x += 4)
            {
                Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
                for (var k = 0; k < 14; k++) // a weight of 0 in place of a condition would let NaN through
                {
                    var row = At(ref rows, x + (nuint)(k * Row));
                    if (k < 11) s0 = Vector256.MultiplyAddEstimate(weights[k], row, s0);
                    if (k is > 0 and < 12) s1 = Vector256.MultiplyAddEstimate(weights[k - 1], row, s1);
                    if (k is > 1 and < 13) s2 = Vector256.MultiplyAddEstimate(weights[k - 2], row, s2);
                    if (k > 2) s3 = Vector256.MultiplyAddEstimate(weights[k - 3], row, s3);
                }
                s0.StoreUnsafe(ref sums, x);
                s1.StoreUnsafe(ref sums, x + Row);
                s2.StoreUnsafe(ref sums, x + 2 * Row);
                s3.StoreUnsafe(ref sums, x + 3 * Row);
            }
    }

    /// <summary>
    /// Sums neighbours to windows and adds up their similarity. With P, T, S, X the sums of forecasts, truths, squares of both and
    /// products, n the sum of the weights and
    /// k the factor that makes sample variances, the divisions by n are multiplied out, which leaves one per window:
    /// <c>4 (PT + C1 n^2 / 2) (X - PT/n + C2 n/2k) / ((P^2 + T^2 + C1 n^2) (S - (P^2 + T^2)/n + C2 n/k))</c>. The caller multiplies by 4.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Across(ref double sums, int windows, ref Vector256<double> sum, ref Vector256<double> count)
    {
        var (total, number, weights) = (sum, count, gaussian);
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
                fourP = threeP + At(ref sums, i + 7); // of the next four windows
                fourT = threeT + At(ref sums, i + Pitch + 7);
                fourS = threeS + At(ref sums, i + 2 * Pitch + 7);
                fourX = threeX + At(ref sums, i + 3 * Pitch + 7);
            }
            else
            {
                for (nuint k = 0; k < 11; k++)
                {
                    var (weight, at) = (weights[k], i + k);
                    p = Vector256.MultiplyAddEstimate(weight, At(ref sums, at), p);
                    t = Vector256.MultiplyAddEstimate(weight, At(ref sums, at + Pitch), t);
                    s = Vector256.MultiplyAddEstimate(weight, At(ref sums, at + 2 * Pitch), s);
                    x = Vector256.MultiplyAddEstimate(weight, At(ref sums, at + 3 * Pitch), x);
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

    // Writes a row of values of the four kinds, and NaN after them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Read<T>(ReadOnlySpan<T> forecast, ReadOnlySpan<T> truth, Span<double> row) where T : unmanaged, INumberBase<T>
    {
        Widen(forecast, row[..Pitch]);
        Widen(truth, row.Slice(Pitch, Pitch));
        ref var values = ref MemoryMarshal.GetReference(row);
        for (nuint x = 0; x < Pitch; x += 4)
        {
            Vector256<double> p = Vector256.LoadUnsafe(ref values, x), t = Vector256.LoadUnsafe(ref values, x + Pitch);
            (p * p + t * t).StoreUnsafe(ref values, x + 2 * Pitch);
            (p * t).StoreUnsafe(ref values, x + 3 * Pitch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen<T>(ReadOnlySpan<T> from, Span<double> to) where T : unmanaged, INumberBase<T>
    {
        var x = 0;
        if (typeof(T) == typeof(float))
        {
            ref var source = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, float>(from));
            ref var sink = ref MemoryMarshal.GetReference(to[..from.Length]);
            for (; x <= from.Length - Vector256<float>.Count; x += Vector256<float>.Count)
            {
                var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)x));
                lower.StoreUnsafe(ref sink, (nuint)x);
                upper.StoreUnsafe(ref sink, (nuint)x + 4);
            }
        }
        for (; x < from.Length; x++)
            to[x] = double.CreateTruncating(from[x]);
        to[x..].Fill(double.NaN);
    }

    private static int N(SimilarityWindow window) => window == SimilarityWindow.Uniform7 ? 49 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> At(ref double values, nuint at) => Vector256.LoadUnsafe(ref values, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Four(ref double values, nuint at) =>
        At(ref values, at) + At(ref values, at + 1) + (At(ref values, at + 2) + At(ref values, at + 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Three(ref double values, nuint at) =>
        At(ref values, at + 4) + At(ref values, at + 5) + At(ref values, at + 6);
}
