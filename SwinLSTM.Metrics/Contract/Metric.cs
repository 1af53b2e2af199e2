namespace SwinLSTM.Metrics;

/// <summary>Measures how good forecasts are, over any number of batches. A metric keeps a few double-precision sums for each lead time and
/// never a frame, so its memory does not grow with the test set, and parts of a test set can be measured by workers and merged. Not safe
/// for use by several threads at once: give each worker its own metric and <see cref="Merge"/> them.</summary>
/// <remarks>To write a metric, override <see cref="Name"/>, <see cref="Better"/> and <see cref="Measure"/>, which returns the numbers of
/// each frame to sum. If the result is not the first sum divided by the second, also override <see cref="Value"/>, and
/// <see cref="Statistics"/> if there are not two. Missing values, lead times, merging and sets need no code.</remarks>
public abstract class Metric
{
    private MetricState? state;

    /// <summary>What is measured, with every choice that changes the number, such as "SSIM (uniform 7x7, range 1)".</summary>
    public abstract string Name { get; }

    /// <summary>Which values of this metric are good.</summary>
    public abstract BetterWhen Better { get; }

    /// <summary>What happens where a forecast is not finite; in a <see cref="MetricSet"/> the policy of the set applies. Default: the batch
    /// is refused.</summary>
    public MissingForecast MissingForecast { get; init; }

    /// <summary>How many values were left out because the forecast is not finite.</summary>
    public long SkippedValues => State.SkippedValues;

    /// <summary>How many sequences were added.</summary>
    public long Sequences => State.Sequences;

    /// <summary>The metric over all frames added so far; NaN if nothing counts.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public double Result => Value(Filled.Total());

    /// <summary>The metric at each lead time: entry t is for frame t + 1 of the forecasts. NaN where nothing counts.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> PerLeadTime => PerLead(totals => Value(totals));

    /// <summary>Measures a batch.</summary>
    /// <param name="forecast">
    /// Forecast frames [B, T, C, H, W], or for metrics of ensembles the members [B, M, T, C, H, W], of any floating-point dtype on any
    /// device. <see cref="MissingForecast"/> says what happens where a value is not finite.
    /// </param>
    /// <param name="truth">True frames [B, T, C, H, W] on the same device; NaN marks a missing value, which is left out.</param>
    /// <param name="valid">
    /// Bool or bytes [B, T, C, H, W], where each axis may be 1: true where a value counts. Null: every known value counts.
    /// </param>
    /// <param name="past">The known frames [B, T', C, H, W]; only metrics that compare with a baseline need them.</param>
    /// <returns>The metric of each sequence of this batch; NaN where nothing counts.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes differ from each other or from earlier batches, or a value is not finite. Then nothing was added.
    /// </exception>
    public IReadOnlyList<double> Add(Tensor forecast, Tensor truth, Tensor? valid = null, Tensor? past = null) =>
        new MetricSet(this) { MissingForecast = MissingForecast }.Add(forecast, truth, valid, past)[0];

    /// <summary>Adds what another metric with the same choices has measured, as if its batches had been added here.</summary>
    /// <param name="other">The other metric; it does not change.</param>
    /// <exception cref="ArgumentException">It measures something else, or frames of another shape. Then nothing was added.</exception>
    public void Merge(Metric other) => state = State.Plus(other.State);

    /// <summary>Forgets all batches.</summary>
    public void Reset() => state = null;

    /// <summary>Returns the name, and the result if there is one.</summary>
    public override string ToString() => Sequences == 0 ? Name : Invariant($"{Name} = {Result:G6}");

    /// <summary>How many numbers <see cref="Measure"/> returns for each frame. Default 2.</summary>
    protected virtual int Statistics => 2;

    /// <summary>Whether this metric takes the members of an ensemble [B, M, T, C, H, W] instead of a single forecast. Default
    /// false.</summary>
    protected internal virtual bool TakesMembers => false;

    /// <summary>Computes the statistics of each frame. Their sums over frames determine the metric, so a count of what is averaged is one
    /// of them.</summary>
    /// <param name="batch">Checked frames; a frame in which nothing counts must give zeros.</param>
    /// <returns>
    /// Float64 [B, T, statistics] on the device of the frames; it and all intermediate results belong to a scope of the caller.
    /// </returns>
    /// <exception cref="ArgumentException">The frames cannot be measured, for example because they are too small.</exception>
    protected abstract Tensor Measure(ForecastBatch batch);

    /// <summary>Computes the metric from statistics that were summed over frames. Default: the first divided by the second.</summary>
    /// <param name="totals">The sums.</param>
    /// <returns>The metric of these frames; NaN if nothing counts.</returns>
    protected internal virtual double Value(ReadOnlySpan<double> totals) => totals[0] / totals[1];

    // The number of statistics of frames of a shape, for metrics that have a number for each member or each wavelength.
    internal virtual int StatisticsOf(IReadOnlyList<long> shape) => Statistics;

    private protected double[] Totals => Filled.Total();

    private protected T[] PerLead<T>(Func<double[], T> value) => [.. Filled.Sums.Select(value)];

    private protected long[] Shape => Filled.Shape!;

    internal MetricState State => state ??= MetricState.Empty(Name);

    internal void Become(MetricState next) => state = next;

    internal Tensor MeasureChecked(ForecastBatch batch)
    {
        if (TakesMembers != batch.Members > 0)
            throw new ArgumentException(TakesMembers
                ? $"{Name} takes the members of an ensemble [B, M, T, C, H, W]; " +
                    $"the forecast is {FrameRules.Text(batch.Forecast.shape)}. Stack single forecasts along axis 1."
                : $"{Name} takes a single forecast [B, T, C, H, W]; the forecast is {FrameRules.Text(batch.Forecast.shape)}. " +
                    "Give it a member, or the mean over axis 1.");
        using var scope = NewDisposeScope();
        var (statistics, count) = (Measure(batch), StatisticsOf(batch.Forecast.shape[1..]));
        if (statistics.dtype != ScalarType.Float64 || !statistics.shape.SequenceEqual([batch.Batch, batch.Time, count]))
            throw new InvalidOperationException($"{GetType().Name}.Measure must return Float64 [{batch.Batch}, {batch.Time}, {count}]; " +
                $"it returned {statistics.dtype} {FrameRules.Text(statistics.shape)}. Statistics says how many numbers a frame has.");
        return scope.MoveToOuter(statistics);
    }

    private MetricState Filled => Sequences > 0
        ? State
        : throw new InvalidOperationException($"{Name} has no result before the first batch. Call Add with a forecast and the truth.");
}
