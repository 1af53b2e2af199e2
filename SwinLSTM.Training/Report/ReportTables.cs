using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SwinLSTM.Training;

/// <summary>An evaluation's numbers for programs: all digits, a value a line in CSV, and the same in JSON.</summary>
internal static class ReportTables
{
    private static readonly JsonSerializerOptions json = new()
    {
        WriteIndented = true,
        // JSON has no words for what is no number; these are the usual ones.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Columns metric, forecaster, lead (frames ahead, or <c>all</c>), value.</summary>
    public static string Csv(EvaluationResult result)
    {
        var table = new StringBuilder("metric,forecaster,lead,value\n");
        foreach (var (metric, forecaster, lead, value) in Rows(result))
            table.Append(CultureInfo.InvariantCulture, $"{Cell(metric)},{Cell(forecaster)},{lead},{value:R}\n");
        return table.ToString();
    }

    public static string Json(EvaluationResult result, string title, IReadOnlyList<(string Name, string Value)> facts) =>
        JsonSerializer.Serialize(
        new
        {
            title,
            facts = facts.ToDictionary(fact => fact.Name, fact => fact.Value),
            sequences = result.Sequences,
            metrics = result.Scores[0].Metrics.Metrics.Select((metric, m) => new
            {
                name = metric.Name,
                better = metric.Better.ToString(),
                forecasters = result.Scores.Select(forecaster => new
                {
                    name = forecaster.Name,
                    all = forecaster.Metrics.Metrics[m].Result,
                    perLeadTime = forecaster.Metrics.Metrics[m].PerLeadTime,
                }),
            }),
            shown = result.Shown.Select(shown =>
                new { place = shown.Place.ToString(), index = shown.Index, source = shown.Source, value = shown.Value }),
            sequenceValues = result.SequenceValues,
        },
        json) + "\n";

    private static IEnumerable<(string Metric, string Forecaster, string Lead, double Value)> Rows(EvaluationResult result) =>
        from metric in Enumerable.Range(0, result.Scores[0].Metrics.Metrics.Count)
        from forecaster in result.Scores
        let measured = forecaster.Metrics.Metrics[metric]
        from row in measured.PerLeadTime.Select((value, lead) => (Lead: (lead + 1).ToString(CultureInfo.InvariantCulture), Value: value))
            .Prepend((Lead: "all", Value: measured.Result))
        select (measured.Name, forecaster.Name, row.Lead, row.Value);

    // A leading =, +, - or @ would be a formula to a spreadsheet; a name is only a name.
    private static string Cell(string text) =>
        $"\"{(text.Length > 0 && "=+-@".Contains(text[0]) ? "'" : "")}{text.Replace("\"", "\"\"")}\"";
}
