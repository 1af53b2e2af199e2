namespace SwinLSTM.Metrics;

/// <summary>Scores how well events are forecast. An event is a value that reaches a threshold. Values are counted over all channels and
/// frames before a score is computed; <see cref="Metric.Result"/> is the mean of the score over the thresholds, and <see cref="Tables"/>
/// has the counts.</summary>
/// <remarks>The mean is NaN if one threshold has nothing to score. With a pool, the largest value of each square takes the place of its
/// values, so an event that is a little off still hits; squares at the right and lower border may be cut, and a square counts if a value in
/// it does. The SEVIR tables use pools of 4 and 16. In a set, several scores of the same thresholds share their counts.</remarks>
public sealed class ThresholdScores : Metric
{
    private readonly double[] thresholds;
    private readonly int pool;
    private readonly EventScore score;

    /// <summary>Makes the metric.</summary>
    /// <param name="thresholds">
    /// The smallest value of each kind of event, ascending; rounded to single precision unless all frames are in double.
    /// </param>
    /// <param name="score">The score. Default: the critical success index.</param>
    /// <param name="pool">Rows and columns of the squares of which the largest value counts. Default 1: every value counts.</param>
    /// <exception cref="ArgumentException">
    /// There are no thresholds, one is not finite, they do not ascend, or the pool is not positive.
    /// </exception>
    public ThresholdScores(IReadOnlyList<double> thresholds, EventScore? score = null, int pool = 1)
    {
        if (thresholds.Count == 0 || !thresholds.All(double.IsFinite)
            || thresholds.Zip(thresholds.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw new ArgumentException($"Thresholds must be finite and ascend, and there must be one; they are [{Text(thresholds)}].",
                nameof(thresholds));
        if (pool < 1)
            throw new ArgumentOutOfRangeException(nameof(pool), $"A pool has at least 1 row and column, and 1 pools nothing; " +
                $"{pool} was given.");
        (this.thresholds, this.score, this.pool) = ([.. thresholds], score ?? EventScore.CriticalSuccessIndex, pool);
    }

    /// <inheritdoc/>
    public override string Name => $"{score.Title} ({(thresholds.Length > 1 ? "mean over " : "")}{Events})";

    /// <inheritdoc/>
    public override BetterWhen Better => score.Better;

    /// <summary>The smallest value of each kind of event.</summary>
    public IReadOnlyList<double> Thresholds => thresholds;

    /// <summary>The counts of each threshold over all frames added so far.</summary>
    public IReadOnlyList<ContingencyTable> Tables => ToTables(Totals);

    /// <summary>The counts of each threshold at each lead time.</summary>
    public IReadOnlyList<IReadOnlyList<ContingencyTable>> TablesPerLeadTime => PerLead(totals => ToTables(totals));

    /// <inheritdoc/>
    protected override int Statistics => 3 * thresholds.Length + 1; // hits, forecasts and events of each threshold, then all values

    private string Events => $"at least {Text(thresholds)}{(pool > 1 ? $"; largest of {pool}x{pool}" : "")}";

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch) => batch.Shared(Events, () =>
    {
        var (forecast, truth) = (Largest(batch, batch.Forecast, "forecast"), Largest(batch, batch.Truth, "truth")); // [B, T, C, H', W']
        var counts = thresholds.Select(threshold => EventCounts.Of(forecast, truth, threshold).sum(2L)); // [B, T, 3] each
        var values = batch.Valid is null
            ? full([batch.Batch, batch.Time, 1], Number(truth.numel() / (batch.Batch * batch.Time)), ScalarType.Float64, truth.device)
            : truth.isfinite().flatten(2).sum(2, keepdim: true, ScalarType.Float64); // [B, T, 1]
        return cat([.. counts, values], 2); // [B, T, statistics]
    }).alias();

    /// <inheritdoc/>
    protected internal override double Value(ReadOnlySpan<double> totals) => ToTables(totals).Average(table => score.Of(table));

    // The largest value of each square; negative infinity where none counts, which reaches no threshold.
    private Tensor Largest(ForecastBatch batch, Tensor frames, string which) => batch.Shared($"largest of {pool}x{pool}, {which}", () =>
    {
        var all = batch.Filled(frames, double.NegativeInfinity);
        return pool == 1
            ? all.alias()
            : nn.functional.max_pool2d(all.flatten(0, 1), pool, pool, 0, 1, ceil_mode: true)
                .unflatten(0, batch.Batch, batch.Time); // [B, T, C, H / pool, W / pool]
    });

    private ContingencyTable[] ToTables(ReadOnlySpan<double> totals)
    {
        var (tables, values) = (new ContingencyTable[thresholds.Length], (long)totals[^1]);
        for (var k = 0; k < tables.Length; k++)
        {
            var (hits, forecasts, events) = ((long)totals[3 * k], (long)totals[3 * k + 1], (long)totals[3 * k + 2]);
            tables[k] = new(hits, events - hits, forecasts - hits, values - forecasts - events + hits);
        }
        return tables;
    }

    private static string Text(IEnumerable<double> thresholds) =>
        string.Join(", ", thresholds.Select(threshold => Invariant($"{threshold}")));
}
