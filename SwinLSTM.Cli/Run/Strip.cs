using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>Forecasts as pictures: a row for each channel, known frames and then, behind a bar, those that are forecast.</summary>
internal static class Strip
{
    private const int Gap = 2, FramePixels = 128, Scale = 1;

    /// <param name="Name">What stands above the row; empty where there is one of no name.</param>
    /// <param name="Known">Known frames.</param>
    /// <param name="Ahead">Forecast frames.</param>
    internal sealed record Channel(string Name, IReadOnlyList<Picture> Known, IReadOnlyList<Picture> Ahead)
    {
        public IEnumerable<Picture> All => Known.Concat(Ahead);
    }

    /// <param name="frames"><c>[T, C, H, W]</c>, one channel or three.</param>
    /// <param name="style">What values become.</param>
    public static IReadOnlyList<Picture> Pictures(Tensor frames, PictureStyle? style)
    {
        var seen = frames.cpu();
        return FilmstripSample.FromTensors(seen, seen, seen, style).Input;
    }

    /// <summary>All frames side by side.</summary>
    public static Picture Of(IReadOnlyList<Channel> channels)
    {
        var count = channels[0].Known.Count + channels[0].Ahead.Count;
        var columns = Enumerable.Range(0, count).Select(t => Column(channels, t, labels: t == 0)).ToList();
        var (width, height) = (columns[0].Width, columns[0].Height);
        var bar = channels[0].Known.Count;
        var top = PixelFont.Height(Scale) + (2 * Gap);
        var sheet = new Picture((count * (width + Gap)) + (2 * Gap), height + top);
        for (var t = 0; t < count; t++) sheet.Paste(columns[t], (t * (width + Gap)) + (t >= bar ? 2 * Gap : 0), top);
        sheet.Fill(bar * (width + Gap), 0, Gap, height + top, shade: 255);
        PixelFont.Draw(sheet, "KNOWN", Gap, Gap, Scale, 255);
        PixelFont.Draw(sheet, "FORECAST", (bar * (width + Gap)) + (3 * Gap), Gap, Scale, 255);
        return sheet;
    }

    /// <summary>One moment, each channel below the other.</summary>
    public static Picture Column(IReadOnlyList<Channel> channels, int t, bool labels = true)
    {
        var frames = channels.Select(channel => channel.All.ElementAt(t)).ToList();
        var enlarge = Math.Max(1, FramePixels / Math.Max(frames[0].Width, frames[0].Height));
        var top = channels.Any(channel => channel.Name != "") ? PixelFont.Height(Scale) + (2 * Gap) : 0;
        var (width, height) = (frames[0].Width * enlarge, (frames[0].Height * enlarge) + top + Gap);
        var column = new Picture(width, height * frames.Count);
        for (var c = 0; c < frames.Count; c++)
        {
            column.Paste(frames[c].Enlarge(enlarge), 0, (c * height) + top);
            if (labels && PixelFont.Width(channels[c].Name, Scale) <= width) PixelFont.Draw(column, channels[c].Name, 0, (c * height) + Gap, Scale, 255);
        }

        return column;
    }
}
