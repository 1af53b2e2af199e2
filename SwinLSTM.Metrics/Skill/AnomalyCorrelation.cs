namespace SwinLSTM.Metrics;

/// <summary>Anomaly correlation coefficient (ACC), -1 to 1: whether the forecast departs from the climatology where and as the truth does,
/// however strongly. With <c>f' = f - c</c>, <c>t' = t - c</c> and the row weights w: <c>sum w f' t' / sqrt(sum w f'^2 sum w t'^2)</c> over
/// each channel of each frame, averaged over those; if centred, the weighted means of f' and t' are subtracted first.</summary>
/// <remarks>The World Meteorological Organization centres, WeatherBench 2 does not. A channel of a frame whose anomaly is zero everywhere
/// does not count.</remarks>
public sealed class AnomalyCorrelation : Metric
{
    private readonly Climatology climatology;
    private readonly bool centred;
    private readonly double[]? rowWeights;

    /// <summary>Makes the metric.</summary>
    /// <param name="climatology">Fitted to the training split, never to what is measured.</param>
    /// <param name="centred">Whether the mean anomaly of a frame is subtracted.</param>
    /// <param name="rowWeights">
    /// The weight of each row, for example <see cref="CosineOfLatitude"/>. Default: all rows weigh the same.
    /// </param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are zero.</exception>
    public AnomalyCorrelation(Climatology climatology, bool centred, IReadOnlyList<double>? rowWeights = null)
    {
        if (rowWeights is not null && (rowWeights.Any(weight => !double.IsFinite(weight) || weight < 0) || rowWeights.Sum() == 0))
            throw new ArgumentException("Row weights must be finite, none negative and one positive, as CosineOfLatitude returns them; " +
                $"they are {string.Join(", ", rowWeights.Take(8))}.", nameof(rowWeights));
        (this.climatology, this.centred, this.rowWeights) = (climatology, centred, rowWeights?.ToArray());
    }

    /// <inheritdoc/>
    public override string Name => $"ACC ({(centred ? "centred" : "uncentred")}{(rowWeights is null ? "" : ", rows weighted")})";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Higher;

    /// <summary>Returns the weights of the rows of a latitude-longitude grid: the area of a row is proportional to the cosine of its
    /// latitude.</summary>
    /// <param name="degrees">The latitude of the middle of each row, -90 to 90.</param>
    /// <returns>The cosines.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A latitude is out of range.</exception>
    public static IReadOnlyList<double> CosineOfLatitude(IReadOnlyList<double> degrees)
    {
        foreach (var latitude in degrees)
            if (!(Math.Abs(latitude) <= 90))
                throw new ArgumentOutOfRangeException(nameof(degrees), $"A latitude is between -90 and 90 degrees; {latitude} was given.");
        return [.. degrees.Select(latitude => Math.Max(0, Math.Cos(latitude * Math.PI / 180)))];
    }

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        if (rowWeights is not null && rowWeights.Length != batch.Height)
            throw new ArgumentException($"There must be a weight for each row of a frame; " +
                $"there are {rowWeights.Length} weights and {batch.Height} rows.");
        var device = batch.Truth.device;
        var mean = climatology.For(batch.Truth.shape[1..], device); // [T or 1, C, H, W]
        var rows = rowWeights is null ? ones([1, 1], ScalarType.Float64, device)
            : tensor(rowWeights, device: device).unsqueeze(1); // [H or 1, 1]
        var weights = batch.Filled(rows.expand(batch.Truth.shape), 0); // [B, T, C, H, W]
        var ((f, powerF), (t, powerT)) = (Anomaly(batch.Forecast, mean, weights), Anomaly(batch.Truth, mean, weights));
        var counts = powerF.gt(Number(0)).logical_and(powerT.gt(Number(0))); // [B, T, C]
        var correlation = Sum(f.mul(t), weights).div(powerF.sqrt().mul(powerT.sqrt())).masked_fill(counts.logical_not(), Number(0));
        return stack([correlation.sum(2L), counts.sum(2, type: ScalarType.Float64)], 2); // [B, T, 2]
    }

    // The anomaly, and its weighted square [B, T, C]: zero where centring leaves only rounding.
    private (Tensor Anomaly, Tensor Power) Anomaly(Tensor frames, Tensor mean, Tensor weights)
    {
        var anomaly = frames.to(ScalarType.Float64).sub(mean).masked_fill(weights.eq(Number(0)), Number(0)); // [B, T, C, H, W]
        var power = Sum(anomaly.square(), weights);
        if (!centred)
            return (anomaly, power);
        var centre = Sum(anomaly, weights).div(weights.sum(3, 4)); // [B, T, C]
        anomaly = anomaly.sub(centre.unsqueeze(3).unsqueeze(4));
        var rest = Sum(anomaly.square(), weights);
        return (anomaly, rest.masked_fill(rest.le(power.mul(Number(1e-24))), Number(0)));
    }

    private static Tensor Sum(Tensor values, Tensor weights) => values.mul(weights).sum(3, 4); // [B, T, C]
}
