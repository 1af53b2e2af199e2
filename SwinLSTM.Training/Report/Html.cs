using System.Globalization;
using System.Net;
using SwinLSTM.Data;

namespace SwinLSTM.Training;

/// <summary>The words of HTML that the report uses: escaped text, numbers, and pictures inside the page.</summary>
internal static class Html
{
    /// <summary>How many colours curves have before they repeat; the style sheet holds as many.</summary>
    public const int Colours = 6;

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Four significant digits: what a reader can compare at a glance. The files beside the page hold all.</summary>
    public static string Number(double value) => value switch
    {
        double.NaN => "–",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        0 => "0",
        _ when Math.Abs(value) is >= 1e5 or < 1e-3 => value.ToString("0.000e0", CultureInfo.InvariantCulture),
        _ => value.ToString($"F{Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6)}", CultureInfo.InvariantCulture),
    };

    /// <summary>A still picture inside the page, each of its pixels so many wide; in the colours of a map where one is given.</summary>
    public static string Still(string alternative, Picture picture, int enlarge, ColorMap? map = null)
    {
        using var file = new MemoryStream();
        Png.Write(file, map is null ? picture : picture.Recolor(map));
        return Image("png", file, alternative, picture.Width * enlarge);
    }

    /// <summary>An animated picture inside the page, each of its pixels so many wide.</summary>
    public static string Moving(string alternative, IReadOnlyList<Picture> pictures, int enlarge)
    {
        using var file = new MemoryStream();
        Gif.Write(file, pictures, TimeSpan.FromSeconds(0.2));
        return Image("gif", file, alternative, pictures[0].Width * enlarge);
    }

    private static string Image(string type, MemoryStream file, string alternative, int width) =>
        $"<img alt=\"{Text(alternative)}\" width=\"{width}\" " +
        $"src=\"data:image/{type};base64,{Convert.ToBase64String(file.GetBuffer(), 0, (int)file.Length)}\">";
}
