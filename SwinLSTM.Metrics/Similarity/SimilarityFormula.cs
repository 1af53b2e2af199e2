using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace SwinLSTM.Metrics;

/// <summary>
/// Structural similarity from weighted sums over windows: P and T of the values, S of the squares of both, X of their products. With n, the sum
/// of the weights, and k, which makes sample variances, the divisions by n are multiplied out, which leaves one division for a window:
/// <c>4 (PT + C1 n^2 / 2) (X - PT/n + C2 n/2k) / ((P^2 + T^2 + C1 n^2) (S - (P^2 + T^2)/n + C2 n/k))</c>. The factor of 4 is left to the sum over windows.
/// </summary>
internal readonly struct SimilarityFormula
{
    private readonly Vector256<double> minusOneByN, c1, c2, halfC1, halfC2;

    /// <param name="weights">Of the windows.</param>
    /// <param name="dataRange">The largest possible value less the smallest.</param>
    public SimilarityFormula(WindowWeights weights, double dataRange)
    {
        var n = weights.Sum;
        var (first, second) = (Math.Pow(0.01 * dataRange, 2) * n * n, Math.Pow(0.03 * dataRange, 2) * n / weights.Sample);
        (minusOneByN, c1, c2) = (Vector256.Create(-1 / n), Vector256.Create(first), Vector256.Create(second));
        (halfC1, halfC2) = (Vector256.Create(first / 2), Vector256.Create(second / 2));
    }

    /// <summary>By what sums of <see cref="Of"/> are to be multiplied.</summary>
    /// <param name="whole">As there.</param>
    public static double Factor(bool whole) => whole ? 4 : 2;

    /// <summary>All of it, or its second factor alone, which says nothing of brightness.</summary>
    [MethodImpl(AggressiveInlining)]
    public Vector256<double> Of(Moments sums, bool whole)
    {
        var (product, squares) = (sums.P * sums.T, sums.P * sums.P + sums.T * sums.T);
        var above = Vector256.MultiplyAddEstimate(product, minusOneByN, sums.X) + halfC2;
        var below = Vector256.MultiplyAddEstimate(squares, minusOneByN, sums.S) + c2;
        return whole ? (product + halfC1) * above / ((squares + c1) * below) : above / below;
    }
}
