using System.Globalization;
using System.Text;
using SwinLSTM.Data;
using SwinLSTM.Metrics;

namespace SwinLSTM.Training;

/// <summary>An evaluation as one page of HTML: no scripts, nothing from elsewhere, so that it can be mailed and kept.</summary>
internal static class ReportPage
{
    // Errors are a field, not a picture: from black through colours, each lighter than the one before, to white.
    private static readonly ColorMap errorColors = new();

    private const byte Grey = 96, White = 255; // between frames

    private const int FramePixels = 64; // a small frame is enlarged to at least so many

    public static string Write(EvaluationResult result, string title, IReadOnlyList<(string Name, string Value)> facts,
        IReadOnlyList<ReportCurve> curves)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append($"<title>{Html.Text(title)}</title>\n<style>\n{Style()}</style></head><body>\n<h1>{Html.Text(title)}</h1>\n");
        var told = facts.Prepend(("Sequences", result.Sequences.ToString("N0", CultureInfo.InvariantCulture)))
            .Select(fact => $"{Html.Text(fact.Item1)}: {Html.Text(fact.Item2)}");
        page.Append($"<p class=\"dim\">{string.Join(" · ", told)}</p>\n");
        Overall(page, result);
        Curves(page, result);
        LeadTimes(page, result);
        if (result.Shown.Count > 0) Sequences(page, result);
        Errors(page, result);
        if (curves.Any(curve => curve.Points.Count > 0)) Training(page, curves);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Overall(StringBuilder page, EvaluationResult result)
    {
        page.Append("<h2>Scores</h2>\n<div class=\"scroll\"><table><tr><th>Metric</th>");
        foreach (var forecaster in result.Scores) page.Append($"<th>{Html.Text(forecaster.Name)}</th>");
        page.Append("</tr>\n");
        for (var m = 0; m < Metrics(result).Count; m++)
        {
            var metric = Metrics(result)[m];
            page.Append($"<tr><td>{Html.Text(metric.Name)} <span class=\"dim\">{Aim(metric.Better)}</span></td>");
            Cells(page, metric.Better, [.. result.Scores.Select(forecaster => forecaster.Metrics.Metrics[m].Result)]);
            page.Append("</tr>\n");
        }
        page.Append("</table></div>\n");
    }

    private static void Curves(StringBuilder page, EvaluationResult result)
    {
        page.Append("<h2>Over lead time</h2>\n<div class=\"legend\">");
        for (var i = 0; i < result.Scores.Count; i++)
            page.Append(CultureInfo.InvariantCulture,
                $"<span><span class=\"key k{i % Html.Colours}\"></span>{Html.Text(result.Scores[i].Name)}</span>");
        page.Append("</div>\n<div class=\"charts\">\n");
        for (var m = 0; m < Metrics(result).Count; m++)
        {
            var metric = Metrics(result)[m];
            var chart = LineChart.Svg($"{metric.Name} over lead time",
                [.. result.Scores.Select(forecaster => (forecaster.Name, forecaster.Metrics.Metrics[m].PerLeadTime))]);
            page.Append(
                $"<figure><figcaption>{Html.Text(metric.Name)} <span " +
                $"class=\"dim\">{Aim(metric.Better)}</span></figcaption>{chart}</figure>\n");
        }
        page.Append("</div>\n");
    }

    private static void LeadTimes(StringBuilder page, EvaluationResult result)
    {
        page.Append("<details><summary>The same in numbers</summary>\n");
        for (var m = 0; m < Metrics(result).Count; m++)
        {
            var curves = result.Scores.Select(forecaster => forecaster.Metrics.Metrics[m].PerLeadTime).ToList();
            page.Append($"<h3>{Html.Text(Metrics(result)[m].Name)}</h3><div class=\"scroll\"><table><tr><th>Frames ahead</th>");
            page.AppendJoin("", result.Scores.Select(forecaster => $"<th>{Html.Text(forecaster.Name)}</th>")).Append("</tr>\n");
            for (var lead = 0; lead < curves[0].Count; lead++)
                page.Append(CultureInfo.InvariantCulture, $"<tr><td>{lead + 1}</td>")
                    .AppendJoin("", curves.Select(curve => $"<td>{Html.Number(curve[lead])}</td>")).Append("</tr>\n");
            page.Append("</table></div>\n");
        }
        page.Append("</details>\n");
    }

