namespace SwinLSTM.Metrics;

/// <summary>Where the truth falls among the sorted members: each of the M + 1 ranks should be equally frequent. A valley means the ensemble
/// is too narrow, a hill too wide, a slope biased (Hamill, Mon. Wea. Rev. 129, 2001). <see cref="Metric.Result"/> is the distance from a
/// flat histogram, <c>sum |f_k - 1 / (M + 1)|</c> (Delle Monache et al., JGR 111, 2006): 0 is flat, <c>2 M / (M + 1)</c> is a single
/// rank.</summary>
/// <remarks>Where the truth equals members, every rank it could have gets an equal part, without random numbers. Rain and black backgrounds
/// tie often.</remarks>
public sealed class RankHistogram : Metric
{
    /// <inheritdoc/>
    public override string Name => "rank histogram, distance from flat";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Lower;

    /// <summary>The part of all values at each of the M + 1 ranks, from below all members to above all.</summary>
    public IReadOnlyList<double> Frequencies => Frequency(Totals);

    /// <summary>The same for each lead time.</summary>
    public IReadOnlyList<IReadOnlyList<double>> FrequenciesPerLeadTime => PerLead(totals => Frequency(totals));

    /// <inheritdoc/>
    protected internal override bool TakesMembers => true;

    internal override int StatisticsOf(IReadOnlyList<long> shape) => (int)shape[0] + 1;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        var truth = batch.Truth.unsqueeze(1); // [B, 1, T, C, H, W]
        var below = batch.Forecast.lt(truth).sum(1, type: ScalarType.Float64); // [B, T, C, H, W]
        var ties = batch.Forecast.eq(truth).sum(1, type: ScalarType.Float64); // [B, T, C, H, W]
        var (part, last) = (batch.Filled(ties.Plus(1).reciprocal(), 0), below.Plus(ties));
        var counts = new List<Tensor>();
        for (var rank = 0; rank <= batch.Members; rank++)
        {
            using var scope = NewDisposeScope();
            counts.Add(scope.MoveToOuter(batch.SumOverFrame(
                part.mul(below.le(Number(rank)).logical_and(last.ge(Number(rank))))))); // [B, T, 1]
        }
        return cat(counts, 2); // [B, T, M + 1]
    }

    /// <inheritdoc/>
    protected internal override double Value(ReadOnlySpan<double> totals)
    {
        var flat = 1.0 / totals.Length;
        return Frequency(totals).Sum(frequency => Math.Abs(frequency - flat));
    }

    private static double[] Frequency(ReadOnlySpan<double> totals)
    {
        var counts = totals.ToArray();
        return [.. counts.Select(count => count / counts.Sum())];
    }
}
