namespace SwinLSTM.Data;

/// <summary>Digits that move over a black canvas and bounce off its borders, made when read: for each one an image, a start position and a
/// direction are drawn uniformly, it moves straight on, and where digits overlap the brighter pixel shows.</summary>
public sealed class MovingDigits : ISequenceDataset
{
    private readonly DigitImages images;
    private readonly MovingDigitsOptions options;

    /// <summary>Makes sequences of the given images, all equally likely, with the published numbers if no options are given; a
    /// <see cref="DigitImages.Slice"/> keeps the digits of a split apart.</summary>
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
        var random = new SampleRandom(options.Seed, options.NewEachEpoch ? sample : sample.Index);
        var (length, places) = (Shape.Frames, options.Digits * Shape.Frames);
        Span<int> shown = options.Digits <= 64 ? stackalloc int[options.Digits] : new int[options.Digits];
        Span<(int Top, int Left)> corners = places <= 256 ? stackalloc (int, int)[places] : new (int, int)[places]; // [digits, T]
        var noisy = options.DirectionNoise > 0 ? Shape.InputFrames : 0;
        Span<(double Y, double X)> noise = noisy <= 64 ? stackalloc (double, double)[noisy] : new (double, double)[noisy];
        for (var digit = 0; digit < shown.Length; digit++)
        {
            shown[digit] = random.NextInt32(images.Count);
            var (x, y, theta) = (random.NextDouble(), random.NextDouble(), random.NextDouble(0, Math.Tau));
            foreach (ref var off in noise)
                off = (options.DirectionNoise * random.NextNormal(), options.DirectionNoise * random.NextNormal());
            Trajectory.Walk(x, y, theta, options.StepLength, options.Height - images.Height, options.Width - images.Width,
                corners.Slice(digit * length, length), noise);
        }

        // A frame is drawn in bytes, which stay in the nearest cache, and converted once.
        using var canvas = new Rented<byte>(Shape.Frame.Values);
        var pixels = canvas.Span;
        for (var t = 0; t < length; t++)
        {
            pixels.Clear();
            for (var digit = 0; digit < shown.Length; digit++)
                Trajectory.Paste(pixels, options.Width, images[shown[digit]], images.Width, corners[(digit * length) + t]);
            if (t < Shape.InputFrames)
                Hide(pixels, ref random);
            UnitBytes.ToFloats(pixels, frames.Slice(t * pixels.Length, pixels.Length));
        }
    }

    /// <summary>Blackens parts of an input frame.</summary>
    private void Hide(Span<byte> pixels, ref SampleRandom random)
    {
        if (options.HiddenSquare is > 0 and var side)
        {
            var top = random.NextInt32(Math.Max(1, options.Height - side));
            var left = random.NextInt32(Math.Max(1, options.Width - side));
            for (var row = top; row < top + side; row++)
                pixels.Slice((row * options.Width) + left, side).Clear();
        }
        if (options.MissingFrames > 0 && random.NextDouble() < options.MissingFrames)
            pixels.Clear();
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

/// <summary>The numbers of a moving-digits data set. The defaults are the published ones.</summary>
/// <param name="Digits">How many digits move in each sequence.</param>
/// <param name="Height">Rows of a frame.</param>
/// <param name="Width">Columns of a frame.</param>
/// <param name="DigitSize">Rows and columns of a digit; images of another size are resized. Left out: as large as the images are.</param>
/// <param name="StepLength">How far a digit moves a frame, as a part of the range it can move over.</param>
/// <param name="InputFrames">Frames that the network sees.</param>
/// <param name="TargetFrames">Frames that are to be forecast.</param>
/// <param name="Count">How many sequences there are. Any number works: they are made when read.</param>
/// <param name="Seed">Another seed gives other sequences.</param>
/// <param name="NewEachEpoch">Whether each pass over the data has sequences of its own, as published training has. Default true; say false
/// for a set that stays what it is, such as a validation set.</param>
/// <param name="HiddenSquare">Rows and columns of a black square that hides a part of each input frame, anywhere in it, anew in each; 0 for
/// none. OpenSTL's "perceptual" noise is 24. As there, the square's corner is uniform over the canvas less the square, the last place
/// excluded.</param>
/// <param name="MissingFrames">How likely each input frame is to be black all over, 0 to 1. OpenSTL's "missing" noise is 0.2.</param>
/// <param name="DirectionNoise">Standard deviation of what is added to either part of each digit's direction in each input frame, normally
/// distributed; directions have length 1. OpenSTL's "dynamic" noise is 0.2. Target frames move on without it.</param>
public sealed record MovingDigitsOptions(int Digits = 2, int Height = 64, int Width = 64, int? DigitSize = null, double StepLength = 0.1,
    int InputFrames = 10, int TargetFrames = 10, long Count = 10_000, ulong Seed = 0, bool NewEachEpoch = true, int HiddenSquare = 0,
    double MissingFrames = 0, double DirectionNoise = 0);
