using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// How well events are forecast, where an event is a value at or above a threshold: counts over all values of all channels, pooled over frames,
/// for any number of thresholds in one pass. <see cref="FrameMetric.Result"/> is the critical success index, averaged over the thresholds;
/// <see cref="Tables"/> have the counts and all scores.
/// </summary>
/// <remarks>
/// The average is NaN where one threshold has nothing to score, as an average over the others is another number. With a pool, the largest
/// value of each square of a grid takes the place of its values: an event that is a little off still hits. Squares at the right and lower border
/// may be cut, and a square counts if any value in it does. Pools of 4 and 16 are those of the SEVIR tables.
/// </remarks>
public sealed class ThresholdScores : FrameMetric
{
    private readonly double[] thresholds;
    private readonly int pool;

    /// <summary>States what an event is.</summary>
    /// <param name="threshold">The smallest value of an event, rounded to the precision of the tensor that it is compared with.</param>
    /// <param name="pool">Rows and columns of the squares of which the largest value counts; 1: every value counts.</param>
    /// <exception cref="ArgumentException">The threshold is not finite, or the pool not positive.</exception>
    public ThresholdScores(double threshold, int pool = 1) : this([threshold], pool)
    {
    }

    /// <summary>States what the events are.</summary>
    /// <param name="thresholds">The smallest value of each kind of event, ascending.</param>
    /// <param name="pool">Rows and columns of the squares of which the largest value counts; 1: every value counts.</param>
    /// <exception cref="ArgumentException">There are none, one is not finite, they do not ascend, or the pool is not positive.</exception>
    public ThresholdScores(IReadOnlyList<double> thresholds, int pool = 1)
    {
        if (thresholds.Count == 0)
            throw new ArgumentException("There must be a threshold, the smallest value of an event; none was given.", nameof(thresholds));
        foreach (var threshold in thresholds)
            EventCounts.CheckThreshold(threshold, nameof(thresholds));
        if (thresholds.Zip(thresholds.Skip(1)).Any(pair => !(pair.First < pair.Second)))
            throw new ArgumentException($"Thresholds must ascend; they are {string.Join(", ", thresholds.Select(Text))}.", nameof(thresholds));
        if (pool < 1)
            throw new ArgumentOutOfRangeException(nameof(pool), $"A pool has at least 1 row and column, and 1 pools nothing; {pool} was given.");
        (this.thresholds, this.pool) = ([.. thresholds], pool);
    }

    /// <inheritdoc/>
    public override string Name =>
        $"CSI ({(thresholds.Length > 1 ? "mean over " : "")}at least {string.Join(", ", thresholds.Select(Text))}{(pool > 1 ? $"; largest of {pool}x{pool}" : "")})";

    /// <inheritdoc/>
    public override Direction Better => Direction.HigherIsBetter;

    /// <summary>The smallest value of each kind of event.</summary>
    public IReadOnlyList<double> Thresholds => thresholds;

    /// <summary>The counts of the only threshold over all frames added so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added, or there are several thresholds.</exception>
    public ContingencyTable Table => EventCounts.Table(TotalOverTime(), Only);

    /// <summary>The counts of the only threshold at each lead time.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added, or there are several thresholds.</exception>
    public IReadOnlyList<ContingencyTable> TablePerLeadTime => [.. TotalPerLeadTime().Select(totals => EventCounts.Table(totals, Only))];

    /// <summary>The counts of each threshold over all frames added so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<ContingencyTable> Tables => ToTables(TotalOverTime());

    /// <summary>The counts of each lead time, and of each threshold at it.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<IReadOnlyList<ContingencyTable>> TablesPerLeadTime => [.. TotalPerLeadTime().Select(ToTables)];

    /// <summary>Another score of the same events as a metric of its own, averaged over the thresholds; in a set they are counted once.</summary>
    /// <param name="score">Which.</param>
    /// <returns>A new metric that has measured nothing yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such score.</exception>
    public FrameMetric As(EventScore score) => new EventScores(this, score);

    /// <inheritdoc/>
    protected override int Statistics => thresholds.Length * EventCounts.PerThreshold;

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames) => frames.Shared(Name, () => Count(frames)).alias(); // [B, T, statistics]

    private Tensor Count(FramePair frames)
    {
        if (pool == 1)
            return EventCounts.Of(frames.Prediction, frames.Target, frames.Valid, frames.Floats, thresholds); // [B, T, statistics]
        var prediction = frames.Shared($"largest of {pool}, prediction", () => EventPool.Largest(frames.Prediction, frames.Valid, pool)); // [B, T, C, H / pool, W / pool]
        var target = frames.Shared($"largest of {pool}, target", () => EventPool.Largest(frames.Target, frames.Valid, pool));
        var valid = frames.Valid is { } values ? frames.Shared($"largest of {pool}, valid", () => EventPool.AnyValid(values, pool)) : null;
        return EventCounts.Of(prediction, target, valid, FloatFrames.Of(prediction, target), thresholds);
    }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<double> totals)
    {
        var sum = 0.0;
        for (var k = 0; k < thresholds.Length; k++)
            sum += EventCounts.Table(totals, k).CriticalSuccessIndex;
        return sum / thresholds.Length;
    }

    private int Only => thresholds.Length == 1
        ? 0
        : throw new InvalidOperationException($"{Name} has a table for each of {thresholds.Length} thresholds. Use Tables or TablesPerLeadTime.");

    private ContingencyTable[] ToTables(double[] totals) => [.. Enumerable.Range(0, thresholds.Length).Select(k => EventCounts.Table(totals, k))];

    private static string Text(double threshold) => FormattableString.Invariant($"{threshold}");
}
