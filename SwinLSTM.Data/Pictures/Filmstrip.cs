namespace SwinLSTM.Data;

/// <summary>Shows forecasts: as one sheet with a row each for input, truth and forecast, or as an animation that plays truth above
/// forecast.</summary>
public static class Filmstrip
{
    private const int Margin = 16, Gap = 4, TextScale = 2, TextGap = 6;
    private const byte Background = 24, Line = 72, Border = 56, Highlight = 200, Dim = 150, Bright = 235;
    private static readonly int captionWidth = PixelFont.Width("FORECAST", TextScale) + Margin;
    private static readonly int textHeight = PixelFont.Height(TextScale);

    /// <summary>Frames side by side: what they are, the number above each, if any, and the border around them.</summary>
    private sealed record Row(string Caption, IReadOnlyList<Picture> Frames, Func<int, int>? Number = null, byte Border = Border);

    /// <summary>One picture: for each sample the input frames, numbered from 1, below them the true frames that follow, and below those the
    /// forecast.</summary>
    /// <param name="samples">At least one; frames of one size.</param>
    /// <param name="enlarge">How many pixels wide and high a pixel of a frame becomes.</param>
    /// <exception cref="ArgumentException">There are no samples, or their frames differ in size.</exception>
    public static Picture Sheet(IReadOnlyList<FilmstripSample> samples, int enlarge = 2)
    {
        Check(samples, enlarge);
        return Draw([.. samples.Select(sample => (Row[])
        [
            new("INPUT", sample.Input, i => i + 1),
            new("TRUTH", sample.Truth, i => i + 1 + sample.Input.Count),
            new("FORECAST", sample.Forecast),
        ])], enlarge, samples.Max(sample => sample.Input.Count + sample.Truth.Count));
    }

    /// <summary>Pictures to show one after another: samples side by side, truth above forecast. Both rows show the input first, and the
    /// lower one is called INPUT; then it is called FORECAST and what the network made has a bright border. The number is the
    /// frame's.</summary>
    /// <param name="samples">At least one; frames of one size, and as many input and true frames in each.</param>
    /// <param name="enlarge">How many pixels wide and high a pixel of a frame becomes.</param>
    /// <returns>A picture for each input and true frame, for <see cref="Gif"/>.</returns>
    /// <exception cref="ArgumentException">There are no samples, or their frames differ in size or number.</exception>
    public static IReadOnlyList<Picture> Animation(IReadOnlyList<FilmstripSample> samples, int enlarge = 2)
    {
        Check(samples, enlarge);
        var (inputs, targets) = (samples[0].Input.Count, samples[0].Truth.Count);
        if (samples.FirstOrDefault(sample => (sample.Input.Count, sample.Truth.Count) != (inputs, targets)) is { } odd)
            throw new ArgumentException($"The samples of an animation have one length; {inputs} + {targets} and {odd.Input.Count} + " +
                $"{odd.Truth.Count} frames were given.", nameof(samples));
        return [.. Enumerable.Range(0, inputs + targets).Select(Moment)];

        Picture Moment(int t)
        {
            Row Of(string caption, Func<FilmstripSample, Picture> frame, Func<int, int>? number = null, byte border = Border) =>
                new(caption, [.. samples.Select(frame)], number, border);
            return Draw([t < inputs
                ? [Of("TRUTH", sample => sample.Input[t], _ => t + 1), Of("INPUT", sample => sample.Input[t])]
                : [Of("TRUTH", sample => sample.Truth[t - inputs], _ => t + 1),
                    Of("FORECAST", sample => sample.Forecast[t - inputs], border: Highlight)]], enlarge, inputs + targets);
        }
    }

    private static void Check(IReadOnlyList<FilmstripSample> samples, int enlarge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(enlarge, 1);
        if (samples.Count == 0)
            throw new ArgumentException("A filmstrip needs at least one sample; none was given.", nameof(samples));
        var (width, height) = (samples[0].Input[0].Width, samples[0].Input[0].Height);
        if (samples.Select(sample => sample.Input[0]).FirstOrDefault(frame => (frame.Width, frame.Height) != (width, height)) is { } odd)
            throw new ArgumentException($"The frames of a filmstrip have one size; {width} x {height} and {odd.Width} x {odd.Height} " +
                "were given.", nameof(samples));
    }

    /// <summary>Draws groups of rows below each other, with a line between groups.</summary>
    private static Picture Draw(IReadOnlyList<Row[]> groups, int enlarge, int largestNumber)
    {
        // A frame has a border one pixel wide, so that a black one shows on the dark background.
        var (width, height) = ((groups[0][0].Frames[0].Width * enlarge) + 2, (groups[0][0].Frames[0].Height * enlarge) + 2);
        var cell = Math.Max(width, PixelFont.Width($"{largestNumber}", TextScale) + Gap);
        var columns = groups.Max(group => group.Max(row => row.Frames.Count));
        var sheet = new Picture((2 * Margin) + captionWidth + (columns * (cell + Gap)) - Gap,
            groups.Sum(group => group.Select((_, i) => Above(group, i) + height).Sum() + (2 * Margin)), Background);
        var y = Margin;
        foreach (var (g, group) in groups.Index())
        {
            if (g > 0)
                sheet.Fill(Margin, y - Margin, sheet.Width - (2 * Margin), 1, Line);
            foreach (var (i, row) in group.Index())
            {
                y += Above(group, i);
                PixelFont.Draw(sheet, row.Caption, Margin, y + ((height - textHeight) / 2), TextScale, Bright);
                for (var at = 0; at < row.Frames.Count; at++)
                {
                    var x = Margin + captionWidth + (at * (cell + Gap));
                    if (row.Number?.Invoke(at).ToString() is { } number)
                        PixelFont.Draw(sheet, number, x + ((cell - PixelFont.Width(number, TextScale)) / 2), y - TextGap - textHeight,
                            TextScale, Dim);
                    x += (cell - width) / 2;
                    sheet.Fill(x, y, width, height, row.Border);
                    sheet.Paste(row.Frames[at].Enlarge(enlarge), x + 1, y + 1);
                }
                y += height;
            }
            y += 2 * Margin;
        }
        return sheet;

        static int Above(Row[] group, int i) => (i == 0 ? 0 : group[i].Number is null ? Gap : Margin)
            + (group[i].Number is null ? 0 : textHeight + TextGap);
    }
}
