using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FluentAssertions;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using Xunit;

namespace SwinLSTM.Tests;

public sealed partial class EvaluationReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("report").FullName;

    private static readonly Lazy<EvaluationResult> result = new(() =>
        Evaluation.Run(new MovingSquare(count: 9), [Forecaster.Persistence, new("Nothing <at> \"all\"", Baseline.Zero.Forecast)],
        () => new(new MeanSquaredError(PixelReduction.Mean), new PeakSignalToNoiseRatio(1, DecibelAverage.OfEachFrame))));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Page() => File.ReadAllText(EvaluationReport.Write(result.Value, folder, "Squares & <more>", ("Network", "none")));

    [Fact]
    public void The_page_needs_nothing_but_itself()
    {
        var page = Page();
        page.Should().NotContainAny("<script", "http:", "https:", "<link", "@import", "url(");
        Sources().Matches(page).Should().NotBeEmpty()
            .And.AllSatisfy(source => source.Groups[1].Value.Should().MatchRegex("^data:image/(png|gif);base64,[A-Za-z0-9+/=]+$"));
    }

    [Fact]
    public void Names_are_text_and_never_markup()
    {
        var page = Page();
        page.Should().Contain("<h1>Squares &amp; &lt;more&gt;</h1>").And.Contain("Nothing &lt;at&gt; &quot;all&quot;")
            .And.NotContain("<more>").And.NotContain("<at>");
    }

    [Fact]
    public void Every_metric_has_a_row_a_curve_of_each_forecaster_and_its_numbers()
    {
        var page = Page();
        var charts = Charts().Matches(page).Select(match => XElement.Parse(match.Value)).ToList();
        charts.Should().HaveCount(2);
        foreach (var (chart, m) in charts.Select((chart, m) => (chart, m)))
        {
            var curves = chart.Descendants("g").ToList();
            curves.Should().HaveCount(2)
                .And.AllSatisfy(curve => curve.Elements("circle").Should().HaveCount(2, "there are two lead times"));
            curves[^1].Attribute("class")!.Value.Should().Be("curve c0", "the first forecaster is drawn on top");
            var lead = result.Value.Scores[0].Metrics.Metrics[m].PerLeadTime[1];
            curves[^1].Elements("circle").Last().Value.Should().Be($"Persistence, 2 ahead: {Html.Number(lead)}");
        }
        foreach (var metric in result.Value.Scores[0].Metrics.Metrics)
            page.Should().Contain($"<td>{metric.Name} <span class=\"dim\">").And.Contain($"<td>{Html.Number(metric.PerLeadTime[0])}</td>");
    }

    [Fact]
    public void The_best_of_each_row_is_marked()
    {
        var page = Page();
        var error = result.Value.Scores.Select(scores => scores.Metrics.Metrics[0].Result).Min();
        var decibels = result.Value.Scores.Select(scores => scores.Metrics.Metrics[1].Result).Max();
        Best().Matches(page).Select(match => match.Groups[1].Value).Should().Equal(Html.Number(error), Html.Number(decibels));
    }

    [Fact]
    public void Sequences_are_shown_as_strips_and_move()
    {
        var page = Page();
        foreach (var place in Enum.GetNames<Place>()) page.Should().Contain($"<h3>{place} ");
        Regex.Count(page, "data:image/gif").Should().Be(3);
        Regex.Count(page, "data:image/png").Should().Be((3 * 4) + 1, "each sequence has four strips, and there is a map of errors");
        // The truth's strip, decoded again: two frames of 8 columns, two pixels between.
        using var strip = SixLabors.ImageSharp.Image.Load<SixLabors.ImageSharp.PixelFormats.L8>(
            Convert.FromBase64String(Regex.Match(page, "alt=\"Truth, 2 frames\"[^>]*base64,([^\"]*)").Groups[1].Value));
        (strip.Width, strip.Height).Should().Be((18, 8));
        var truth = result.Value.Shown[0].Channels[0].Pictures.Truth;
        for (var y = 0; y < 8; y++)
            for (var x = 0; x < 8; x++)
                (strip[x, y].PackedValue, strip[x + 10, y].PackedValue).Should()
                    .Be((truth[0].Reds()[(8 * y) + x], truth[1].Reds()[(8 * y) + x]));
    }

    [Fact]
    public void Numbers_for_programs_hold_every_digit()
    {
        Page();
        var rows = File.ReadAllLines(Path.Combine(folder, "scores.csv"));
        rows[0].Should().Be("metric,forecaster,lead,value");
        rows.Should().HaveCount(1 + (2 * 2 * 3));
        rows[1].Should().StartWith("\"MSE (mean over a frame)\",\"Persistence\",all,");
        double.Parse(rows[1].Split(',')[^1], CultureInfo.InvariantCulture).Should().Be(result.Value.Scores[0].Metrics.Metrics[0].Result);
        rows[4].Should().Contain("\"Nothing <at> \"\"all\"\"\"");

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "scores.json")));
        var metric = json.RootElement.GetProperty("metrics")[1];
        metric.GetProperty("better").GetString().Should().Be("Higher");
        var values = metric.GetProperty("forecasters")[1].GetProperty("perLeadTime").EnumerateArray().Select(value => value.GetDouble());
        values.Should().Equal(result.Value.Scores[1].Metrics.Metrics[1].PerLeadTime);
        json.RootElement.GetProperty("sequenceValues").GetArrayLength().Should().Be(9);
        json.RootElement.GetProperty("facts").GetProperty("Network").GetString().Should().Be("none");
    }

    [Fact]
    public void What_is_no_number_leaves_a_gap_and_is_still_written()
    {
        var perfect = Evaluation.Run(new MovingSquare(count: 2), [Forecaster.Persistence with { Name = "=Still" }], () =>
            new(new PeakSignalToNoiseRatio(1, DecibelAverage.OfEachFrame)));
        LineChart.Svg("x", [("a", [double.NaN, 1, double.PositiveInfinity, 2, 3])]).Should().Contain("<path d=\"M")
            .And.Subject.Split("<circle").Should().HaveCount(1 + 3);
        LineChart.Svg("x", [("a", [double.NaN])]).Should().NotContain("NaN");
        EvaluationReport.Write(perfect, folder, "t");
        File.ReadAllText(Path.Combine(folder, "scores.csv")).Should()
            .Contain("\"'=Still\"", "a spreadsheet must not take a name for a formula");
    }

    [Fact]
    public void A_second_report_replaces_the_first_and_leaves_nothing_else()
    {
        Page();
        Page();
        Directory.GetFiles(folder).Select(Path.GetFileName).Should().BeEquivalentTo("report.html", "scores.csv", "scores.json");
    }

    [GeneratedRegex("src=\"([^\"]*)\"")]
    private static partial Regex Sources();

    [GeneratedRegex("<svg.*?</svg>")]
    private static partial Regex Charts();

    [GeneratedRegex("<td class=\"best\">([^<]*)</td>")]
    private static partial Regex Best();
}
