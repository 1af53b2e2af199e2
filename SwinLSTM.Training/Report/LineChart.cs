using System.Globalization;
using System.Text;

namespace SwinLSTM.Training;

/// <summary>Curves over lead time as an SVG picture: a line for each way to forecast, ticks at round numbers, and a text for those who do
/// not see it.</summary>
internal static class LineChart
{
    private const double Width = 460, Height = 250, Left = 62, Right = 12, Top = 12, Bottom = 38;

    /// <param name="title">What screen readers say.</param>
    /// <param name="curves">Names and values; entry t of a curve is lead time t + 1. Values that are no numbers leave a gap.</param>
    public static string Svg(string title, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> curves) =>
        Svg(title, "frames ahead", [.. Enumerable.Range(1, curves.Max(curve => curve.Values.Count)).Select(lead => (double)lead)], curves);

    /// <summary>One curve along an axis of its own.</summary>
    public static string Svg(ReportCurve curve) =>
        Svg(curve.Title, curve.Axis, [.. curve.Points.Select(point => point.Place)],
        [(curve.Title, [.. curve.Points.Select(point => point.Value)])]);

    private static string Svg(string title, string axis, IReadOnlyList<double> places,
        IReadOnlyList<(string Name, IReadOnlyList<double> Values)> curves)
    {
        var leads = places.Count;
        var y = ChartScale.Around(curves.SelectMany(curve => curve.Values));
        double X(int lead) => Left + ((Width - Left - Right) * (leads == 1 ? 0.5 : (places[lead] - places[0]) / (places[^1] - places[0])));
        double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * (value - y.Low) / (y.High - y.Low));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Html.Text(title)}\"><title>{Html.Text(title)}</title>");
        foreach (var tick in y.Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.#}\" y2=\"{Y(tick):0.#}\"/>");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text class=\"tick\" x=\"{Left - 8}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\">{Html.Text(y.Label(tick))}</text>");
        }
        foreach (var lead in Labelled(leads))
            svg.Append(CultureInfo.InvariantCulture,
                $"<text class=\"tick\" x=\"{X(lead):0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{places[lead]:0}</text>");
        svg.Append(CultureInfo.InvariantCulture,
            $"<text class=\"tick\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">{Html.Text(axis)}</text>");
        // Last drawn lies on top: the first curve is the one the report is about.
        for (var i = curves.Count - 1; i >= 0; i--)
            Curve(svg, i, curves[i], lead => axis == "frames ahead" ? $"{places[lead]:0} ahead"
                : string.Create(CultureInfo.InvariantCulture, $"{axis} {places[lead]:0}"), X, Y);
        return svg.Append("</svg>").ToString();
    }

    private static void Curve(StringBuilder svg, int number, (string Name, IReadOnlyList<double> Values) curve, Func<int, string> place,
        Func<int, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        var points = new StringBuilder();
        for (var lead = 0; lead < curve.Values.Count; lead++)
        {
            var value = curve.Values[lead];
            if (!double.IsFinite(value)) continue;
            var begins = lead == 0 || !double.IsFinite(curve.Values[lead - 1]);
            path.Append(CultureInfo.InvariantCulture, $"{(begins ? 'M' : 'L')}{x(lead):0.#} {y(value):0.#}");
            points.Append(CultureInfo.InvariantCulture,
                $"<circle cx=\"{x(lead):0.#}\" cy=\"{y(value):0.#}\" r=\"2.6\"><title>{Html.Text(curve.Name)}, {Html.Text(place(lead))}: " +
                $"{Html.Number(value)}</title></circle>");
        }
        if (path.Length > 0)
            svg.Append(CultureInfo.InvariantCulture, $"<g class=\"curve c{number % Html.Colours}\"><path d=\"{path}\"/>{points}</g>");
    }

    // At most about ten labels, whatever the number of lead times.
    private static IEnumerable<int> Labelled(int leads)
    {
        var every = (leads + 9) / 10;
        return Enumerable.Range(0, leads).Where(lead => (lead + 1) % every == 0 || lead == 0);
    }
}
