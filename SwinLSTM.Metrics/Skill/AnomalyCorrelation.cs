using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Anomaly correlation coefficient, -1 to 1: whether the forecast departs from the climatology where and as the truth does, however strongly. With
/// <c>p' = p - c</c>, <c>t' = t - c</c> and the row weights w: <c>sum w p' t' / sqrt(sum w p'^2 sum w t'^2)</c> over each channel of each frame, averaged over
/// those; centred, the weighted means of p' and t' are subtracted first.
/// </summary>
/// <remarks>
/// WeatherBench 2 does not centre; the World Meteorological Organization's definition does. A channel of a frame in which an anomaly is zero
/// throughout has no correlation and does not count; the result is NaN where none counts.
/// </remarks>
public sealed class AnomalyCorrelation : FrameMetric
{
    private readonly Climatology climatology;
    private readonly bool centred;
    private readonly double[]? rowWeights;

    /// <summary>States what the number depends on.</summary>
    /// <param name="climatology">Fitted to the training split, never to what is measured.</param>
    /// <param name="centred">Whether the mean anomaly of a frame is subtracted.</param>
    /// <param name="rowWeights">How much each row of a frame counts, such as <see cref="CosineOfLatitude"/>; all alike where it is null.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are zero.</exception>
    public AnomalyCorrelation(Climatology climatology, bool centred, IReadOnlyList<double>? rowWeights = null)
    {
        if (rowWeights is not null && (rowWeights.Any(weight => !double.IsFinite(weight) || weight < 0) || rowWeights.Sum() == 0))
            throw new ArgumentException("Row weights must be finite, none negative and one positive, such as CosineOfLatitude gives them; they are " +
                $"{string.Join(", ", rowWeights.Take(8))}.", nameof(rowWeights));
        (this.climatology, this.centred, this.rowWeights) = (climatology, centred, rowWeights?.ToArray());
    }

    /// <inheritdoc/>
    public override string Name => $"ACC ({(centred ? "centred" : "uncentred")}{(rowWeights is null ? "" : ", rows weighed")})";

    /// <inheritdoc/>
    public override Direction Better => Direction.HigherIsBetter;

    /// <summary>Weights of the rows of a latitude-longitude grid: a row's share of the globe is as the cosine of its latitude.</summary>
    /// <param name="degrees">The latitude of the middle of each row, -90 to 90.</param>
    /// <returns>Their cosines.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A latitude is not between the poles.</exception>
    public static IReadOnlyList<double> CosineOfLatitude(IReadOnlyList<double> degrees)
    {
        foreach (var latitude in degrees)
            if (!(Math.Abs(latitude) <= 90))
                throw new ArgumentOutOfRangeException(nameof(degrees), $"A latitude is between -90 and 90 degrees; {latitude} was given.");
        return [.. degrees.Select(latitude => Math.Max(0, Math.Cos(latitude * Math.PI / 180)))];
    }

    /// <inheritdoc/>
    protected override void CheckFrames(FramePair frames)
    {
        if (rowWeights is not null && rowWeights.Length != frames.Height)
            throw new ArgumentException($"There must be a weight for each row of a frame; there are {rowWeights.Length} weights and {frames.Height} rows.");
        climatology.CheckFrames(frames.FrameShape);
    }

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var device = frames.Prediction.device;
        var mean = climatology.For(frames.FrameShape, device); // [T or 1, C, H, W]
        var weights = rowWeights is null ? ones([1, 1], ScalarType.Float64, device) : tensor(rowWeights, device: device).unsqueeze(1); // [H or 1, 1]
        weights = weights.expand(frames.Prediction.shape);
        if (frames.Valid is { } valid)
            weights = weights.masked_fill(valid.logical_not(), 0); // [B, T, C, H, W]
        var (p, powerP) = Anomaly(frames.Prediction, mean, weights);
        var (t, powerT) = Anomaly(frames.Target, mean, weights);
        var counts = powerP.gt(0).logical_and(powerT.gt(0)); // [B, T, C]
        var correlation = Sum(p.mul(t), weights).div(powerP.sqrt().mul(powerT.sqrt())).masked_fill(counts.logical_not(), 0);
        return stack([correlation.sum(2L), counts.sum(2, type: ScalarType.Float64)], 2); // [B, T, 2]
    }

    // The anomaly, and its weighted square [B, T, C]: zero where centring leaves no more than rounding.
    private (Tensor Anomaly, Tensor Power) Anomaly(Tensor frames, Tensor mean, Tensor weights)
    {
        var anomaly = frames.to(ScalarType.Float64).sub(mean).masked_fill(weights.eq(0), 0); // [B, T, C, H, W]
        var power = Sum(anomaly.square(), weights);
        if (!centred)
            return (anomaly, power);
        var centre = Sum(anomaly, weights).div(weights.sum(3, 4)); // [B, T, C]
        anomaly = anomaly.sub(centre.unsqueeze(3).unsqueeze(4));
        var rest = Sum(anomaly.square(), weights);
        return (anomaly, rest.masked_fill(rest.le(power.mul(1e-24)), 0));
    }

    private static Tensor Sum(Tensor values, Tensor weights) => values.mul(weights).sum(3, 4); // [B, T, C]
}
