using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace SwinLSTM.Metrics;

/// <summary>
/// What structural similarity sums over windows, for four neighbours at once: predictions, targets, the squares of both together, and their
/// products, in double precision, in which products of singles are exact. In memory the four kinds lie <see cref="Pitch"/> apart.
/// </summary>
[method: MethodImpl(AggressiveInlining)]
internal readonly struct Moments(Vector256<double> predictions, Vector256<double> targets, Vector256<double> squares, Vector256<double> products)
{
    /// <summary>Values from one kind to the next; a constant, so that it costs no address arithmetic.</summary>
    public const int Pitch = 84;

    public readonly Vector256<double> P = predictions, T = targets, S = squares, X = products;

    [MethodImpl(AggressiveInlining)]
    public static Moments operator +(Moments a, Moments b) => new(a.P + b.P, a.T + b.T, a.S + b.S, a.X + b.X);

    /// <summary>This and <paramref name="weight"/> times the other.</summary>
    [MethodImpl(AggressiveInlining)]
    public Moments Plus(Vector256<double> weight, Moments other) => new(
        Vector256.MultiplyAddEstimate(weight, other.P, P), Vector256.MultiplyAddEstimate(weight, other.T, T),
        Vector256.MultiplyAddEstimate(weight, other.S, S), Vector256.MultiplyAddEstimate(weight, other.X, X));

    /// <summary>Of single values: a row of predictions, and targets after it.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Moments Of(ref double row, nuint x)
    {
        var (p, t) = (Vector256.LoadUnsafe(ref row, x), Vector256.LoadUnsafe(ref row, x + Pitch));
        return new(p, t, Vector256.MultiplyAddEstimate(p, p, t * t), p * t);
    }

    [MethodImpl(AggressiveInlining)]
    public static Moments Load(ref double sums, nuint x) => new(Vector256.LoadUnsafe(ref sums, x), Vector256.LoadUnsafe(ref sums, x + Pitch),
        Vector256.LoadUnsafe(ref sums, x + 2 * Pitch), Vector256.LoadUnsafe(ref sums, x + 3 * Pitch));

    [MethodImpl(AggressiveInlining)]
    public void Store(ref double sums, nuint x)
    {
        P.StoreUnsafe(ref sums, x);
        T.StoreUnsafe(ref sums, x + Pitch);
        S.StoreUnsafe(ref sums, x + 2 * Pitch);
        X.StoreUnsafe(ref sums, x + 3 * Pitch);
    }
}
