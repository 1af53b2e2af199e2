using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// What a metric keeps: statistics of frames summed over sequences, in double precision, for each lead time apart. Merging adds the sums,
/// so it gives what one pass over all batches gives, to the rounding of those additions.
/// </summary>
/// <param name="statistics">How many numbers a frame has.</param>
/// <param name="timeAxis">Which axis after the batch is time: 0 in [B, T, C, H, W], 1 in ensembles [B, M, T, C, H, W].</param>
internal sealed class LeadTimeSums(int statistics, int timeAxis = 0)
{
    private double[][] sums = []; // [T][statistics]

    /// <summary>The frames' axes after the batch; null before the first batch.</summary>
    public long[]? Shape { get; private set; }

    public int Statistics => statistics;

    public long Sequences { get; private set; }

    public long Skipped { get; private set; }

    public IReadOnlyList<double[]> PerLeadTime => sums;

    public long TimeOf(long[] shape) => shape[timeAxis];

    public double[] Total()
    {
        var total = new double[statistics];
        foreach (var leadTime in sums)
            AddTo(total, leadTime);
        return total;
    }

    /// <param name="perSequence">Float64 [B, T, statistics], on any device.</param>
    /// <param name="shape">The frames' axes after the batch.</param>
    /// <param name="skipped">Values that were not finite.</param>
    /// <returns>The statistics of each sequence, summed over time: [B][statistics].</returns>
    public double[][] Add(Tensor perSequence, long[] shape, long skipped)
    {
        var (batch, time) = ((int)perSequence.shape[0], (int)perSequence.shape[1]);
        var values = perSequence.to(CPU).contiguous().data<double>().ToArray();
        var each = new double[batch][];
        double[][] more = [.. Enumerable.Range(0, time).Select(_ => new double[statistics])];
        for (var b = 0; b < batch; b++)
        {
            each[b] = new double[statistics];
            for (var t = 0; t < time; t++)
            {
                var frame = values.AsSpan((b * time + t) * statistics, statistics);
                AddTo(each[b], frame);
                AddTo(more[t], frame);
            }
        }
        Add(more, batch, shape, skipped);
        return each;
    }

    public void Merge(LeadTimeSums other)
    {
        if (other.Shape is { } shape)
            Add(other.sums, other.Sequences, shape, other.Skipped);
    }

    /// <param name="more">[T][statistics]; read, not kept.</param>
    /// <param name="sequences">Over how many sequences.</param>
    /// <param name="shape">The frames' axes after the batch.</param>
    /// <param name="skipped">Values that were not finite.</param>
    public void Add(IReadOnlyList<double[]> more, long sequences, long[] shape, long skipped)
    {
        var (all, allSkipped) = (checked(Sequences + sequences), checked(Skipped + skipped));
        if (Shape is null)
            sums = [.. more.Select(_ => new double[statistics])];
        for (var t = 0; t < sums.Length; t++)
            AddTo(sums[t], more[t]);
        (Shape, Sequences, Skipped) = (shape, all, allSkipped);
    }

    public void Reset() => (Shape, sums, Sequences, Skipped) = (null, [], 0, 0);

    private static void AddTo(double[] sums, ReadOnlySpan<double> more)
    {
        for (var k = 0; k < sums.Length; k++)
            sums[k] += more[k];
    }
}
