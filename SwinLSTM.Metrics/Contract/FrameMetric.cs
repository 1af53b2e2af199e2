using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// How good forecasts are, over any number of batches. It keeps a few sums in double precision for each lead time and never a frame, so
/// a whole test set fits, and parts of one can be measured apart and merged. Not safe for use by several threads at once: give each
/// its own and <see cref="Merge"/> them.
/// </summary>
public abstract class FrameMetric
{
    private long[]? frameShape; // T, C, H, W of every batch so far
    private double[][] sums = []; // [T][statistics of a frame], summed over sequences
    private long sequences;

    /// <summary>What is measured, with every choice that changes the number, e.g. "SSIM (uniform 7x7, range 1)".</summary>
    public abstract string Name { get; }

    /// <summary>The metric over all frames added so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public double Result => Value(TotalOverTime(), checked(Sequences * sums.Length));

    /// <summary>The metric over the frames of each lead time: entry t is the forecast of the (t+1)-th frame ahead.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> PerLeadTime => [.. TotalPerLeadTime().Select(total => Value(total, Sequences))];

    /// <summary>Measures a batch.</summary>
    /// <param name="prediction">Forecast frames [B, T, C, H, W] of any floating dtype, on any device; read, never kept.</param>
    /// <param name="target">True frames of the same shape on the same device; the dtype may differ.</param>
    /// <exception cref="ArgumentException">
    /// The shapes differ from each other or from earlier batches, there are no frames, or a value is not finite. Nothing was added then.
    /// </exception>
    public void Add(Tensor prediction, Tensor target)
    {
        var shape = FrameRules.Check(prediction, target, frameShape);
        CheckFrame(shape[2], shape[3]);

        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        FrameRules.CheckFinite(prediction, target);
        var perSequence = Measure(prediction, target); // [B, T, statistics]
        var batch = perSequence.sum(dim: 0).to(CPU).contiguous(); // [T, statistics]
        var statistics = (int)batch.shape[1];
        AddSums([.. batch.data<double>().ToArray().Chunk(statistics)], prediction.shape[0], shape);
    }

    /// <summary>Adds what another metric of the same kind and choices has measured, as if its batches had been added here.</summary>
    /// <param name="other">Stays as it is.</param>
    /// <exception cref="ArgumentException">It measures something else, or frames of another shape.</exception>
    public void Merge(FrameMetric other)
    {
        if (other.GetType() != GetType() || other.Name != Name)
            throw new ArgumentException($"Only a metric of the same kind and choices can be merged into {Name}; this one is {other.Name}.", nameof(other));
        if (other.frameShape is null)
            return;
        if (frameShape is not null && !frameShape.SequenceEqual(other.frameShape))
            throw new ArgumentException($"{Name} has measured frames [T, C, H, W] = {FrameRules.Text(frameShape)}; the other has measured " +
                $"{FrameRules.Text(other.frameShape)}. Merge metrics of one frame shape.", nameof(other));
        AddSums(other.sums, other.sequences, other.frameShape);
    }

    /// <summary>Forgets all batches.</summary>
    public void Reset() => (frameShape, sums, sequences) = (null, [], 0);

    /// <summary>The name, with its result where there is one.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => sequences == 0 ? Name : FormattableString.Invariant($"{Name} = {Result:G6}");

    /// <summary>Statistics of each frame, such that their sums over frames determine the metric.</summary>
    /// <param name="prediction">Checked frames [B, T, C, H, W].</param>
    /// <param name="target">Checked frames of the same shape.</param>
    /// <returns>Float64 [B, T, statistics]; it and all between belong to a scope that the caller has opened.</returns>
    protected abstract Tensor Measure(Tensor prediction, Tensor target);

    /// <summary>The metric, from statistics summed over frames.</summary>
    /// <param name="totals">What <see cref="Measure"/> returned, summed.</param>
    /// <param name="frames">Over how many frames.</param>
    /// <returns>The metric of these frames together.</returns>
    protected abstract double Value(IReadOnlyList<double> totals, long frames);

    /// <summary>Refuses frames that cannot be measured; any can, unless a metric says otherwise.</summary>
    /// <param name="height">Rows of a frame.</param>
    /// <param name="width">Columns of a frame.</param>
    /// <exception cref="ArgumentException">The frames are too small.</exception>
    protected virtual void CheckFrame(long height, long width)
    {
    }

    /// <summary>The statistics of each lead time, summed over sequences: [T][statistics].</summary>
    /// <returns>The sums themselves; only to be read.</returns>
    private protected IReadOnlyList<double[]> TotalPerLeadTime() => Sequences > 0 ? sums : [];

    private protected double[] TotalOverTime()
    {
        var total = new double[TotalPerLeadTime()[0].Length];
        foreach (var leadTime in sums)
            AddTo(total, leadTime);
        return total;
    }

    private long Sequences => sequences > 0
        ? sequences
        : throw new InvalidOperationException($"{Name} has no result before the first batch. Call Add with a prediction and its target.");

    private void AddSums(double[][] more, long count, long[] shape)
    {
        if (frameShape is null)
            sums = [.. more.Select(leadTime => new double[leadTime.Length])];
        for (var t = 0; t < sums.Length; t++)
            AddTo(sums[t], more[t]);
        (frameShape, sequences) = (shape, sequences + count);
    }

    private static void AddTo(double[] sums, double[] more)
    {
        for (var k = 0; k < sums.Length; k++)
            sums[k] += more[k];
    }
}
