namespace SwinLSTM.Data;

/// <summary>
/// Digits that move over a black canvas and bounce off its borders, made when read: for each one an image, a start position and a
/// direction are drawn uniformly, its <see cref="Trajectory"/> is walked, and where digits overlap the brighter pixel shows.
/// </summary>
public sealed class MovingDigits : ISequenceDataset
{
    private readonly DigitImages images;
    private readonly MovingDigitsOptions options;

    /// <summary>Makes sequences of the given images.</summary>
    /// <param name="images">The digits to draw from, all equally likely; a <see cref="DigitImages.Slice"/> keeps those of a split apart.</param>
    /// <param name="options">The numbers of the data set; the published ones if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule; the message lists all of them.</exception>
    public MovingDigits(DigitImages images, MovingDigitsOptions? options = null)
    {
        this.options = options ??= new();
        Check(options, options.DigitSize ?? images.Height, options.DigitSize ?? images.Width);
        this.images = options.DigitSize is { } size ? images.Resize(size, size) : images;
        Shape = new(options.InputFrames, options.TargetFrames, channels: 1, options.Height, options.Width);
    }

    /// <inheritdoc/>
    public long Count => options.Count;

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <inheritdoc/>
    public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(sample, values, valid);
        values.Clear();
        var random = new SampleRandom(options.Seed, options.NewEachEpoch ? sample : sample.Index);
        Span<(int Top, int Left)> corners = Shape.Frames <= 64 ? stackalloc (int, int)[Shape.Frames] : new (int, int)[Shape.Frames];
        for (var digit = 0; digit < options.Digits; digit++)
        {
            var image = images[random.NextInt32(images.Count)];
            var (x, y, theta) = (random.NextDouble(), random.NextDouble(), random.NextDouble(0, Math.Tau));
            Trajectory.Walk(x, y, theta, options.StepLength, options.Height - images.Height, options.Width - images.Width, corners);
            for (var t = 0; t < corners.Length; t++)
                MaxPaste.Paste(values.Slice(t * Shape.FrameBytes, Shape.FrameBytes), options.Width, image, images.Width,
                    corners[t].Top, corners[t].Left);
        }
    }

    private static void Check(MovingDigitsOptions options, int digitHeight, int digitWidth)
    {
        (bool Broken, string Rule)[] rules =
        [
            (options.Digits < 1, $"Digits is {options.Digits}; at least one must move."),
            (digitHeight < 1, $"DigitSize is {digitHeight}; a digit has at least one pixel."),
            (options.Height < digitHeight, $"Height is {options.Height}, but a digit is {digitHeight} high; use a larger canvas or a smaller DigitSize."),
            (options.Width < digitWidth, $"Width is {options.Width}, but a digit is {digitWidth} wide; use a larger canvas or a smaller DigitSize."),
            (!double.IsFinite(options.StepLength) || options.StepLength < 0, $"StepLength is {options.StepLength}; it is a part of the range, 0 or more."),
            (options.InputFrames < 1, $"InputFrames is {options.InputFrames}; at least one is needed."),
            (options.TargetFrames < 0, $"TargetFrames is {options.TargetFrames}; it is 0 (forecasting only) or more."),
            (options.Count < 1, $"Count is {options.Count}; at least one sequence is needed."),
        ];
        var broken = rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}").ToList();
        if (broken.Count > 0)
            throw new ArgumentException("MovingDigitsOptions are invalid:" + string.Concat(broken), nameof(options));
    }
}
