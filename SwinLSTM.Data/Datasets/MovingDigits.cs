using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>
/// Digits that move over a black canvas and bounce off its borders, made when read: for each one an image, a start position and a
/// direction are drawn uniformly, it moves straight on, and where digits overlap the brighter pixel shows.
/// </summary>
public sealed class MovingDigits : ISequenceDataset
{
    private readonly DigitImages images;
    private readonly MovingDigitsOptions options;

    /// <summary>Makes sequences of the given images.</summary>
    /// <param name="images">
    /// The digits to draw from, all equally likely; a <see cref="DigitImages.Slice"/> keeps those of a split apart.
    /// </param>
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
    public void Read(SampleId sample, Span<float> frames)
    {
        this.Check(sample, frames);
        var pixels = ArrayPool<byte>.Shared.Rent(Shape.Values); // a quarter of the frames: it stays in the cache while digits are pasted
        try
        {
            Draw(sample, pixels.AsSpan(0, Shape.Values));
            UnitBytes.ToFloats(pixels.AsSpan(0, Shape.Values), frames);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private void Draw(SampleId sample, Span<byte> values)
    {
        values.Clear();
        var random = new SampleRandom(options.Seed, options.NewEachEpoch ? sample : sample.Index);
        Span<(int Top, int Left)> corners = Shape.Frames <= 64 ? stackalloc (int, int)[Shape.Frames] : new (int, int)[Shape.Frames];
        var noisy = options.DirectionNoise > 0 ? Shape.InputFrames : 0;
        Span<(double Y, double X)> noise = noisy <= 64 ? stackalloc (double, double)[noisy] : new (double, double)[noisy];
        for (var digit = 0; digit < options.Digits; digit++)
        {
            var image = images[random.NextInt32(images.Count)];
            var (x, y, theta) = (random.NextDouble(), random.NextDouble(), random.NextDouble(0, Math.Tau));
            foreach (ref var off in noise)
                off = (options.DirectionNoise * random.NextNormal(), options.DirectionNoise * random.NextNormal());
            Trajectory.Walk(x, y, theta, options.StepLength, options.Height - images.Height, options.Width - images.Width, corners, noise);
            for (var t = 0; t < corners.Length; t++)
                Trajectory.Paste(values.Slice(t * Shape.Frame.Values, Shape.Frame.Values), options.Width, image, images.Width, corners[t]);
        }
        Hide(values[..(Shape.InputFrames * Shape.Frame.Values)], ref random);
    }

    /// <summary>Blackens parts of the input frames.</summary>
    private void Hide(Span<byte> inputs, ref SampleRandom random)
    {
        for (; !inputs.IsEmpty; inputs = inputs[Shape.Frame.Values..])
        {
            if (options.HiddenSquare is > 0 and var side)
            {
                var (top, left) = (random.NextInt32(Math.Max(1, options.Height - side)), random.NextInt32(Math.Max(1,
                    options.Width - side)));
                for (var row = top; row < top + side; row++)
                    inputs.Slice((row * options.Width) + left, side).Clear();
            }
            if (options.MissingFrames > 0 && random.NextDouble() < options.MissingFrames)
                inputs[..Shape.Frame.Values].Clear();
        }
    }

    private static void Check(MovingDigitsOptions options, int digitHeight, int digitWidth)
    {
        SequenceRules.CheckAll(nameof(MovingDigitsOptions),
        [
            (options.Digits < 1, $"Digits is {options.Digits}; at least one must move."),
            (digitHeight < 1, $"DigitSize is {digitHeight}; a digit has at least one pixel."),
            (options.Height < digitHeight, $"Height is {options.Height}, but a digit is {digitHeight} high; use a larger canvas or a " +
                "smaller DigitSize."),
            (options.Width < digitWidth, $"Width is {options.Width}, but a digit is {digitWidth} wide; use a larger canvas or a smaller " +
                "DigitSize."),
            (!double.IsFinite(options.StepLength) || options.StepLength < 0, $"StepLength is {options.StepLength}; it is a part of the " +
                "range, 0 or more."),
            (options.InputFrames < 1, $"InputFrames is {options.InputFrames}; at least one is needed."),
            (options.TargetFrames < 0, $"TargetFrames is {options.TargetFrames}; it is 0 (forecasting only) or more."),
            (options.HiddenSquare < 0 || options.HiddenSquare > Math.Min(options.Height, options.Width),
                $"HiddenSquare is {options.HiddenSquare}; it is 0 (none) to {Math.Min(options.Height, options.Width)}, the smaller side " +
                "of the canvas."),
            (!(options.MissingFrames is >= 0 and <= 1), $"MissingFrames is {options.MissingFrames}; it is a probability, 0 to 1."),
            (!double.IsFinite(options.DirectionNoise) || options.DirectionNoise < 0, $"DirectionNoise is {options.DirectionNoise}; it is " +
                "a standard deviation, 0 or more."),
            (options.Count < 1, $"Count is {options.Count}; at least one sequence is needed."),
        ]);
    }
}
