using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>The CRPS summed over frames. With sorted members the sum over pairs is <c>2 sum (2 i - M - 1) x_(i)</c>. In CPU memory a
/// network of comparisons (Batcher's odd-even merge sort) sorts the members of eight values at once.</summary>
internal static class RankedProbability
{
    /// <param name="members">[B, M, T, C, H, W]; 0 where a value does not count.</param>
    /// <param name="truth">[B, T, C, H, W], likewise, so that the score there is 0.</param>
    /// <param name="pairs">By how many pairs of members to divide.</param>
    /// <returns>Float64 [B, T, 1].</returns>
    public static Tensor Sums(Tensor members, Tensor truth, double pairs)
    {
        using var scope = NewDisposeScope();
        var onCpu = members.device_type == TorchSharp.DeviceType.CPU && members.dtype == ScalarType.Float32
            && members.numel() * sizeof(float) <= int.MaxValue;
        return scope.MoveToOuter(onCpu ? OnCpu(members.contiguous(), truth.contiguous(), pairs) : ByTensors(members, truth, pairs));
    }

    /// <summary>The same without a loop of our own, on any device.</summary>
    public static Tensor ByTensors(Tensor members, Tensor truth, double pairs)
    {
        var (x, count) = (members.to(ScalarType.Float64), members.shape[1]);
        var rank = arange(Number(1 - count), Number(count), Number(2), ScalarType.Float64, x.device)
            .reshape(1, -1, 1, 1, 1, 1); // 1 - M, 3 - M, ..., M - 1
        var crps = x.sub(truth.unsqueeze(1)).abs().mean([1])
            .sub(x.sort(1).Values.mul(rank).sum(1L).div(Number(Math.Max(pairs, 1)))); // [B, T, C, H, W]
        return crps.flatten(2).sum(2, keepdim: true); // [B, T, 1]
    }

    private static Tensor OnCpu(Tensor members, Tensor truth, double pairs)
    {
        ReadOnlySpan<float> x = MemoryMarshal.Cast<byte, float>(members.bytes), y = MemoryMarshal.Cast<byte, float>(truth.bytes);
        var (batch, count, time) = ((int)truth.shape[0], (int)members.shape[1], (int)truth.shape[1]);
        var size = y.Length / (batch * time); // values of a frame
        var (sums, network, sorted) = (new double[batch * time], Network(count).ToArray(), new Vector256<float>[count]);
        for (var frame = 0; frame < sums.Length; frame++)
        {
            var first = x[((frame / time * count * time + frame % time) * size)..]; // of the first member; the others are time * size apart
            sums[frame] = Frame(first, time * size, y.Slice(frame * size, size), pairs, network, sorted);
        }
        return tensor(sums, [batch, time, 1]); // [B, T, 1]
    }

    private static double Frame(ReadOnlySpan<float> x, int apart, ReadOnlySpan<float> y, double pairs, (int Low, int High)[] network,
        Vector256<float>[] sorted)
    {
        Vector256<double> error = default, spread = default;
        for (var i = 0; i < y.Length; i += Vector256<float>.Count)
        {
            var (t0, t1) = Vector256.Widen(Load(y, i, y.Length));
            for (var m = 0; m < sorted.Length; m++)
            {
                sorted[m] = Load(x, m * apart + i, m * apart + y.Length);
                var (x0, x1) = Vector256.Widen(sorted[m]);
                error += Vector256.Abs(x0 - t0) + Vector256.Abs(x1 - t1);
            }
            foreach (var (low, high) in network)
                (sorted[low], sorted[high]) = (Vector256.Min(sorted[low], sorted[high]), Vector256.Max(sorted[low], sorted[high]));
            for (var m = 0; m < sorted.Length; m++)
            {
                var (x0, x1) = Vector256.Widen(sorted[m]);
                spread = Vector256.MultiplyAddEstimate(x0 + x1, Vector256.Create(2.0 * m + 1 - sorted.Length), spread);
            }
        }
        return Vector256.Sum(error) / sorted.Length - Vector256.Sum(spread) / Math.Max(pairs, 1);
    }

    // The values up to an end, and zeros after it, whose score is 0.
    private static Vector256<float> Load(ReadOnlySpan<float> values, int at, int end)
    {
        if (at + Vector256<float>.Count <= end)
            return Vector256.Create(values[at..]);
        Span<float> few = stackalloc float[Vector256<float>.Count];
        few.Clear();
        values[at..end].CopyTo(few);
        return Vector256.Create<float>(few);
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
