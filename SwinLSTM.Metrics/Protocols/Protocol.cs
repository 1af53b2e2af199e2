using System.Globalization;

namespace SwinLSTM.Metrics;

/// <summary>How a table of results is made: which metrics, with which choices. It measures nothing itself; <see cref="CreateMetrics"/>
/// makes the metrics of an evaluation. <see cref="Protocols"/> has the published ones; for one of your own, list its columns.</summary>
/// <param name="Name">The name; protocols with the same name are equal.</param>
/// <param name="Differences">Where its numbers differ from what their titles say, in a few sentences for those who print them.</param>
/// <param name="Columns">The columns from left to right.</param>
public sealed record Protocol(string Name, string Differences, IReadOnlyList<ProtocolColumn> Columns)
{
    private const string Gap = "  ";

    /// <summary>The titles, each above its column of <see cref="Row"/>.</summary>
    public string Header => Line([.. Columns.Select(column => column.Title)]);

    /// <summary>Makes the metrics of an evaluation, in the order of the columns.</summary>
    /// <param name="missingForecast">What happens where a forecast is not finite. Default: the batch is refused.</param>
    /// <returns>An empty set.</returns>
    public MetricSet CreateMetrics(MissingForecast missingForecast = MissingForecast.Refuse) =>
        new([.. Columns.Select(column => column.CreateMetric())]) { MissingForecast = missingForecast };

    /// <summary>Prints the results as a row to compare with a published table.</summary>
    /// <param name="set">From <see cref="CreateMetrics"/>, or with the same metrics.</param>
    /// <returns>One line of aligned numbers.</returns>
    /// <exception cref="ArgumentException">The set has other metrics.</exception>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public string Row(MetricSet set) => Line(Texts(set, metric => metric.Result));

    /// <summary>Prints the results at every lead time and over all of them.</summary>
    /// <param name="set">From <see cref="CreateMetrics"/>, or with the same metrics.</param>
    /// <returns>A line of titles, a line for each lead time, counted from 1, and a line for all.</returns>
    /// <exception cref="ArgumentException">The set has other metrics.</exception>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public string Table(MetricSet set)
    {
        string Labelled(string label, string line) => label.PadLeft("lead".Length) + Gap + line;
        var all = Labelled("all", Row(set));
        var leads = Enumerable.Range(0, set.Metrics[0].PerLeadTime.Count)
            .Select(t => Labelled((t + 1).ToString(CultureInfo.InvariantCulture), Line(Texts(set, metric => metric.PerLeadTime[t]))));
        return string.Join('\n', [Labelled("lead", Header), .. leads, all]);
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    /// <summary>Returns whether both have the same name.</summary>
    public bool Equals(Protocol? other) => other is not null && other.Name == Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    private string[] Texts(MetricSet set, Func<Metric, double> value)
    {
        string[] expected = [.. Columns.Select(column => column.CreateMetric().Name)],
            given = [.. set.Metrics.Select(metric => metric.Name)];
        if (!expected.SequenceEqual(given))
            throw new ArgumentException($"{Name} has the metrics {string.Join("; ", expected)}; " +
                $"this set has {string.Join("; ", given)}. Make the set with CreateMetrics.",
                nameof(set));
        return [.. Columns.Zip(set.Metrics, (column, metric) => value(metric).ToString(column.Format, CultureInfo.InvariantCulture))];
    }

    private string Line(string[] cells) =>
        string.Join(Gap, Columns.Zip(cells, (column, cell) => cell.PadLeft(Math.Max(column.Title.Length, 9))));
}
