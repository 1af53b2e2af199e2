namespace SwinLSTM.Data;

/// <summary>
/// Data sets whose frames are cut, mirrored, turned, resized or left out. Each keeps the element type and acts on maps of valid values in the
/// same way. They stack, and run in the order in which they are written, which <see cref="ISequenceDataset.Describe"/> shows.
/// </summary>
/// <remarks>
/// What is random is drawn once for each sample of each pass, from the seed, the sample and the transform's place in the stack, so all
/// frames of a sample are treated alike. Values are moved, never reinterpreted: channels that hold a direction, such as wind to the east,
/// keep their sign when a frame is mirrored or turned. Random transforms belong on training data only.
/// </remarks>
public static class SequenceTransforms
{
    /// <summary>The middle of every frame; half a value up and to the left where it cannot be in the middle.</summary>
    /// <param name="dataset">What is cropped.</param>
    /// <param name="height">Rows that are kept.</param>
    /// <param name="width">Columns that are kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or larger than a frame.</exception>
    public static ISequenceDataset CenterCrop(this ISequenceDataset dataset, int height, int width)
    {
        var shape = Cropped(dataset, height, width);
        return new Crop(dataset, shape, ((dataset.Shape.Height - height) / 2, (dataset.Shape.Width - width) / 2), $"middle {height} x {width}");
    }

    /// <summary>A part of every frame, at a place drawn evenly for each sample.</summary>
    /// <param name="dataset">What is cropped.</param>
    /// <param name="height">Rows that are kept.</param>
    /// <param name="width">Columns that are kept.</param>
    /// <param name="seed">Another seed draws other places.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or larger than a frame.</exception>
    public static ISequenceDataset RandomCrop(this ISequenceDataset dataset, int height, int width, ulong seed = 0) =>
        new Crop(dataset, Cropped(dataset, height, width), null, $"random {height} x {width}", seed);

