namespace SwinLSTM.Metrics;

/// <summary>The ratio of an ensemble's spread to its error: <c>sqrt((M + 1) / M) spread / error</c> for M members, with the root mean
/// squared error of the ensemble mean, and the root of the mean variance of the members (divided by M - 1), both over all values that
/// count. 1 is right; below 1 the ensemble is overconfident. Fortin et al. (J. Hydrometeor. 15, 2014).</summary>
public sealed class SpreadSkillRatio : Metric
{
    /// <inheritdoc/>
    public override string Name => "spread-skill ratio";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.CloserToOne;

    /// <summary>The root mean squared error of the ensemble mean, in the unit of the data.</summary>
    public double Error => Root(Totals, 0);

    /// <summary>The root of the mean variance of the members, in the unit of the data, without the factor for their number.</summary>
    public double Spread => Root(Totals, 1);

    /// <summary>The error at each lead time.</summary>
    public IReadOnlyList<double> ErrorPerLeadTime => PerLead(totals => Root(totals, 0));

    /// <summary>The spread at each lead time.</summary>
    public IReadOnlyList<double> SpreadPerLeadTime => PerLead(totals => Root(totals, 1));

    /// <inheritdoc/>
    protected override int Statistics => 4;

    /// <inheritdoc/>
    protected internal override bool TakesMembers => true;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        if (batch.Members < 2)
            throw new ArgumentException("A spread needs at least 2 members; there is 1.");
        var members = batch.Forecast.to(ScalarType.Float64);
        var values = batch.ValidValues.sum(2, keepdim: true); // [B, T, 1]
        return cat(
        [
            batch.SumOverFrame(members.mean([1]).sub(batch.Truth).square()),
            batch.SumOverFrame(members.var(1)),
            values,
            values.mul(Number(batch.Members)), // so that the sums alone tell the number of members
        ], 2); // [B, T, 4]
    }

    /// <inheritdoc/>
    protected internal override double Value(ReadOnlySpan<double> totals)
    {
        var members = totals[3] / totals[2];
        return Math.Sqrt((members + 1) / members) * Root(totals, 1) / Root(totals, 0);
    }

    private static double Root(ReadOnlySpan<double> totals, int statistic) => Math.Sqrt(totals[statistic] / totals[2]);
}
