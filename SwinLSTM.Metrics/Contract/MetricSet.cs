using System.Text;
using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Many metrics over one pass: a batch is checked once, and what several metrics need of it is computed once. Like a metric, it is
/// not safe for use by several threads at once; merge sets instead.
/// </summary>
public sealed class MetricSet
{
    private readonly Dictionary<string, FrameMetric> byName = [];

    /// <summary>Puts metrics together; what they have measured so far stays in them.</summary>
    /// <param name="metrics">At least one, no two of one name.</param>
    /// <exception cref="ArgumentException">There are none, or two have one name.</exception>
    public MetricSet(params IReadOnlyList<FrameMetric> metrics)
    {
        if (metrics.Count == 0)
            throw new ArgumentException("A set needs at least one metric; none was given.", nameof(metrics));
        foreach (var metric in metrics)
            if (!byName.TryAdd(metric.Name, metric))
                throw new ArgumentException($"The metrics of a set must have different names; two are {metric.Name}.", nameof(metrics));
        Metrics = [.. metrics];
    }

    /// <summary>The metrics, in the order given.</summary>
    public IReadOnlyList<FrameMetric> Metrics { get; }

    /// <summary>What happens to values that are not finite; it takes the place of the metrics' own policies.</summary>
    public NotFinitePolicy NotFinite { get; init; }

    /// <summary>The metric of this name.</summary>
    /// <param name="name">Its whole <see cref="FrameMetric.Name"/>.</param>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public FrameMetric this[string name] => byName.TryGetValue(name, out var metric)
        ? metric
        : throw new ArgumentException($"There is no metric {name} in this set; it has {string.Join("; ", byName.Keys)}.", nameof(name));

    /// <summary>Measures a batch by every metric, or by none.</summary>
    /// <param name="prediction">As of <see cref="FrameMetric.Add(Tensor, Tensor, Tensor?)"/>.</param>
    /// <param name="target">As there.</param>
    /// <param name="valid">As there.</param>
    /// <returns>For each metric, in their order: its value for each sequence of this batch by itself.</returns>
    /// <exception cref="ArgumentException">A rule is broken. No metric has added anything then.</exception>
    public IReadOnlyList<IReadOnlyList<double>> Add(Tensor prediction, Tensor target, Tensor? valid = null)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var frames = FramePair.Of(scope, prediction, target, valid, NotFinite);
        foreach (var metric in Metrics)
            metric.Check(frames);
        Tensor[] statistics = [.. Metrics.Select(metric => metric.MeasureChecked(frames))];
        return [.. Metrics.Zip(statistics, (metric, measured) => metric.Add(measured, frames))];
    }

    /// <summary>Adds what another set of the same metrics has measured, metric by metric.</summary>
    /// <param name="other">Stays as it is.</param>
    /// <exception cref="ArgumentException">It has other metrics, or measured frames of another shape. Nothing was added then.</exception>
    public void Merge(MetricSet other)
    {
        if (other.Metrics.Count != Metrics.Count)
            throw new ArgumentException($"Only a set of the same metrics can be merged; this one has {Metrics.Count}, the other {other.Metrics.Count}.", nameof(other));
        foreach (var (mine, its) in Metrics.Zip(other.Metrics))
            mine.CheckMerge(its);
        foreach (var (mine, its) in Metrics.Zip(other.Metrics))
            mine.Merge(its);
    }

    /// <summary>What was added so far, to be carried to another machine and merged there with <see cref="MergeJson"/>.</summary>
    /// <returns>A JSON array with one object for each metric.</returns>
    public string ToJson() => MetricState.Text(Metrics.Select(metric => metric.State));

    /// <summary>Adds what a set of the same metrics had measured when it wrote this.</summary>
    /// <param name="json">From <see cref="ToJson"/>; everything in it is checked.</param>
    /// <exception cref="InvalidDataException">It is not what such a set writes; the message says why. Nothing was added then.</exception>
    /// <exception cref="ArgumentException">It has other metrics, or measured frames of another shape. Nothing was added then.</exception>
    public void MergeJson(string json)
    {
        var states = MetricState.Parse<MetricState[]>(json);
        if (states.Length != Metrics.Count || states.Contains(null))
            throw new InvalidDataException($"This is no state of this set: it has {Metrics.Count} metrics, and {states.Count(state => state is not null)} are in it. Expected what ToJson wrote.");
        foreach (var (metric, state) in Metrics.Zip(states))
            metric.CheckState(state);
        foreach (var (metric, state) in Metrics.Zip(states))
            metric.AddState(state);
    }

    /// <summary>Forgets all batches.</summary>
    public void Reset()
    {
        foreach (var metric in Metrics)
            metric.Reset();
    }

    /// <summary>A table for people: a line for each metric with its result, then the first and the last lead time.</summary>
    /// <returns>Lines of aligned columns; the names alone before the first batch.</returns>
    public override string ToString()
    {
        if (Metrics.Any(metric => metric.Sequences == 0))
            return string.Join('\n', Metrics.Select(metric => metric.Name));
        string[][] rows =
        [
            ["", "all", "first", "last"],
            .. Metrics.Select(metric => (string[])[metric.Name, Text(metric.Result), Text(metric.PerLeadTime[0]), Text(metric.PerLeadTime[^1])]),
        ];
        var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var table = new StringBuilder();
        foreach (var row in rows)
            table.Append(row[0].PadRight(widths[0])).AppendJoin("", row[1..].Select((cell, column) => "  " + cell.PadLeft(widths[column + 1]))).Append('\n');
        return table.ToString(0, table.Length - 1);
    }

    private static string Text(double value) => FormattableString.Invariant($"{value:G5}");
}
