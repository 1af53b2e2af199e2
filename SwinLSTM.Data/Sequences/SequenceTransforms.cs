namespace SwinLSTM.Data;

/// <summary>Data sets whose frames are cut, mirrored, turned, resized or left out. They stack, and run in the order in which they are
/// written, which <see cref="ISequenceDataset.Describe"/> shows. Missing values move along, and count in no mean.</summary>
/// <remarks>What is random is drawn once for each sample of each pass, from the seed, the sample and the transform's place in the stack, so
/// all frames of a sample are treated alike; another seed draws others. Values are moved, never reinterpreted: channels that hold a
/// direction, such as wind to the east, keep their sign when a frame is mirrored or turned. Random transforms belong on training data
/// only.</remarks>
public static class SequenceTransforms
{
    /// <summary>Crops every frame to its middle <paramref name="height"/> x <paramref name="width"/> values; half a value up and to the
    /// left where it cannot be in the middle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or larger than a frame.</exception>
    public static ISequenceDataset CenterCrop(this ISequenceDataset dataset, int height, int width)
    {
        var (shape, from) = (Cropped(dataset, height, width), dataset.Shape);
        var map = PlaneMaps.Crop(from.Width, (from.Height - height) / 2, (from.Width - width) / 2, width);
        return SampleTransform.OfPlanes(dataset, shape, $"middle {height} x {width}", _ => map);
    }

    /// <summary>Crops the frames of each sample to <paramref name="height"/> x <paramref name="width"/> values at a place drawn
    /// evenly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or larger than a frame.</exception>
    public static ISequenceDataset RandomCrop(this ISequenceDataset dataset, int height, int width, ulong seed = 0)
    {
        var (shape, from) = (Cropped(dataset, height, width), dataset.Shape);
        return SampleTransform.OfPlanes(dataset, shape, $"random {height} x {width}", random => PlaneMaps.Crop(from.Width,
            random.NextInt32(from.Height - height + 1), random.NextInt32(from.Width - width + 1), width), seed);
    }