    /// <summary>Frames of another size. Whole numbers are rounded to the nearest, halves to the even one.</summary>
    /// <param name="dataset">What is resized.</param>
    /// <param name="height">Rows of the new frames, at least 1.</param>
    /// <param name="width">Columns of the new frames, at least 1.</param>
    /// <param name="method">How; area averages if left out, which is right for smaller frames.</param>
    /// <returns>
    /// The resized data, or the same where the size is already right. Where frames are masked, a new value is the weighted mean of the valid
    /// old ones under it, and missing only if there are none.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or samples larger than a span can be.</exception>
    public static ISequenceDataset Resize(this ISequenceDataset dataset, int height, int width, ResizeMethod method = ResizeMethod.AreaAverage)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (method is not (ResizeMethod.AreaAverage or ResizeMethod.Bilinear))
            throw new ArgumentOutOfRangeException(nameof(method), $"Frames are resized by AreaAverage or Bilinear; {method} was given.");
        if ((height, width) == (dataset.Shape.Height, dataset.Shape.Width))
            return dataset;
        return new Resize(dataset, WithSize(dataset.Shape, height, width), method, $"resized to {height} x {width}");
    }

    /// <summary>Every frame mirrored.</summary>
    /// <param name="dataset">What is mirrored.</param>
    /// <param name="axes">What changes places.</param>
    public static ISequenceDataset Flip(this ISequenceDataset dataset, FlipAxis axes) => new Flip(Given(dataset), Known(axes), always: true, $"flipped ({axes})");

    /// <summary>Half of the samples mirrored, drawn for each axis.</summary>
    /// <param name="dataset">What is mirrored.</param>
    /// <param name="axes">What may change places.</param>
    /// <param name="seed">Another seed draws others.</param>
    public static ISequenceDataset RandomFlip(this ISequenceDataset dataset, FlipAxis axes = FlipAxis.Horizontal, ulong seed = 0) =>
        new Flip(Given(dataset), Known(axes), always: false, $"randomly flipped ({axes})", seed);

    /// <summary>Every frame turned counter-clockwise by quarters of a full turn; an odd number exchanges height and width.</summary>
    /// <param name="dataset">What is turned.</param>
    /// <param name="quarters">How many quarters, of either sign.</param>
    public static ISequenceDataset Turn(this ISequenceDataset dataset, int quarters)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var (shape, turns) = (dataset.Shape, quarters & 3);
        return new Turn(dataset, turns % 2 == 0 ? shape : WithSize(shape, shape.Width, shape.Height), turns, $"turned by {90 * turns} degrees");
    }

    /// <summary>Each sample turned by none, one, two or three quarters, all equally likely.</summary>
    /// <param name="dataset">What is turned; its frames are square.</param>
    /// <param name="seed">Another seed draws others.</param>
    /// <exception cref="ArgumentException">Frames are not square.</exception>
    public static ISequenceDataset RandomTurn(this ISequenceDataset dataset, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var shape = dataset.Shape;
        return shape.Height == shape.Width
            ? new Turn(dataset, shape, null, "randomly turned", seed)
            : throw new ArgumentException($"Only square frames keep their shape whichever way they are turned; these are {shape.Height} x {shape.Width}. Crop them, or use RandomFlip.", nameof(dataset));
    }

    /// <summary>Every frame rotated counter-clockwise about its centre; values lie between the four old ones around them.</summary>
    /// <param name="dataset">What is rotated.</param>
    /// <param name="degrees">The angle.</param>
    /// <param name="border">What comes in from outside.</param>
    /// <exception cref="ArgumentOutOfRangeException">The angle is not finite.</exception>
    public static ISequenceDataset Rotate(this ISequenceDataset dataset, double degrees, RotationBorder border = RotationBorder.Zero) =>
        new Rotation(Given(dataset), Finite(degrees), drawn: false, border, $"rotated by {degrees} degrees");

    /// <summary>Each sample rotated about its centre by an angle drawn evenly from both directions.</summary>
    /// <param name="dataset">What is rotated.</param>
    /// <param name="degrees">The largest angle.</param>
    /// <param name="border">What comes in from outside.</param>
    /// <param name="seed">Another seed draws others.</param>
    /// <exception cref="ArgumentOutOfRangeException">The angle is not finite.</exception>
    public static ISequenceDataset RandomRotate(this ISequenceDataset dataset, double degrees, RotationBorder border = RotationBorder.Zero, ulong seed = 0) =>
        new Rotation(Given(dataset), Finite(degrees), drawn: true, border, $"randomly rotated by up to {degrees} degrees", seed);

    /// <summary>Some of the frames of every sample, in their order: a shorter horizon, fewer known frames, every second frame.</summary>
    /// <param name="dataset">What frames are taken from; its input and target frames follow one another.</param>
    /// <param name="inputFrames">Frames that the network sees, at least 1.</param>
    /// <param name="targetFrames">Frames that follow them, 0 or more.</param>
    /// <param name="first">The first frame that is taken.</param>
    /// <param name="step">From one frame to the next, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A sample has no such frames.</exception>
    public static ISequenceDataset SelectFrames(this ISequenceDataset dataset, int inputFrames, int targetFrames, int first = 0, int step = 1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var shape = new SequenceShape(inputFrames, targetFrames, dataset.Shape.Frame);
        var last = first + ((shape.Frames - 1L) * step);
        return first >= 0 && step >= 1 && last < dataset.Shape.Frames
            ? new FrameSelection(dataset, shape, first, step, $"{new FrameRange(first, shape.Frames, step)} of each")
            : throw new ArgumentOutOfRangeException(nameof(first), $"A sample has frames 0 to {dataset.Shape.Frames - 1}; {shape.Frames} frames from frame {first} in steps of {step} end at {last}. " +
                "Take fewer, or read longer samples.");
    }

    private static SequenceShape Cropped(ISequenceDataset dataset, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var shape = dataset.Shape;
        return height >= 1 && width >= 1 && height <= shape.Height && width <= shape.Width
            ? WithSize(shape, height, width)
            : throw new ArgumentOutOfRangeException(nameof(height), $"A part of {height} x {width} does not lie within frames of {shape.Height} x {shape.Width}; it needs at least one value. Resize first.");
    }

    private static SequenceShape WithSize(SequenceShape shape, int height, int width) =>
        new(shape.InputFrames, shape.TargetFrames, new FrameFormat(shape.Channels, height, width, shape.Frame.Element, shape.Frame.Masked));

    private static ISequenceDataset Given(ISequenceDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset;
    }

    private static FlipAxis Known(FlipAxis axes) => axes is FlipAxis.Horizontal or FlipAxis.Vertical or FlipAxis.Both
        ? axes
        : throw new ArgumentOutOfRangeException(nameof(axes), $"A flip is Horizontal, Vertical or Both; {axes} was given.");

    private static double Finite(double degrees) => double.IsFinite(degrees)
        ? degrees
        : throw new ArgumentOutOfRangeException(nameof(degrees), $"An angle is a finite number of degrees; {degrees} was given.");
}
