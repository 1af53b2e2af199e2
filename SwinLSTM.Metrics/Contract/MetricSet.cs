namespace SwinLSTM.Metrics;

/// <summary>Measures several metrics in one pass: a batch is checked once, and what several metrics need of it is computed once. Not safe
/// for use by several threads at once: give each worker its own set and merge the sets.</summary>
public sealed class MetricSet
{
    /// <summary>Makes a set; what the metrics have measured so far stays in them.</summary>
    /// <param name="metrics">At least one; no two with the same name.</param>
    /// <exception cref="ArgumentException">There are none, or two have the same name.</exception>
    public MetricSet(params IReadOnlyList<Metric> metrics)
    {
        if (metrics.Count == 0)
            throw new ArgumentException("A set needs at least one metric; none was given.", nameof(metrics));
        if (metrics.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The metrics of a set must have different names; two are {twice.Key}.", nameof(metrics));
        Metrics = [.. metrics];
    }

    /// <summary>The metrics, in the order given.</summary>
    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>What happens where a forecast is not finite, for all metrics of the set. Default: the batch is refused.</summary>
    public MissingForecast MissingForecast { get; init; }

    /// <summary>The metric of this name.</summary>
    /// <param name="name">Its full <see cref="Metric.Name"/>.</param>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public Metric this[string name] => Metrics.FirstOrDefault(metric => metric.Name == name)
        ?? throw new ArgumentException($"There is no metric {name} in this set; " +
            $"it has {string.Join("; ", Metrics.Select(metric => metric.Name))}.", nameof(name));

    /// <summary>Measures a batch with every metric, or with none if one of them refuses it.</summary>
    /// <param name="forecast">See <see cref="Metric.Add"/>.</param>
    /// <param name="truth">See <see cref="Metric.Add"/>.</param>
    /// <param name="valid">See <see cref="Metric.Add"/>.</param>
    /// <param name="past">See <see cref="Metric.Add"/>.</param>
    /// <returns>For each metric, its value for each sequence of this batch.</returns>
    /// <exception cref="ArgumentException">A rule is broken. Then no metric has added anything.</exception>
    public IReadOnlyList<IReadOnlyList<double>> Add(Tensor forecast, Tensor truth, Tensor? valid = null, Tensor? past = null)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var batch = ForecastBatch.Of(scope, forecast, truth, valid, past, MissingForecast);
        var measured = Metrics.Select(metric => MetricState.Of(metric.Name, metric.MeasureChecked(batch), batch)).ToList();
        Merge(measured.Select(batch => batch.State));
        return [.. Metrics.Zip(measured, (metric, batch) => (double[])[.. batch.Each.Select(totals => metric.Value(totals))])];
    }

    /// <summary>Adds what another set of the same metrics has measured, as if its batches had been added here.</summary>
    /// <param name="other">The other set; it does not change.</param>
    /// <exception cref="ArgumentException">It has other metrics, or measured frames of another shape. Then nothing was added.</exception>
    public void Merge(MetricSet other)
    {
        if (other.Metrics.Count != Metrics.Count)
            throw new ArgumentException($"Only a set of the same metrics can be merged; " +
                $"this one has {Metrics.Count}, the other {other.Metrics.Count}.", nameof(other));
        Merge(other.Metrics.Select(metric => metric.State));
    }

    /// <summary>Writes what was measured so far: a few numbers for each lead time, to be merged in another process or on another
    /// machine.</summary>
    /// <returns>A JSON array with an object for each metric.</returns>
    public string ToJson() => MetricState.Text(Metrics.Select(metric => metric.State));

    /// <summary>Adds what a set of the same metrics had measured when it wrote this.</summary>
    /// <param name="json">From <see cref="ToJson"/>; everything in it is checked.</param>
    /// <exception cref="InvalidDataException">It is not what such a set writes; the message says why. Then nothing was added.</exception>
    /// <exception cref="ArgumentException">It has other metrics, or measured frames of another shape. Then nothing was added.</exception>
    public void MergeJson(string json) => Merge(MetricState.Parse(json, Metrics));

    /// <summary>Forgets all batches.</summary>
    public void Reset()
    {
        foreach (var metric in Metrics)
            metric.Reset();
    }

    /// <summary>Returns a line for each metric: its name, and its result if there is one.</summary>
    public override string ToString() => string.Join('\n', Metrics);

    private void Merge(IEnumerable<MetricState> states)
    {
        foreach (var (metric, next) in Metrics.Zip(states, (metric, state) => (metric, metric.State.Plus(state))).ToList())
            metric.Become(next);
    }
}
