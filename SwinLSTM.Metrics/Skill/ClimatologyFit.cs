namespace SwinLSTM.Metrics;

/// <summary>Averages the frames of a training split in one pass, leaving out missing values. It keeps a sum and a count for each pixel in
/// double precision, so its memory does not grow with the split, and parts can be fitted by workers and merged. Not safe for use by several
/// threads at once.</summary>
/// <param name="perLeadTime">Whether every lead time gets a field of its own. Default: all share one.</param>
public sealed class ClimatologyFit(bool perLeadTime = false)
{
    private readonly bool perLeadTime = perLeadTime;
    private long[]? shape; // [T or 1, C, H, W]
    private double[] sums = [], counts = [];

    /// <summary>Adds frames.</summary>
    /// <param name="frames">
    /// [B, T, C, H, W] of any floating-point dtype, on any device; NaN marks a missing value. If all lead times share a field, T may vary.
    /// </param>
    /// <param name="valid">
    /// Bool or bytes [B, T, C, H, W], where each axis may be 1: true where a value counts. Null: every known value counts.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The shape is wrong or differs from earlier frames, or a value is infinite. Then nothing was added.
    /// </exception>
    public void Add(Tensor frames, Tensor? valid = null)
    {
        FrameRules.CheckFrames(frames, nameof(frames));
        if (valid is not null)
            FrameRules.CheckValid(valid, frames);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var counted = frames.isnan().logical_not(); // [B, T, C, H, W]
        if (valid is not null)
            counted = counted.logical_and(valid.to(ScalarType.Bool));
        var values = frames.to(ScalarType.Float64).masked_fill(counted.logical_not(), Number(0));
        FrameRules.RefuseAny(values.isinf(), nameof(frames), "Every value must be finite, or NaN where it is missing",
            "Mark such values as invalid, or make them NaN.");
        Merge(Summed(values), Summed(counted.to(ScalarType.Float64)), [perLeadTime ? frames.shape[1] : 1, .. frames.shape[2..]]);
    }

    /// <summary>Adds what another fit has seen, as if its frames had been added here.</summary>
    /// <param name="other">The other fit; it does not change.</param>
    /// <exception cref="ArgumentException">It is of another kind, or has seen frames of another shape.</exception>
    public void Merge(ClimatologyFit other)
    {
        if (other.perLeadTime != perLeadTime)
            throw new ArgumentException("Only fits of one kind can be merged; " +
                "one has a field for each lead time, the other one for all.", nameof(other));
        if (other.shape is { } seen)
            Merge(other.sums, other.counts, seen);
    }

    /// <summary>Returns the means so far; NaN where no value counts.</summary>
    /// <returns>A climatology that does not change when more frames are added.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public Climatology ToClimatology() => shape is null
        ? throw new InvalidOperationException("A climatology needs frames. Call Add with those of the training split.")
        : new([.. sums.Zip(counts, (sum, count) => sum / count)], shape);

    // Sums over the batch, and over time where all lead times share a field.
    private double[] Summed(Tensor values) =>
        (perLeadTime ? values.sum(0L) : values.sum([0, 1])).to(CPU).contiguous().data<double>().ToArray(); // [T, C, H, W] or [C, H, W]

    private void Merge(double[] more, double[] moreCounts, long[] field)
    {
        if (shape is not null && !shape.SequenceEqual(field))
            throw new ArgumentException($"All frames of a climatology must have the same shape " +
                $"{(perLeadTime ? "[T, C, H, W]" : "[1, C, H, W]")}; earlier ones were " +
                $"{FrameRules.Text(shape)}, these are {FrameRules.Text(field)}. Use another fit.");
        static double[] Plus(double[] a, double[] b) => a.Length == 0 ? b : [.. a.Zip(b, (x, y) => x + y)];
        (sums, counts, shape) = (Plus(sums, more), Plus(counts, moreCounts), field);
    }
}
