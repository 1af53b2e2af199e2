using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>Rows of values for structural similarity, and their sums down a window. No sum is made by subtraction, so a large value, or
/// NaN, leaves nothing behind in windows that do not see it. The loops are optimised from their first call: there are few calls, and each
/// is long.</summary>
internal static class WindowRows
{
    /// <summary>A row has forecasts, truths, the squares of both together, and their products, so far apart.</summary>
    public const int Pitch = 48;

    /// <summary>The length of a row.</summary>
    public const int Row = 4 * Pitch;

    public static readonly Vector256<double>[] Gaussian = [.. WindowedSimilarity.Gaussian.Select(Vector256.Create)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> At(ref double values, nuint at) => Vector256.LoadUnsafe(ref values, at);

    // Writes a row of values of the four kinds, and NaN after them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read<T>(ReadOnlySpan<T> forecast, ReadOnlySpan<T> truth, Span<double> row) where T : unmanaged, INumberBase<T>
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

    // Sums 7 rows, four times, each a row further down; what two sums have in common is added up once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UniformDown(ref double rows, ref double sums, int columns)
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
    public static void GaussianDown(ref double rows, ref double sums, int columns)
    {
        var weights = Gaussian;
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
}
