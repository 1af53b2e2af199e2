
namespace SwinLSTM.Training;

/// <summary>An evaluation that people look at: a page with tables, curves over lead time, the best, median and worst sequences and a map of
/// errors; and its numbers for programs.</summary>
public static class EvaluationReport
{
    /// <summary>Writes <c>report.html</c> (self-contained: no scripts, nothing from elsewhere), <c>scores.csv</c> (a value a line) and
    /// <c>scores.json</c>. Each file is written whole or not at all and replaces an earlier one.</summary>
    /// <param name="result">What <see cref="Evaluation"/> came to.</param>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="title">The page's headline, such as the name of the data set.</param>
    /// <param name="facts">What else a reader should know, such as the network, its parameters and the protocol: names and values.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static string Write(EvaluationResult result, string folder, string title,
        params IReadOnlyList<(string Name, string Value)> facts) =>
            Write(result, folder, title, facts, []);

    /// <inheritdoc cref="Write(EvaluationResult, string, string, IReadOnlyList{ValueTuple{string, string}})"/>
    /// <param name="result">What <see cref="Evaluation"/> came to.</param>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="title">The page's headline, such as the name of the data set.</param>
    /// <param name="facts">What else a reader should know: names and values.</param>
    /// <param name="curves">What else the page draws, such as the loss of the run.</param>
    public static string Write(EvaluationResult result, string folder, string title, IReadOnlyList<(string Name, string Value)> facts,
        IReadOnlyList<ReportCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(curves);
        Directory.CreateDirectory(folder);
        var page = Path.Combine(folder, "report.html");
        AtomicFile.Write(Path.Combine(folder, "scores.csv"), ReportTables.Csv(result));
        AtomicFile.Write(Path.Combine(folder, "scores.json"), ReportTables.Json(result, title, facts));
        AtomicFile.Write(page, ReportPage.Write(result, title, facts, curves));
        return page;
    }
}

/// <summary>A curve of a report.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Axis">What lies along it.</param>
/// <param name="Points">Places along it, rising, and values.</param>
public sealed record ReportCurve(string Title, string Axis, IReadOnlyList<(double Place, double Value)> Points);
