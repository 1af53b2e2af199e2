namespace SwinLSTM.Data;

/// <summary>Shows forecasts: as one sheet with a row each for input, truth and forecast, or as an animation that plays truth above
/// forecast.</summary>
public static class Filmstrip
{
    private const int Margin = 16, Gap = 4, TextScale = 2, TextGap = 6;
    private const byte Background = 24, Line = 72, Border = 56, Highlight = 200, Dim = 150, Bright = 235;
    private static readonly int captionWidth = PixelFont.Width("FORECAST", TextScale) + Margin;
    private static readonly int textHeight = PixelFont.Height(TextScale);

    /// <summary>One picture: for each sample the input frames, numbered from 1, below them the true frames that follow, and below those the
    /// forecast.</summary>
    /// <param name="samples">At least one; frames of one size.</param>
    /// <param name="enlarge">How many pixels wide and high a pixel of a frame becomes.</param>
    /// <exception cref="ArgumentException">There are no samples, or their frames differ in size.</exception>
    public static Picture Sheet(IReadOnlyList<FilmstripSample> samples, int enlarge = 2)
    {
        var frame = FrameSize(samples, enlarge);
        var columns = samples.Max(sample => Math.Max(sample.Input.Count, sample.Truth.Count));
        var widestNumber = samples.Max(sample => sample.Input.Count + sample.Truth.Count).ToString();
        var cellWidth = Math.Max(frame.Width + 2, PixelFont.Width(widestNumber, TextScale) + Gap);
        var (numbers, row) = (textHeight + TextGap, frame.Height + 2);
        var sampleHeight = (2 * numbers) + (3 * row) + Margin + Gap;
        var sheet = new Picture((2 * Margin) + captionWidth + (columns * (cellWidth + Gap)) - Gap,
            Margin + (samples.Count * (sampleHeight + (2 * Margin))) - Margin, Background);

        var y = Margin;
        foreach (var sample in samples)
        {
            if (y > Margin)
                sheet.Fill(Margin, y - Margin, sheet.Width - (2 * Margin), 1, Line);
            Row(y, "INPUT", sample.Input, 1);
            Row(y + numbers + row + Margin, "TRUTH", sample.Truth, sample.Input.Count + 1);
            Row(y + numbers + (2 * row) + Margin + Gap, "FORECAST", sample.Forecast, null);
            y += sampleHeight + (2 * Margin);
        }
        return sheet;

        void Row(int top, string caption, IReadOnlyList<Picture> frames, int? firstNumber)
        {
            var framesTop = top + numbers;
            PixelFont.Draw(sheet, caption, Margin, framesTop + ((row - textHeight) / 2), TextScale, Bright);
            for (var i = 0; i < frames.Count; i++)
            {
                var x = Margin + captionWidth + (i * (cellWidth + Gap));
                if ((firstNumber + i)?.ToString() is { } number)
                    PixelFont.Draw(sheet, number, x + ((cellWidth - PixelFont.Width(number, TextScale)) / 2), top, TextScale, Dim);
                Framed(sheet, frames[i], enlarge, x + ((cellWidth - frame.Width - 2) / 2), framesTop, Border);
            }
        }
    }

    /// <summary>Pictures to show one after another: samples side by side, truth above forecast. Both show the input first (caption INPUT);
    /// then the caption is FORECAST and what the network made has a bright border. The number is the frame's, and the lower
    /// row is called INPUT as long as it shows input.</summary>
    /// <param name="samples">At least one; frames of one size, and as many input and true frames in each.</param>
    /// <param name="enlarge">How many pixels wide and high a pixel of a frame becomes.</param>
    /// <returns>A picture for each input and true frame, for <see cref="Gif"/>.</returns>
    /// <exception cref="ArgumentException">There are no samples, or their frames differ in size or number.</exception>
    public static IReadOnlyList<Picture> Animation(IReadOnlyList<FilmstripSample> samples, int enlarge = 2)
    {
        var frame = FrameSize(samples, enlarge);
        var (inputs, targets) = (samples[0].Input.Count, samples[0].Truth.Count);
        if (samples.FirstOrDefault(sample => (sample.Input.Count, sample.Truth.Count) != (inputs, targets)) is { } odd)
            throw new ArgumentException($"The samples of an animation have one length; {inputs} + {targets} and {odd.Input.Count} + " +
                $"{odd.Truth.Count} frames were given.", nameof(samples));

        var columnWidth = frame.Width + 2 + (2 * Gap);
        var headerHeight = textHeight + Margin;
        // Small frames can be narrower than the caption above them.
        var contentWidth = Math.Max((samples.Count * columnWidth) - (2 * Gap), PixelFont.Width("FORECAST", TextScale));
        var width = Margin + captionWidth + contentWidth + Margin;
        var height = Margin + headerHeight + (2 * (frame.Height + 2)) + (2 * Gap) + Margin;
        var (truthTop, forecastTop) = (Margin + headerHeight, Margin + headerHeight + frame.Height + 2 + (2 * Gap));
        return [.. Enumerable.Range(0, inputs + targets).Select(Moment)];

        Picture Moment(int t)
        {
            var forecasting = t >= inputs;
            var picture = new Picture(width, height, Background);
            PixelFont.Draw(picture, (t + 1).ToString(), Margin, Margin, TextScale, Dim);
            PixelFont.Draw(picture, forecasting ? "FORECAST" : "INPUT", Margin + captionWidth, Margin, TextScale, Bright);
            picture.Fill(Margin, Margin + textHeight + (Margin / 2), width - (2 * Margin), 1, Line);
            PixelFont.Draw(picture, "TRUTH", Margin, truthTop + ((frame.Height + 2 - textHeight) / 2), TextScale, Dim);
            PixelFont.Draw(picture, forecasting ? "FORECAST" : "INPUT", Margin, forecastTop + ((frame.Height + 2 - textHeight) / 2), TextScale, Dim);
            for (var i = 0; i < samples.Count; i++)
            {
                var x = Margin + captionWidth + (i * columnWidth);
                var (truth, forecast) = forecasting ? (samples[i].Truth[t - inputs], samples[i].Forecast[t - inputs])
                    : (samples[i].Input[t], samples[i].Input[t]);
                Framed(picture, truth, enlarge, x, truthTop, Border);
                Framed(picture, forecast, enlarge, x, forecastTop, forecasting ? Highlight : Border);
            }
            return picture;
        }
    }

    private static (int Width, int Height) FrameSize(IReadOnlyList<FilmstripSample> samples, int enlarge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(enlarge, 1);
        if (samples.Count == 0)
            throw new ArgumentException("A filmstrip needs at least one sample; none was given.", nameof(samples));
        var (width, height) = (samples[0].Input[0].Width, samples[0].Input[0].Height);
        if (samples.Select(sample => sample.Input[0]).FirstOrDefault(frame => (frame.Width, frame.Height) != (width, height)) is { } odd)
            throw new ArgumentException($"The frames of a filmstrip have one size; {width} x {height} and {odd.Width} x {odd.Height} " +
                "were given.",
                nameof(samples));
        return (width * enlarge, height * enlarge);
    }

    /// <summary>A frame with a border one pixel wide, so that a black frame shows on the dark background.</summary>
    private static void Framed(Picture picture, Picture frame, int enlarge, int x, int y, byte border)
    {
        var large = frame.Enlarge(enlarge);
        picture.Fill(x, y, large.Width + 2, large.Height + 2, border);
        picture.Paste(large, x + 1, y + 1);
    }
}
