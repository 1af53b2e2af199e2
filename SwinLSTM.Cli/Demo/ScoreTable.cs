using System.Globalization;
using Spectre.Console;

namespace SwinLSTM.Cli;

/// <summary>The demo's one table: lead times down, ways to forecast across.</summary>
internal static class ScoreTable
{
    public static Table Of(Scores forecast, IReadOnlyList<Scores> trivial)
    {
        Scores[] all = [forecast, .. trivial];
        var table = new Table().Border(TableBorder.Simple).Title("Error (MSE, lower is better) and likeness (SSIM, higher is better)");
        table.AddColumn(Column("frames", "ahead"));
        foreach (var scores in all) table.AddColumn(Column("MSE", scores.Name));
        foreach (var scores in all) table.AddColumn(Column("SSIM", scores.Name));
        for (var lead = 0; lead < forecast.Error.Count; lead++)
            table.AddRow([$"{lead + 1}", .. all.Select(s => Error(s.Error[lead])), .. all.Select(s => Similarity(s.Similarity[lead]))]);
        table.AddEmptyRow();
        table.AddRow(["mean", .. all.Select(s => Error(s.MeanError)), .. all.Select(s => Similarity(s.MeanSimilarity))]);
        return table;
    }

    private static TableColumn Column(string above, string below) => new TableColumn($"{above}\n{below}").RightAligned().NoWrap().PadLeft(1).PadRight(0);

    private static string Error(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Similarity(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
