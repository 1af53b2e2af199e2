namespace SwinLSTM.Data;

/// <summary>The shape of every sample of a data set: how many frames go in, how many are to be forecast, and what a frame is.</summary>
public sealed record SequenceShape
{
    /// <summary>States the shape of a sample.</summary>
    /// <param name="inputFrames">Frames that the network sees, at least 1.</param>
    /// <param name="targetFrames">Frames that follow them; 0 where there is nothing to compare a forecast with.</param>
    /// <param name="frame">The shape of a frame.</param>
    /// <param name="targetChannels">How many channels are to be forecast, the first ones of a frame; all of them if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or a sample has more values than an array can
    /// hold.</exception>
    public SequenceShape(int inputFrames, int targetFrames, FrameShape frame, int? targetChannels = null)
    {
        InputFrames = SequenceRules.AtLeast(1, inputFrames, nameof(inputFrames));
        TargetFrames = SequenceRules.AtLeast(0, targetFrames, nameof(targetFrames));
        SequenceRules.AtLeast(1, frame.Channels, nameof(frame)); // a shape that was never stated has none
        (Frame, TargetChannels) = (frame, targetChannels ?? frame.Channels);
        if (TargetChannels < 1 || TargetChannels > frame.Channels)
            throw new ArgumentOutOfRangeException(nameof(targetChannels),
                $"The first 1 to {frame.Channels} channels of a frame can be forecast; {targetChannels} were asked for.");
        if (((Int128)inputFrames + targetFrames) * frame.Values is var values && values > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(inputFrames), $"{inputFrames} + {targetFrames} frames of {frame} have {values} " +
                $"values; a sample holds at most {Array.MaxLength}. Use shorter sequences or smaller frames.");
    }

    /// <summary>States the shape of a sample whose frames are <c>[channels, height, width]</c>, all of them to be forecast.</summary>
    /// <inheritdoc cref="SequenceShape(int, int, FrameShape, int?)" path="/exception"/>
    public SequenceShape(int inputFrames, int targetFrames, int channels, int height, int width)
        : this(inputFrames, targetFrames, new FrameShape(channels, height, width))
    {
    }

    /// <summary>Frames that the network sees.</summary>
    public int InputFrames { get; }

    /// <summary>Frames that follow the input and are to be forecast; 0 where there are none.</summary>
    public int TargetFrames { get; }

    /// <summary>The shape of a frame.</summary>
    public FrameShape Frame { get; }

    /// <summary>How many channels are to be forecast: the first ones of a frame. The others are inputs alone, such as a map of the
    /// terrain.</summary>
    public int TargetChannels { get; }

    /// <summary>Channels of a frame.</summary>
    public int Channels => Frame.Channels;

    /// <summary>Rows of a frame.</summary>
    public int Height => Frame.Height;

    /// <summary>Columns of a frame.</summary>
    public int Width => Frame.Width;

    /// <summary>Input and target frames together: the T of <c>[T, C, H, W]</c>.</summary>
    public int Frames => InputFrames + TargetFrames;

    /// <summary>Values of one sample <c>[T, C, H, W]</c>.</summary>
    public int Values => Frames * Frame.Values;

    /// <summary>Returns the shape for messages, such as <c>10 + 10 frames of 1 x 64 x 64</c>.</summary>
    public override string ToString() => $"{InputFrames} + {TargetFrames} frames of {Frame}" + (TargetChannels == Channels ? ""
            : $" (channels 0 to {TargetChannels - 1} to forecast)");

    /// <summary>The same lengths for another frame; as many channels are to be forecast as there were, where it has them.</summary>
    internal SequenceShape With(FrameShape frame) => new(InputFrames, TargetFrames, frame, Math.Min(TargetChannels, frame.Channels));
}

/// <summary>The shape of one frame, <c>[C, H, W]</c>: float32 values, the columns fastest.</summary>
public readonly record struct FrameShape
{
    /// <summary>States the shape of a frame; each number is at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or a frame has more values than an array can hold.</exception>
    public FrameShape(int channels, int height, int width)
    {
        Channels = SequenceRules.AtLeast(1, channels, nameof(channels));
        Height = SequenceRules.AtLeast(1, height, nameof(height));
        Width = SequenceRules.AtLeast(1, width, nameof(width));
        if ((Int128)channels * height * width is var values && values > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(height),
                $"A frame of {channels} x {height} x {width} has {values} values; at most {Array.MaxLength} can be held. Use smaller " +
                "frames.");
    }

    /// <summary>Channels of a frame, C.</summary>
    public int Channels { get; }

    /// <summary>Rows of a frame, H.</summary>
    public int Height { get; }

    /// <summary>Columns of a frame, W.</summary>
    public int Width { get; }

    /// <summary>Values of one channel: rows times columns.</summary>
    public int Plane => Height * Width;

    /// <summary>Values of one frame: channels times rows times columns.</summary>
    public int Values => Channels * Plane;

    /// <summary>Returns the shape for messages, such as <c>1 x 64 x 64</c>.</summary>
    public override string ToString() => $"{Channels} x {Height} x {Width}";
}
