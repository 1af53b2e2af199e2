namespace SwinLSTM.Data;

/// <summary>
/// Shows forecasts: as one sheet with a row each for input, truth and forecast, or as an animation that plays truth above forecast.
/// </summary>
public static partial class Filmstrip
{
    private const int Margin = 16, Gap = 4, TextScale = 2, TextGap = 6;
    private const byte Background = 24, Line = 72, Border = 56, Highlight = 200, Dim = 150, Bright = 235;
    private static readonly int captionWidth = PixelFont.Width("FORECAST", TextScale) + Margin;
    private static readonly int textHeight = PixelFont.Height(TextScale);

    private static (int Width, int Height) FrameSize(IReadOnlyList<FilmstripSample> samples, int enlarge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(enlarge, 1);
        if (samples.Count == 0)
            throw new ArgumentException("A filmstrip needs at least one sample; none was given.", nameof(samples));
        var (width, height) = (samples[0].Input[0].Width, samples[0].Input[0].Height);
        if (samples.Select(sample => sample.Input[0]).FirstOrDefault(frame => (frame.Width, frame.Height) != (width, height)) is { } odd)
            throw new ArgumentException($"The frames of a filmstrip have one size; {width} x {height} and {odd.Width} x {odd.Height} were given.",
                nameof(samples));
        return (width * enlarge, height * enlarge);
    }

    /// <summary>A frame with a border one pixel wide, so that a black frame shows on the dark background.</summary>
    private static void Framed(GrayImage picture, GrayImage frame, int enlarge, int x, int y, byte border)
    {
        var large = frame.Enlarge(enlarge);
        picture.Fill(x, y, large.Width + 2, large.Height + 2, border);
        picture.Paste(large, x + 1, y + 1);
    }

    private static void Centred(GrayImage picture, string text, int x, int width, int y, byte shade) =>
        PixelFont.Draw(picture, text, x + (width - PixelFont.Width(text, TextScale)) / 2, y, TextScale, shade);
}
