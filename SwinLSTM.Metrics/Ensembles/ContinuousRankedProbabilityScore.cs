namespace SwinLSTM.Metrics;

/// <summary>Continuous ranked probability score (CRPS), the mean absolute error of an ensemble: <c>mean |x_i - y| - 1/2 mean |x_i -
/// x_j|</c> for members x and truth y, averaged over all values that count, in the unit of the data. With one member it is the mean
/// absolute error. Gneiting and Raftery (JASA 102, 2007).</summary>
/// <remarks>The standard score takes the second mean over all M^2 pairs and favours ensembles that are too narrow, more so the fewer
/// members there are. The fair score (Ferro, QJRMS 140, 2014) takes it over the M (M - 1) pairs of different members; only fair scores of
/// ensembles of different sizes can be compared.</remarks>
/// <param name="fair">Whether to compute the fair score.</param>
public sealed class ContinuousRankedProbabilityScore(bool fair) : Metric
{
    /// <inheritdoc/>
    public override string Name => fair ? "CRPS (fair)" : "CRPS (standard)";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Lower;

    /// <inheritdoc/>
    protected internal override bool TakesMembers => true;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        if (fair && batch.Members < 2)
            throw new ArgumentException("The fair CRPS needs at least 2 members, as it compares each with the others; there is 1. " +
                "Use the standard one, which is the mean absolute error then.");
        var pairs = (double)batch.Members * (fair ? batch.Members - 1 : batch.Members);
        return cat([RankedProbability.Sums(batch.Forecast, batch.Truth, pairs), batch.ValidValues.sum(2, keepdim: true)], 2); // [B, T, 2]
    }
}
