using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>A checked batch of an ensemble and what it is about. Where a value does not count, members and target hold 0.</summary>
/// <param name="Members">Float64 [B, M, T, C, H, W].</param>
/// <param name="Target">Float64 [B, T, C, H, W].</param>
/// <param name="Valid">Bool [B, T, C, H, W]; null where all count.</param>
/// <param name="Skipped">How many values do not count because they, or a member, are not finite.</param>
internal sealed record Ensemble(Tensor Members, Tensor Target, Tensor? Valid, long Skipped)
{
    /// <summary>The axes after the batch: M, T, C, H, W.</summary>
    public long[] Shape => Members.shape[1..];

    public long Count => Members.shape[1];

    public static Ensemble Of(Tensor members, Tensor target, Tensor? valid, NotFinitePolicy policy)
    {
        if (members.dim() != 6)
            throw new ArgumentException($"members must have the axes [B, M, T, C, H, W]; they have the shape {FrameRules.Text(members.shape)}. " +
                "Put single forecasts together with stack(..., 1), or give one an axis with unsqueeze(1).", nameof(members));
        if (members.shape[1] == 0)
            throw new ArgumentException($"An ensemble must have at least one member; its shape [B, M, T, C, H, W] is {FrameRules.Text(members.shape)}.", nameof(members));
        var first = members.select(1, 0); // [B, T, C, H, W]
        FrameRules.Check(first, target, valid);

        var (m, t) = (members.detach().to(ScalarType.Float64), target.detach().to(ScalarType.Float64));
        var counted = valid?.to(ScalarType.Bool).expand(t.shape) ?? ones_like(t, ScalarType.Bool);
        var badMember = m.isfinite().all(1).logical_not().logical_and(counted); // [B, T, C, H, W]
        var badTarget = t.isfinite().logical_not().logical_and(counted);
        var bad = badMember.logical_or(badTarget);
        var skipped = bad.sum().item<long>();
        if (skipped > 0 && policy == NotFinitePolicy.Refuse)
            throw FrameRules.NotFinite(("members", badMember), ("target", badTarget));
        var invalid = counted.logical_and(bad.logical_not()).logical_not();
        if (!invalid.any().item<bool>())
            return new(m, t, null, 0);
        return new(m.masked_fill(invalid.unsqueeze(1), 0), t.masked_fill(invalid, 0), invalid.logical_not(), skipped);
    }

    /// <returns>A sum over the values of each frame that count, float64 [B, T, 1].</returns>
    public Tensor Total(Tensor values)
    {
        var counting = Valid is null ? values : values.masked_fill(Valid.logical_not(), 0);
        return counting.reshape(Target.shape[0], Target.shape[1], -1).sum(2, keepdim: true); // [B, T, 1]
    }

    /// <returns>How many values of each frame count, float64 [B, T, 1].</returns>
    public Tensor Counted() => Total(ones_like(Target));
}
