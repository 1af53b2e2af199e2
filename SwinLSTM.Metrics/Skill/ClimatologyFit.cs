using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Averages the frames of a training split in one pass. It keeps one sum and one count for each pixel, in double precision, so a split of any
/// length fits, and parts of one can be fitted apart and merged. Not safe for use by several threads at once.
/// </summary>
/// <param name="perLeadTime">Whether every lead time gets a field of its own, or all share one.</param>
public sealed class ClimatologyFit(bool perLeadTime = false)
{
    private readonly bool perLeadTime = perLeadTime;
    private long[]? shape; // [T or 1, C, H, W]
    private double[] sums = [], counts = [];

    /// <summary>Adds frames.</summary>
    /// <param name="frames">[B, T, C, H, W] of any floating dtype, on any device; read, never kept. A fit that shares one field takes any T.</param>
    /// <param name="valid">Which values count: booleans that broadcast to the frames; all where it is null.</param>
    /// <exception cref="ArgumentException">The shape is wrong or another one than before, or a value that counts is not finite. Nothing was added then.</exception>
    public void Add(Tensor frames, Tensor? valid = null)
    {
        if (frames.dim() != 5 || frames.numel() == 0 || !frames.is_floating_point())
            throw new ArgumentException("frames must have the axes [B, T, C, H, W], at least one value, and a floating dtype; they have the shape " +
                $"{FrameRules.Text(frames.shape)} and are {frames.dtype}.", nameof(frames));
        long[] field = [perLeadTime ? frames.shape[1] : 1, .. frames.shape[2..]];
        CheckSame(field, nameof(frames));
        if (valid is not null)
            FrameRules.CheckValid(valid, frames);

        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var values = frames.to(ScalarType.Float64);
        var counted = valid?.to(ScalarType.Bool).expand(frames.shape) ?? ones_like(frames, ScalarType.Bool);
        values = values.masked_fill(counted.logical_not(), 0);
        if (!values.isfinite().all().item<bool>())
            throw new ArgumentException("Every frame of a climatology must be finite where it is valid; a value is NaN or infinite. Mark such values as invalid.", nameof(frames));
        var more = Summed(values);
        AddSums(more, Summed(counted.to(ScalarType.Float64)), field);
    }

    /// <summary>Adds what another fit has seen, as if its frames had been added here.</summary>
    /// <param name="other">Stays as it is.</param>
    /// <exception cref="ArgumentException">It is of another kind, or has seen frames of another shape.</exception>
    public void Merge(ClimatologyFit other)
    {
        if (other.perLeadTime != perLeadTime)
            throw new ArgumentException("Only fits of one kind can be merged; one has a field for each lead time, the other one for all.", nameof(other));
        if (other.shape is null)
            return;
        CheckSame(other.shape, nameof(other));
        AddSums(other.sums, other.counts, other.shape);
    }

    /// <summary>The means so far; NaN where no value counted.</summary>
    /// <returns>A climatology that stays as it is when more is added.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public Climatology ToClimatology() => shape is null
        ? throw new InvalidOperationException("A climatology needs frames. Call Add with those of the training split.")
        : new([.. sums.Zip(counts, (sum, count) => sum / count)], shape);

    // Sums over the batch, and over time where one field is shared.
    private double[] Summed(Tensor values)
    {
        var sum = perLeadTime ? values.sum(0L) : values.sum([0, 1]); // [T, C, H, W] or [C, H, W]
        return sum.to(CPU).contiguous().data<double>().ToArray();
    }

    private void CheckSame(long[] field, string name)
    {
        if (shape is not null && !shape.SequenceEqual(field))
            throw new ArgumentException($"All frames of a climatology must have one shape; earlier ones were {FrameRules.Text(shape)}, these are {FrameRules.Text(field)} " +
                $"({(perLeadTime ? "[T, C, H, W]" : "[1, C, H, W]")}). Use another fit.", name);
    }

    private void AddSums(double[] more, double[] moreCounts, long[] field)
    {
        if (shape is null)
            (sums, counts) = (new double[more.Length], new double[more.Length]);
        for (var i = 0; i < sums.Length; i++)
            (sums[i], counts[i]) = (sums[i] + more[i], counts[i] + moreCounts[i]);
        shape = field;
    }
}