    /// <summary>Resizes every frame to <paramref name="height"/> x <paramref name="width"/> values, by area averages if no method is given,
    /// which is right for smaller frames. A new value is the weighted mean of the old ones under it that are not missing, and missing only
    /// if there are none. Data of that size come back as they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or samples larger than a span can be.</exception>
    public static ISequenceDataset Resize(this ISequenceDataset dataset, int height, int width,
        ResizeMethod method = ResizeMethod.AreaAverage)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (!Enum.IsDefined(method))
            throw new ArgumentOutOfRangeException(nameof(method), $"Frames are resized by AreaAverage, Bilinear or Bicubic; {method} was " +
                "given.");
        var from = (dataset.Shape.Height, dataset.Shape.Width);
        if ((height, width) == from)
            return dataset;
        var shape = WithSize(dataset.Shape, height, width);
        var map = PlaneMaps.Resize(new(method, from, (height, width)));
        return SampleTransform.OfPlanes(dataset, shape, $"resized to {height} x {width}", _ => map);
    }

    /// <summary>Mirrors every frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static ISequenceDataset Flip(this ISequenceDataset dataset, FlipAxis axes) =>
        Flip(dataset, axes, $"flipped ({axes})", _ => axes);

    /// <summary>Mirrors half of the samples, drawn for each axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static ISequenceDataset RandomFlip(this ISequenceDataset dataset, FlipAxis axes = FlipAxis.Horizontal, ulong seed = 0) =>
        Flip(dataset, axes, $"randomly flipped ({axes})", random => axes & (FlipAxis)random.NextInt32(4), seed);

    /// <summary>Turns every frame counter-clockwise by quarters of a full turn, of either sign; an odd number exchanges height and
    /// width.</summary>
    public static ISequenceDataset Turn(this ISequenceDataset dataset, int quarters)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var (shape, turns) = (dataset.Shape, quarters & 3);
        var map = PlaneMaps.Turn(shape.Height, shape.Width, turns);
        var turned = turns % 2 == 0 ? shape : WithSize(shape, shape.Width, shape.Height);
        return SampleTransform.OfPlanes(dataset, turned, $"turned by {90 * turns} degrees", _ => map);
    }

    /// <summary>Turns the square frames of each sample by none, one, two or three quarters, all equally likely.</summary>
    /// <exception cref="ArgumentException">Frames are not square.</exception>
    public static ISequenceDataset RandomTurn(this ISequenceDataset dataset, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var (height, width) = (dataset.Shape.Height, dataset.Shape.Width);
        return height == width ? SampleTransform.OfPlanes(dataset, dataset.Shape, "randomly turned", random =>
                PlaneMaps.Turn(height, width, random.NextInt32(4)), seed)
            : throw new ArgumentException($"Only square frames keep their shape whichever way they are turned; these are {height} x " +
                $"{width}. Crop them, or use RandomFlip.", nameof(dataset));
    }

    /// <summary>Takes some of the frames of every sample, in their order: a shorter horizon, fewer known frames, every second frame. Input
    /// and target frames of the data follow one another.</summary>
    /// <param name="dataset">What frames are taken from.</param>
    /// <param name="inputFrames">Frames that the network sees, at least 1.</param>
    /// <param name="targetFrames">Frames that follow them, 0 or more.</param>
    /// <param name="first">The first frame that is taken.</param>
    /// <param name="step">From one frame to the next, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A sample has no such frames.</exception>
    public static ISequenceDataset SelectFrames(this ISequenceDataset dataset, int inputFrames, int targetFrames, int first = 0,
        int step = 1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var (old, frame) = (dataset.Shape, dataset.Shape.Frame.Values);
        var shape = new SequenceShape(inputFrames, targetFrames, old.Frame, old.TargetChannels);
        var last = first + ((shape.Frames - 1L) * step);
        if (first < 0 || step < 1 || last >= old.Frames)
            throw new ArgumentOutOfRangeException(nameof(first), $"A sample has frames 0 to {old.Frames - 1}; {shape.Frames} frames from " +
                $"frame {first} in steps of {step} end at {last}. Take fewer, or read longer samples.");
        return new SampleTransform(dataset, shape, $"{new FrameRange(first, shape.Frames, step)} of each", _ => (from, to) =>
        {
            for (var t = 0; t < shape.Frames; t++)
                from.Slice((first + (t * step)) * frame, frame).CopyTo(to.Slice(t * frame, frame));
        });
    }

    /// <summary>Takes some of the channels of every frame, in the order given.</summary>
    /// <param name="dataset">What channels are taken from.</param>
    /// <param name="channels">The channels, those that are to be forecast first; at least one, and none twice.</param>
    /// <param name="targets">How many of them are to be forecast; all if left out.</param>
    /// <exception cref="ArgumentException">There are no such channels.</exception>
    public static ISequenceDataset SelectChannels(this ISequenceDataset dataset, ReadOnlySpan<int> channels, int? targets = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var (kept, old, plane) = (channels.ToArray(), dataset.Shape, dataset.Shape.Frame.Plane);
        if (kept.Length == 0 || kept.Distinct().Count() < kept.Length || kept.Any(channel => channel < 0 || channel >= old.Channels))
            throw new ArgumentException($"Frames have channels 0 to {old.Channels - 1}, of which at least one is taken and none twice; " +
                $"[{string.Join(", ", kept)}] were asked for.", nameof(channels));
        var shape = new SequenceShape(old.InputFrames, old.TargetFrames, new FrameShape(kept.Length, old.Height, old.Width), targets);
        return new SampleTransform(dataset, shape, $"channels {string.Join(", ", kept)}", _ => (from, to) =>
        {
            for (var p = 0; p < to.Length / plane; p++)
                from.Slice(((p / kept.Length * old.Channels) + kept[p % kept.Length]) * plane, plane).CopyTo(to.Slice(p * plane, plane));
        });
    }

    private static SampleTransform Flip(ISequenceDataset dataset, FlipAxis axes, string words, Func<SampleRandom, FlipAxis> draw,
        ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (axes is not (FlipAxis.Horizontal or FlipAxis.Vertical or FlipAxis.Both))
            throw new ArgumentOutOfRangeException(nameof(axes), $"A flip is Horizontal, Vertical or Both; {axes} was given.");
        var (height, width) = (dataset.Shape.Height, dataset.Shape.Width);
        return SampleTransform.OfPlanes(dataset, dataset.Shape, words, random => PlaneMaps.Flip(height, width, draw(random)), seed);
    }

    private static SequenceShape Cropped(ISequenceDataset dataset, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var shape = dataset.Shape;
        return height >= 1 && width >= 1 && height <= shape.Height && width <= shape.Width ? WithSize(shape, height, width)
            : throw new ArgumentOutOfRangeException(nameof(height), $"A part of {height} x {width} does not lie within frames of " +
                $"{shape.Height} x {shape.Width}; it needs at least one value. Resize first.");
    }

    private static SequenceShape WithSize(SequenceShape shape, int height, int width) => shape.With(new(shape.Channels, height, width));
}

/// <summary>How frames of another size are made.</summary>
public enum ResizeMethod
{
    /// <summary>Each new value is the mean of the area that it covers. For smaller frames: nothing is skipped, and means over the whole
    /// frame stay what they are.</summary>
    AreaAverage,
    /// <summary>Each new value lies between the four old ones around it: value <c>x</c> at <c>(x + 1/2) * from / to - 1/2</c>, borders
    /// repeated, as OpenCV's INTER_LINEAR. For larger frames; where frames shrink to less than half it skips values.</summary>
    Bilinear,
    /// <summary>Four by four values: cubic convolution (Keys, 1981) with a = -0.75, as OpenCV's INTER_CUBIC. It can go slightly beyond the
    /// range of the old values.</summary>
    Bicubic,
}

/// <summary>What a flip exchanges.</summary>
[Flags]
public enum FlipAxis
{
    /// <summary>Left and right.</summary>
    Horizontal = 1,
    /// <summary>Top and bottom.</summary>
    Vertical = 2,
    /// <summary>Both; a random flip draws for each of the two.</summary>
    Both = Horizontal | Vertical,
}