    private static void Sequences(StringBuilder page, EvaluationResult result)
    {
        var ranking = Metrics(result)[0];
        page.Append(
            $"<h2>Best, median and worst sequences</h2>\n<p>Of {Html.Text(result.Scores[0].Name)}, ranked by " +
            $"{Html.Text(ranking.Name)}.</p>\n");
        foreach (var shown in result.Shown)
        {
            var enlarge = Enlarge(shown.Channels[0].Pictures.Input[0]);
            page.Append(
                $"<div class=\"sequence\"><h3>{shown.Place} <span class=\"dim\">{Html.Number(shown.Value)} · " +
                $"{Html.Text(shown.Source)}</span></h3><div class=\"show\"><div class=\"scroll\"><table class=\"strips\">\n");
            foreach (var channel in shown.Channels)
            {
                if (channel.Name != "") page.Append($"<tr><td colspan=\"2\" class=\"dim\">{Html.Text(channel.Name)}</td></tr>\n");
                Strip("Known", channel.Pictures.Input);
                Strip("Truth", channel.Pictures.Truth);
                Strip("Forecast", channel.Pictures.Forecast);
                Strip("Error", channel.Errors, errorColors);
            }

            page.Append("</table></div><div class=\"scroll\">")
                .Append(Html.Moving($"Truth and forecast of the {shown.Place} sequence, one frame after another",
                Filmstrip.Animation([.. shown.Channels.Select(channel => channel.Pictures)], enlarge), 1)).Append("</div></div></div>\n");

            void Strip(string name, IReadOnlyList<Picture> frames, ColorMap? map = null) =>
                page.Append($"<tr><td>{name}</td><td>")
                    .Append(Html.Still($"{name}, {frames.Count} frames", Side(frames, map is null ? Grey : White), enlarge, map))
                    .Append("</td></tr>\n");
        }
    }

    private static void Errors(StringBuilder page, EvaluationResult result)
    {
        page.Append(
            $"<h2>Where it errs</h2>\n<p>The mean magnitude of the errors of {Html.Text(result.Scores[0].Name)} at each pixel, from one " +
            $"frame ahead (left) to {result.ErrorMap.Count} (right). The lightest colour is {Html.Number(result.LargestMeanError)}, " +
            "black is none.</p>\n");
        page.Append("<div class=\"scroll\">").Append(Html.Still("Mean error at each pixel for each lead time", Side(result.ErrorMap, White),
            Enlarge(result.ErrorMap[0]), errorColors)).Append("</div>\n");
    }

    private static void Training(StringBuilder page, IReadOnlyList<ReportCurve> curves)
    {
        page.Append("<h2>The run</h2>\n<div class=\"charts\">\n");
        foreach (var curve in curves.Where(curve => curve.Points.Count > 0))
            page.Append($"<figure><figcaption>{Html.Text(curve.Title)}</figcaption>{LineChart.Svg(curve)}</figure>\n");
        page.Append("</div>\n");
    }

    private static void Cells(StringBuilder page, BetterWhen better, IReadOnlyList<double> values)
    {
        var best = better == BetterWhen.Neither || double.IsNaN(values[better.Order(values)[0]]) ? double.NaN
            : values[better.Order(values)[0]];
        foreach (var value in values)
            page.Append($"<td{(value.Equals(best) && !double.IsNaN(best) ? " class=\"best\"" : "")}>{Html.Number(value)}</td>");
    }

    private static IReadOnlyList<Metric> Metrics(EvaluationResult result) => result.Scores[0].Metrics.Metrics;

    private static string Aim(BetterWhen better) => better switch
    {
        BetterWhen.Lower => "lower is better",
        BetterWhen.Higher => "higher is better",
        BetterWhen.CloserToOne => "1 is best",
        BetterWhen.CloserToZero => "0 is best",
        _ => "",
    };

    private static int Enlarge(Picture frame) => Math.Max(1, FramePixels / Math.Max(frame.Width, frame.Height));

    /// <summary>Frames side by side, two pixels apart.</summary>
    private static Picture Side(IReadOnlyList<Picture> frames, byte between)
    {
        const int gap = 2;
        var strip = new Picture((frames.Count * (frames[0].Width + gap)) - gap, frames[0].Height, between);
        for (var i = 0; i < frames.Count; i++) strip.Paste(frames[i], i * (frames[0].Width + gap), 0);
        return strip;
    }

    private static string Style()
    {
        using var resource = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
