using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>Forecasts as pictures: a row for each channel, known frames and then, behind a bar, those that are forecast.</summary>
internal static class Strip
{
    private const int Gap = 2, FramePixels = 128;
    private const byte Between = 64, Bright = 255;

    /// <param name="Name">What stands above the row; empty where there is nothing to say.</param>
    /// <param name="Known">Known frames.</param>
    /// <param name="Ahead">Forecast frames.</param>
    internal sealed record Row(string Name, IReadOnlyList<Picture> Known, IReadOnlyList<Picture> Ahead);

    /// <summary>All frames side by side.</summary>
    public static Picture Of(IReadOnlyList<Row> rows)
    {
        var (known, ahead) = (Draw("KNOWN", rows, row => row.Known, 2), Draw("FORECAST", rows, row => row.Ahead, 2));
        var sheet = new Picture(known.Width + ahead.Width + (2 * Gap), known.Height, Between);
        sheet.Paste(known, 0, 0);
        sheet.Fill(known.Width, 0, 2 * Gap, known.Height, Bright);
        sheet.Paste(ahead, known.Width + (2 * Gap), 0);
        return sheet;
    }

    /// <summary>One frame after another, each under a word that says whether it is known or forecast.</summary>
    public static IReadOnlyList<Picture> Moments(IReadOnlyList<Row> rows) =>
    [
        .. Enumerable.Range(0, rows[0].Known.Count).Select(t => Draw($"KNOWN {t + 1}", rows, row => [row.Known[t]], 1)),
        .. Enumerable.Range(0, rows[0].Ahead.Count).Select(t => Draw($"FORECAST {t + 1}", rows, row => [row.Ahead[t]], 1)),
    ];

    private static Picture Draw(string title, IReadOnlyList<Row> rows, Func<Row, IReadOnlyList<Picture>> frames, int scale)
    {
        var (first, count) = (rows[0].Known[0], frames(rows[0]).Count);
        var enlarge = Math.Max(1, FramePixels / Math.Max(first.Width, first.Height));
        var text = PixelFont.Height(scale) + (2 * Gap);
        var (width, height) = ((first.Width * enlarge) + Gap, (first.Height * enlarge) + Gap);
        var below = rows.Any(row => row.Name != "") ? text : 0;
        // A row's name has the range of its colours: narrow pictures are given room for it.
        var names = rows.Max(row => PixelFont.Width(row.Name, 1)) + (2 * Gap);
        var sheet = new Picture(Math.Max((count * width) + Gap, names), text + (rows.Count * (height + below)) + Gap, Between);
        Write(title, Gap);
        for (var r = 0; r < rows.Count; r++)
        {
            var top = text + (r * (height + below));
            Write(rows[r].Name, top + Gap);
            for (var t = 0; t < count; t++) sheet.Paste(frames(rows[r])[t].Enlarge(enlarge), Gap + (t * width), top + below);
        }

        return sheet;

        // Words that do not fit are left out.
        void Write(string words, int y)
        {
            var size = Enumerable.Range(1, scale).LastOrDefault(size => PixelFont.Width(words, size) + (2 * Gap) <= sheet.Width);
            if (size > 0) PixelFont.Draw(sheet, words.ToUpperInvariant(), Gap, y, size, Bright);
        }
    }
}
