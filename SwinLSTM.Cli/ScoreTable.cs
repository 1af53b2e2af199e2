using System.Globalization;
using Spectre.Console;
using SwinLSTM.Training;

namespace SwinLSTM.Cli;

/// <summary>Scores in the terminal: lead times down, ways to forecast across.</summary>
internal static class ScoreTable
{
    /// <summary>The demo's one table.</summary>
    public static Table Of(IReadOnlyList<ForecasterScores> all)
    {
        var table = new Table().Border(TableBorder.Simple).Title("Error (MSE, lower is better) and likeness (SSIM, higher is better)");
        table.AddColumn(Column("frames", "ahead"));
        foreach (var scores in all) table.AddColumn(Column("MSE", scores.Name));
        foreach (var scores in all) table.AddColumn(Column("SSIM", scores.Name));
        var leads = all.Select(scores => scores.Metrics.Metrics.Select(metric => metric.PerLeadTime).ToArray()).ToArray();
        for (var lead = 0; lead < leads[0][0].Count; lead++)
            table.AddRow([$"{lead + 1}", .. leads.Select(metrics => Error(metrics[0][lead])), .. leads.Select(metrics => Similarity(metrics[1][lead]))]);
        table.AddEmptyRow();
        table.AddRow(
        [
            "mean",
            .. all.Select(scores => Error(scores.Metrics.Metrics[0].Result)),
            .. all.Select(scores => Similarity(scores.Metrics.Metrics[1].Result)),
        ]);
        return table;
    }

    /// <summary>Every metric of an evaluation: lead times down, ways to forecast across.</summary>
    public static void Print(EvaluationResult result)
    {
        foreach (var (m, metric) in result.Scores[0].Metrics.Metrics.Index())
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("frames ahead").RightAligned());
            foreach (var scores in result.Scores) table.AddColumn(new TableColumn(Markup.Escape(scores.Name)).RightAligned());
            for (var lead = 0; lead < metric.PerLeadTime.Count; lead++)
                table.AddRow([$"{lead + 1}", .. result.Scores.Select(scores => Text(scores.Metrics.Metrics[m].PerLeadTime[lead]))]);
            table.AddRow(["all", .. result.Scores.Select(scores => Text(scores.Metrics.Metrics[m].Result))]);
            Console.WriteLine(metric.Name);
            AnsiConsole.Write(table);
        }

        static string Text(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
    }

    private static TableColumn Column(string above, string below) => new TableColumn($"{above}\n{below}").RightAligned().NoWrap().PadLeft(1).PadRight(0);

    private static string Error(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Similarity(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
