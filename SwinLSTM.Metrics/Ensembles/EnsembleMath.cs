using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>What an ensemble says about each value, where the members are axis 1.</summary>
internal static class EnsembleMath
{
    /// <summary>
    /// <c>mean |x_i - y| - spread</c>, where the spread is half the mean |x_i - x_j| over all pairs (M^2 of them; fair: M (M - 1)). Sorted, the sum
    /// over pairs is <c>2 sum (2 i - M - 1) x_(i)</c>: M log M instead of M^2.
    /// </summary>
    /// <param name="members">Float64 [B, M, ...].</param>
    /// <param name="target">Float64 [B, ...].</param>
    /// <param name="fair">Whether a member counts against the others only.</param>
    /// <returns>[B, ...].</returns>
    public static Tensor Crps(Tensor members, Tensor target, bool fair)
    {
        using var scope = NewDisposeScope();
        var count = members.shape[1];
        var all = (double)count * (fair ? count - 1 : count);
        if (members.device_type == TorchSharp.DeviceType.CPU && members.numel() * sizeof(double) <= int.MaxValue)
            return scope.MoveToOuter(OnCpu(members.contiguous(), target.contiguous(), new((int)count, all)));
        return scope.MoveToOuter(BySorting(members, target, all));
    }

    /// <param name="members">As of <see cref="Crps"/>.</param>
    /// <param name="target">As there.</param>
    /// <param name="all">How many pairs of members there are.</param>
    internal static Tensor BySorting(Tensor members, Tensor target, double all)
    {
        var count = members.shape[1];
        var error = members.sub(target.unsqueeze(1)).abs().mean([1]); // [B, ...]
        if (count == 1)
            return error;
        var axes = members.shape.Select((_, axis) => axis == 1 ? count : 1L).ToArray();
        var rank = arange(1 - count, count, 2, ScalarType.Float64, members.device).reshape(axes); // 1 - M, 3 - M, ..., M - 1
        var (sorted, _) = members.sort(1);
        var pairs = sorted.mul(rank).sum(1L); // [B, ...]
        return error.sub(pairs.div(all));
    }

    private static Tensor OnCpu(Tensor members, Tensor target, CrpsKernel kernel)
    {
        ReadOnlySpan<double> x = MemoryMarshal.Cast<byte, double>(members.bytes), y = MemoryMarshal.Cast<byte, double>(target.bytes);
        var crps = new double[y.Length];
        var (n, all) = (y.Length / (int)target.shape[0], x.Length / (int)target.shape[0]);
        for (var b = 0; b < target.shape[0]; b++)
            kernel.Run(x.Slice(b * all, all), y.Slice(b * n, n), crps.AsSpan(b * n, n));
        return tensor(crps, target.shape); // [B, ...]
    }

    /// <returns>The variance of the members, divided by M - 1: [B, ...].</returns>
    public static Tensor Variance(Tensor members)
    {
        using var scope = NewDisposeScope();
        var squares = members.sub(members.mean([1], keepdim: true)).square().sum(1L);
        return scope.MoveToOuter(squares.div(members.shape[1] - 1.0)); // [B, ...]
    }

    /// <summary>
    /// How often the target lies above exactly r members. Where it equals some of them, every rank it could have gets an equal part of it.
    /// </summary>
    /// <param name="members">Float64 [B, M, T, ...].</param>
    /// <param name="target">Float64 [B, T, ...].</param>
    /// <param name="valid">Which values count, [B, T, ...]; null where all do.</param>
    /// <returns>Float64 [B, T, M + 1].</returns>
    public static Tensor RankCounts(Tensor members, Tensor target, Tensor? valid)
    {
        using var scope = NewDisposeScope();
        var against = target.unsqueeze(1); // [B, 1, T, ...]
        var below = members.lt(against).sum(1, type: ScalarType.Float64); // [B, T, ...]
        var ties = members.eq(against).sum(1, type: ScalarType.Float64); // [B, T, ...]
        var part = ties.add(1).reciprocal();
        if (valid is not null)
            part = part.masked_fill(valid.logical_not(), 0);
        var last = below.add(ties);
        var counts = new Tensor[members.shape[1] + 1];
        for (var rank = 0; rank < counts.Length; rank++)
        {
            using var one = NewDisposeScope();
            var holds = below.le(rank).logical_and(last.ge(rank)); // [B, T, ...]
            counts[rank] = one.MoveToOuter(part.mul(holds).reshape(target.shape[0], target.shape[1], -1).sum(2L)); // [B, T]
        }
        return scope.MoveToOuter(stack(counts, 2)); // [B, T, M + 1]
    }
}
