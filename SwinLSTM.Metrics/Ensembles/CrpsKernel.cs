using System.Numerics;

namespace SwinLSTM.Metrics;

/// <summary>
/// The CRPS of many values side by side on the CPU: a network of comparisons (Batcher's odd-even merge sort) sorts the members of as many values at
/// once as a vector has lanes, without a branch.
/// </summary>
internal sealed class CrpsKernel
{
    private readonly int members;
    private readonly double perPair;
    private readonly (int Low, int High)[] network;

    /// <param name="members">M.</param>
    /// <param name="pairs">By how many pairs to divide: M^2, or M (M - 1).</param>
    public CrpsKernel(int members, double pairs) => (this.members, perPair, network) = (members, pairs > 0 ? 1 / pairs : 0, [.. Network(members)]);

    /// <param name="x">[M, n].</param>
    /// <param name="y">[n].</param>
    /// <param name="crps">[n]; filled.</param>
    public void Run(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> crps)
    {
        var (lanes, sorted) = (Vector<double>.Count, new Vector<double>[members]);
        Span<double> few = stackalloc double[lanes];
        for (var i = 0; i < y.Length; i += lanes)
        {
            var count = Math.Min(lanes, y.Length - i);
            for (var m = 0; m < members; m++)
                sorted[m] = Load(x.Slice(m * y.Length + i, count), few);
            var value = One(sorted, Load(y.Slice(i, count), few));
            if (count == lanes)
                value.CopyTo(crps[i..]);
            else
                for (var k = 0; k < count; k++)
                    crps[i + k] = value[k];
        }
    }

    private Vector<double> One(Vector<double>[] x, Vector<double> y)
    {
        Vector<double> error = default, pairs = default;
        for (var m = 0; m < x.Length; m++)
            error += Vector.Abs(x[m] - y);
        foreach (var (low, high) in network)
            (x[low], x[high]) = (Vector.Min(x[low], x[high]), Vector.Max(x[low], x[high]));
        for (var m = 0; m < x.Length; m++)
            pairs += x[m] * (2 * m + 1 - members);
        return error * (1.0 / members) - pairs * perPair;
    }

    private static Vector<double> Load(ReadOnlySpan<double> values, Span<double> few)
    {
        if (values.Length == few.Length)
            return new(values);
        few.Clear();
        values.CopyTo(few);
        return new(few);
    }

    // Knuth, The Art of Computer Programming 3, 5.3.4: it sorts any number, not only powers of two.
    private static IEnumerable<(int Low, int High)> Network(int count)
    {
        for (var merged = 1; merged < count; merged *= 2)
            for (var apart = merged; apart >= 1; apart /= 2)
                for (var first = apart % merged; first + apart < count; first += 2 * apart)
                    for (var i = first; i < first + Math.Min(apart, count - first - apart); i++)
                        if (i / (2 * merged) == (i + apart) / (2 * merged))
                            yield return (i, i + apart);
    }
}
