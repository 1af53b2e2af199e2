namespace SwinLSTM.Metrics;

/// <summary>How much of a baseline's error a forecast avoids: <c>1 - error / error of the baseline</c>. 1 is a perfect forecast, 0 is no
/// better than the baseline, below 0 is worse. Both errors are taken over all frames before they are divided. Needs the known frames: give
/// <c>past</c> to <c>Add</c>.</summary>
/// <remarks>If the baseline is perfect, skill is NaN for a forecast that is perfect too, and negative infinity for any other.</remarks>
public sealed class SkillScore : Metric
{
    private readonly Metric error;

    /// <summary>Makes the metric.</summary>
    /// <param name="baseline">What to beat.</param>
    /// <param name="error">
    /// An error of which lower values are better and 0 is perfect; nothing is added to it. Default: the mean squared error.
    /// </param>
    /// <exception cref="ArgumentException">Lower values of the metric are not better, or it takes the members of an ensemble.</exception>
    public SkillScore(Baseline baseline, Metric? error = null)
    {
        (Baseline, this.error) = (baseline, error ?? new MeanSquaredError());
        if (this.error.Better != BetterWhen.Lower || this.error.TakesMembers)
            throw new ArgumentException($"Skill needs an error of a single forecast, of which lower values are better and 0 is perfect; " +
                $"{this.error.Name} is none. Use one such as MeanSquaredError.", nameof(error));
    }

    /// <inheritdoc/>
    public override string Name => $"skill in {error.Name} against {Baseline.Name}";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Higher;

    /// <summary>The forecast to beat.</summary>
    public Baseline Baseline { get; }

    /// <summary>The error of the forecast at each lead time.</summary>
    public IReadOnlyList<double> ErrorPerLeadTime => PerLead(totals => error.Value(totals.AsSpan(0, totals.Length / 2)));

    /// <summary>The error of the baseline at each lead time.</summary>
    public IReadOnlyList<double> BaselineErrorPerLeadTime => PerLead(totals => error.Value(totals.AsSpan(totals.Length / 2)));

    internal override int StatisticsOf(IReadOnlyList<long> shape) => 2 * error.StatisticsOf(shape);

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch) =>
        // [B, T, 2 statistics]
        cat([error.MeasureChecked(batch), error.MeasureChecked(batch.Derived($"forecast of {Baseline.Name}", _ => Rival(batch)))], 2);

    /// <inheritdoc/>
    protected internal override double Value(ReadOnlySpan<double> totals)
    {
        var half = totals.Length / 2;
        return 1 - error.Value(totals[..half]) / error.Value(totals[half..]);
    }

    private Tensor Rival(ForecastBatch batch)
    {
        var past = batch.Past ?? throw new ArgumentException($"{Name} needs the known frames; none were given. " +
            "Call Add(forecast, truth, past: frames).");
        var rival = Baseline.Forecast(past, (int)batch.Time).to(batch.Truth.dtype); // [B, T, C, H, W]
        if (!rival.shape.SequenceEqual(batch.Truth.shape))
            throw new InvalidOperationException($"The baseline {Baseline.Name} must forecast {FrameRules.Text(batch.Truth.shape)}; " +
                $"it gave {FrameRules.Text(rival.shape)}.");
        FrameRules.RefuseAny(batch.Filled(rival, 0).isfinite().logical_not(), "baseline",
            $"The baseline {Baseline.Name} must be finite wherever a value counts",
            "It comes from known frames that are missing there: mark such values as invalid, or use a baseline that knows them.");
        return rival;
    }
}
