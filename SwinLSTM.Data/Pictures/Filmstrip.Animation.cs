namespace SwinLSTM.Data;

public static partial class Filmstrip
{
    /// <summary>
    /// Pictures to show one after another: samples side by side, truth above forecast. Both show the input first (caption INPUT); then the
    /// caption is FORECAST and what the network made has a bright border. The number is the frame's.
    /// </summary>
    /// <param name="samples">At least one; frames of one size, and as many input and true frames in each.</param>
    /// <param name="enlarge">How many pixels wide and high a pixel of a frame becomes.</param>
    /// <returns>A picture for each input and true frame, for <see cref="Gif"/>.</returns>
    /// <exception cref="ArgumentException">There are no samples, or their frames differ in size or number.</exception>
    public static IReadOnlyList<GrayImage> Animation(IReadOnlyList<FilmstripSample> samples, int enlarge = 2)
    {
        var frame = FrameSize(samples, enlarge);
        var (inputs, targets) = (samples[0].Input.Count, samples[0].Truth.Count);
        if (samples.FirstOrDefault(sample => (sample.Input.Count, sample.Truth.Count) != (inputs, targets)) is { } odd)
            throw new ArgumentException($"The samples of an animation have one length; {inputs} + {targets} and {odd.Input.Count} + {odd.Truth.Count} " +
                "frames were given.", nameof(samples));

        var columnWidth = frame.Width + 2 + 2 * Gap;
        var headerHeight = textHeight + Margin;
        // Small frames can be narrower than the caption above them.
        var contentWidth = Math.Max(samples.Count * columnWidth - 2 * Gap, PixelFont.Width("FORECAST", TextScale));
        var width = Margin + captionWidth + contentWidth + Margin;
        var height = Margin + headerHeight + 2 * (frame.Height + 2) + 2 * Gap + Margin;
        var pictures = new List<GrayImage>();
        for (var t = 0; t < inputs + targets; t++)
        {
            var forecasting = t >= inputs;
            var picture = new GrayImage(width, height, Background);
            PixelFont.Draw(picture, (t + 1).ToString(), Margin, Margin, TextScale, Dim);
            PixelFont.Draw(picture, forecasting ? "FORECAST" : "INPUT", Margin + captionWidth, Margin, TextScale, Bright);
            picture.Fill(Margin, Margin + textHeight + Margin / 2, width - 2 * Margin, 1, Line);

            var (truthTop, forecastTop) = (Margin + headerHeight, Margin + headerHeight + frame.Height + 2 + 2 * Gap);
            PixelFont.Draw(picture, "TRUTH", Margin, truthTop + (frame.Height + 2 - textHeight) / 2, TextScale, Dim);
            PixelFont.Draw(picture, "FORECAST", Margin, forecastTop + (frame.Height + 2 - textHeight) / 2, TextScale, Dim);
            for (var i = 0; i < samples.Count; i++)
            {
                var x = Margin + captionWidth + i * columnWidth;
                var (truth, forecast) = forecasting
                    ? (samples[i].Truth[t - inputs], samples[i].Forecast[t - inputs])
                    : (samples[i].Input[t], samples[i].Input[t]);
                Framed(picture, truth, enlarge, x, truthTop, Border);
                Framed(picture, forecast, enlarge, x, forecastTop, forecasting ? Highlight : Border);
            }
            pictures.Add(picture);
        }
        return pictures;
    }
}
