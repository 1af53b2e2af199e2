using System.Globalization;
using Spectre.Console;
using SwinLSTM.Training;

namespace SwinLSTM.Cli;

/// <summary>Scores in the terminal, a table for each metric: lead times down, ways to forecast across.</summary>
internal static class ScoreTable
{
    public static void Print(EvaluationResult result)
    {
        foreach (var (m, metric) in result.Scores[0].Metrics.Metrics.Index())
        {
            var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(metric.Name)).AddColumn(Column("frames\nahead"));
            foreach (var scores in result.Scores) table.AddColumn(Column(Markup.Escape(scores.Name)));
            for (var lead = 0; lead < metric.PerLeadTime.Count; lead++)
                table.AddRow([$"{lead + 1}", .. result.Scores.Select(scores => Text(scores.Metrics.Metrics[m].PerLeadTime[lead]))]);
            table.AddEmptyRow();
            table.AddRow(["all", .. result.Scores.Select(scores => Text(scores.Metrics.Metrics[m].Result))]);
            AnsiConsole.Write(table);
        }

        static TableColumn Column(string title) => new TableColumn(title).RightAligned().NoWrap();

        static string Text(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
    }
}
