using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>What one frame is: [C, H, W] values of one type, stored row by row.</summary>
public sealed record FrameFormat
{
    /// <summary>States what a frame is.</summary>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="element">The type of a value: Byte, Int8, Int16, Int32, Int64, Float16, Float32 or Float64.</param>
    /// <param name="masked">Whether each frame comes with a map of the values that are there; a source that can miss values says true.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, a frame is larger than a span can be, or the type is another.</exception>
    public FrameFormat(int channels, int height, int width, ScalarType element = ScalarType.Byte, bool masked = false)
    {
        Channels = SequenceRules.AtLeast(1, channels, nameof(channels));
        Height = SequenceRules.AtLeast(1, height, nameof(height));
        Width = SequenceRules.AtLeast(1, width, nameof(width));
        (Element, Masked) = (element, masked);
        ElementBytes = SizeOf(element);
        var bytes = (Int128)channels * height * width * ElementBytes;
        if (bytes > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(height), $"A frame of {channels} x {height} x {width} {element} values is {bytes} bytes; at most " +
                $"{Array.MaxLength} can be held. Use smaller frames.");
    }

    /// <summary>Channels of a frame.</summary>
    public int Channels { get; }

    /// <summary>Rows of a frame.</summary>
    public int Height { get; }

    /// <summary>Columns of a frame.</summary>
    public int Width { get; }

    /// <summary>The type of a value.</summary>
    public ScalarType Element { get; }

    /// <summary>Whether each frame comes with a map of the values that are there.</summary>
    public bool Masked { get; }

    /// <summary>Bytes of one value.</summary>
    public int ElementBytes { get; }

    /// <summary>Values of one frame: channels times rows times columns.</summary>
    public int Values => Channels * Height * Width;

    /// <summary>Bytes of one frame [C, H, W].</summary>
    public int Bytes => Values * ElementBytes;

    /// <summary>Whether a value of this type can be something else than a number.</summary>
    public bool IsFloating => Element is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64;

    /// <summary>The format in words, for messages.</summary>
    public override string ToString() => $"{Channels} x {Height} x {Width} {Element}{(Masked ? ", masked" : "")}";

    private static int SizeOf(ScalarType element) => element switch
    {
        ScalarType.Byte or ScalarType.Int8 => 1,
        ScalarType.Int16 or ScalarType.Float16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(element), $"Frames hold Byte, Int8, Int16, Int32, Int64, Float16, Float32 or Float64 values; {element} " +
            "was given. Convert to one of them."),
    };
}
