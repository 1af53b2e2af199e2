namespace SwinLSTM.Data;

/// <summary>The shape of every sample of a data set: how many frames go in, how many are to be forecast, and how large a frame is.</summary>
public sealed record SequenceShape
{
    /// <summary>States the shape of a sample.</summary>
    /// <param name="inputFrames">Frames that the network sees, at least 1.</param>
    /// <param name="targetFrames">Frames that follow them, at least 1.</param>
    /// <param name="channels">Channels of a frame, at least 1.</param>
    /// <param name="height">Rows of a frame, at least 1.</param>
    /// <param name="width">Columns of a frame, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or a whole sample is larger than a span can be.</exception>
    public SequenceShape(int inputFrames, int targetFrames, int channels, int height, int width)
    {
        InputFrames = AtLeastOne(inputFrames, nameof(inputFrames));
        TargetFrames = AtLeastOne(targetFrames, nameof(targetFrames));
        Channels = AtLeastOne(channels, nameof(channels));
        Height = AtLeastOne(height, nameof(height));
        Width = AtLeastOne(width, nameof(width));

        var bytes = ((Int128)inputFrames + targetFrames) * channels * height * width;
        if (bytes > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(height), $"{inputFrames} + {targetFrames} frames of {channels} x {height} x {width} " +
                $"are {bytes} bytes; a sample holds at most {Array.MaxLength}. Use shorter sequences or smaller frames.");
    }

    /// <summary>Frames that the network sees.</summary>
    public int InputFrames { get; }

    /// <summary>Frames that follow the input and are to be forecast.</summary>
    public int TargetFrames { get; }

    /// <summary>Channels of a frame.</summary>
    public int Channels { get; }

    /// <summary>Rows of a frame.</summary>
    public int Height { get; }

    /// <summary>Columns of a frame.</summary>
    public int Width { get; }

    /// <summary>Input and target frames together: the T of [T, C, H, W].</summary>
    public int Frames => InputFrames + TargetFrames;

    /// <summary>Bytes of one frame [C, H, W].</summary>
    public int FrameBytes => Channels * Height * Width;

    /// <summary>Bytes of one sample [T, C, H, W].</summary>
    public int SampleBytes => Frames * FrameBytes;

    private static int AtLeastOne(int value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 1, but is {value}.");
}
