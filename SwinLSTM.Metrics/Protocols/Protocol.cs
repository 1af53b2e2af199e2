using System.Globalization;

namespace SwinLSTM.Metrics;

/// <summary>
/// How a table of results is made: which metrics, with which choices, of frames prepared in which way. A value that can be kept and compared by name; what is
/// measured is in the sets that it starts. <see cref="Protocols"/> has the published ones; one of your own is a list of columns.
/// </summary>
/// <param name="Name">Whose protocol it is.</param>
/// <param name="Differences">In a few sentences, where its numbers differ from what their titles say, for those who print them.</param>
/// <param name="Columns">From left to right.</param>
public sealed record Protocol(string Name, string Differences, IReadOnlyList<ProtocolColumn> Columns)
{
    private const string Gap = "  ";

    /// <summary>The titles, each above its column of <see cref="Row"/>.</summary>
    public string Header => Line([.. Columns.Select(column => column.Title)]);

    /// <summary>Makes the metrics of an evaluation, in the order of the columns.</summary>
    /// <param name="notFinite">What happens to values that are not finite.</param>
    /// <returns>A new set, in which nothing was measured.</returns>
    public MetricSet Start(NotFinitePolicy notFinite = NotFinitePolicy.Refuse) => new([.. Columns.Select(column => column.Metric())]) { NotFinite = notFinite };

    /// <summary>The results of a set, to be put beside a row of a table that was made in the same way.</summary>
    /// <param name="set">From <see cref="Start"/>, or with the same metrics.</param>
    /// <returns>One line of aligned numbers.</returns>
    /// <exception cref="ArgumentException">The set has other metrics.</exception>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public string Row(MetricSet set) => Line(Texts(set, metric => metric.Result));

    /// <summary>The results of every lead time, and of all of them together.</summary>
    /// <param name="set">From <see cref="Start"/>, or with the same metrics.</param>
    /// <returns>A line of titles, one for each lead time, counted from 1, and one for all.</returns>
    /// <exception cref="ArgumentException">The set has other metrics.</exception>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public string Table(MetricSet set)
    {
        var all = Texts(set, metric => metric.Result);
        var perLeadTime = set.Metrics.Select(metric => metric.PerLeadTime).ToArray();
        string Labelled(string label, string line) => label.PadLeft("lead".Length) + Gap + line;
        return string.Join('\n',
        [
            Labelled("lead", Header),
            .. Enumerable.Range(0, perLeadTime[0].Count).Select(t =>
                Labelled((t + 1).ToString(CultureInfo.InvariantCulture), Line([.. Columns.Zip(perLeadTime, (column, values) => Text(column, values[t]))]))),
            Labelled("all", Line(all)),
        ]);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Protocols of one name are the same.</summary>
    public bool Equals(Protocol? other) => other is not null && other.Name == Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    private string[] Texts(MetricSet set, Func<FrameMetric, double> value)
    {
        string[] expected = [.. Columns.Select(column => column.Metric().Name)], given = [.. set.Metrics.Select(metric => metric.Name)];
        if (!expected.SequenceEqual(given))
            throw new ArgumentException($"The row of {Name} is of {string.Join("; ", expected)}. This set has {string.Join("; ", given)}. Make the set with Start.", nameof(set));
        return [.. Columns.Zip(set.Metrics, (column, metric) => Text(column, value(metric)))];
    }

    private string Line(string[] cells) => string.Join(Gap, Columns.Zip(cells, (column, cell) => cell.PadLeft(Math.Max(column.Title.Length, 9))));

    private static string Text(ProtocolColumn column, double value) => value.ToString(column.Format, CultureInfo.InvariantCulture);
}
