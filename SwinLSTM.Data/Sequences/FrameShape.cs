namespace SwinLSTM.Data;

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
