using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>The shape of every sample of a data set: how many frames go in, how many are to be forecast, and what a frame is.</summary>
public sealed record SequenceShape
{
    /// <summary>States the shape of a sample.</summary>
    /// <param name="inputFrames">Frames that the network sees, at least 1.</param>
    /// <param name="targetFrames">Frames that follow them; 0 where there is nothing to compare a forecast with.</param>
    /// <param name="frame">What a frame is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small, or a whole sample is larger than a span can be.</exception>
    public SequenceShape(int inputFrames, int targetFrames, FrameFormat frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        InputFrames = SequenceRules.AtLeast(1, inputFrames, nameof(inputFrames));
        TargetFrames = SequenceRules.AtLeast(0, targetFrames, nameof(targetFrames));
        Frame = frame;

        var bytes = ((Int128)inputFrames + targetFrames) * frame.Bytes;
        if (bytes > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(inputFrames), $"{inputFrames} + {targetFrames} frames of {frame.Channels} x {frame.Height} x {frame.Width} " +
                $"are {bytes} bytes; a sample holds at most {Array.MaxLength}. Use shorter sequences or smaller frames.");
    }

    /// <inheritdoc cref="SequenceShape(int, int, FrameFormat)"/>
    /// <param name="inputFrames">Frames that the network sees, at least 1.</param>
    /// <param name="targetFrames">Frames that follow them; 0 where there is nothing to compare a forecast with.</param>
    /// <param name="channels">Channels of a frame, at least 1.</param>
    /// <param name="height">Rows of a frame, at least 1.</param>
    /// <param name="width">Columns of a frame, at least 1.</param>
    /// <param name="element">The type of a value.</param>
    public SequenceShape(int inputFrames, int targetFrames, int channels, int height, int width, ScalarType element = ScalarType.Byte)
        : this(inputFrames, targetFrames, new FrameFormat(channels, height, width, element))
    {
    }

    /// <summary>Frames that the network sees.</summary>
    public int InputFrames { get; }

    /// <summary>Frames that follow the input and are to be forecast; 0 where there are none.</summary>
    public int TargetFrames { get; }

    /// <summary>What a frame is.</summary>
    public FrameFormat Frame { get; }

    /// <summary>Channels of a frame.</summary>
    public int Channels => Frame.Channels;

    /// <summary>Rows of a frame.</summary>
    public int Height => Frame.Height;

    /// <summary>Columns of a frame.</summary>
    public int Width => Frame.Width;

    /// <summary>Input and target frames together: the T of [T, C, H, W].</summary>
    public int Frames => InputFrames + TargetFrames;

    /// <summary>Bytes of one frame [C, H, W].</summary>
    public int FrameBytes => Frame.Bytes;

    /// <summary>Bytes of one sample [T, C, H, W].</summary>
    public int SampleBytes => Frames * FrameBytes;

    /// <summary>Bytes of one sample's map of valid values: one for each value, none where frames are not masked.</summary>
    public int ValidBytes => Frame.Masked ? Frames * Frame.Values : 0;

    /// <summary>The shape in words, for messages.</summary>
    public override string ToString() => $"{InputFrames} + {TargetFrames} frames of {Frame}";
}
