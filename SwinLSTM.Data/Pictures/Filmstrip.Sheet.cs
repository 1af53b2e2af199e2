namespace SwinLSTM.Data;

public static partial class Filmstrip
{
    /// <summary>
    /// One picture: for each sample the input frames, numbered from 1, below them the true frames that follow, and below those the forecast.
    /// </summary>
    /// <param name="samples">At least one; frames of one size.</param>
    /// <param name="enlarge">How many pixels wide and high a pixel of a frame becomes.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">There are no samples, or their frames differ in size.</exception>
    public static GrayImage Sheet(IReadOnlyList<FilmstripSample> samples, int enlarge = 2)
    {
        var frame = FrameSize(samples, enlarge);
        var columns = samples.Max(sample => Math.Max(sample.Input.Count, sample.Truth.Count));
        var widestNumber = samples.Max(sample => sample.Input.Count + sample.Truth.Count).ToString();
        var cellWidth = Math.Max(frame.Width + 2, PixelFont.Width(widestNumber, TextScale) + Gap);
        var (numbers, row) = (textHeight + TextGap, frame.Height + 2);
        var sampleHeight = 2 * numbers + 3 * row + Margin + Gap;
        var sheet = new GrayImage(2 * Margin + captionWidth + columns * (cellWidth + Gap) - Gap,
            Margin + samples.Count * (sampleHeight + 2 * Margin) - Margin, Background);

        var y = Margin;
        foreach (var sample in samples)
        {
            if (y > Margin)
                sheet.Fill(Margin, y - Margin, sheet.Width - 2 * Margin, 1, Line);
            Row(y, "INPUT", sample.Input, 1);
            Row(y + numbers + row + Margin, "TRUTH", sample.Truth, sample.Input.Count + 1);
            Row(y + numbers + 2 * row + Margin + Gap, "FORECAST", sample.Forecast, null);
            y += sampleHeight + 2 * Margin;
        }
        return sheet;

        void Row(int top, string caption, IReadOnlyList<GrayImage> frames, int? firstNumber)
        {
            var framesTop = top + numbers;
            PixelFont.Draw(sheet, caption, Margin, framesTop + (row - textHeight) / 2, TextScale, Bright);
            for (var i = 0; i < frames.Count; i++)
            {
                var x = Margin + captionWidth + i * (cellWidth + Gap);
                if (firstNumber is { } first)
                    Centred(sheet, (first + i).ToString(), x, cellWidth, top, Dim);
                Framed(sheet, frames[i], enlarge, x + (cellWidth - frame.Width - 2) / 2, framesTop, Border);
            }
        }
    }
}
