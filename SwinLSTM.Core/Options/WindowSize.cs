using System.Text.Json.Serialization;

namespace SwinLSTM;

/// <summary>The size of an attention window, in tokens.</summary>
/// <param name="Height">Rows of tokens.</param>
/// <param name="Width">Columns of tokens.</param>
public readonly record struct WindowSize(int Height, int Width)
{
    /// <summary>Tokens in one window.</summary>
    [JsonIgnore]
    public int Tokens => Height * Width;

    /// <summary>Offsets between two tokens of one window, (2h-1)(2w-1): the rows of a relative position table.</summary>
    [JsonIgnore]
    public int Offsets => ((2 * Height) - 1) * ((2 * Width) - 1);

    /// <summary>Makes a square window.</summary>
    public static implicit operator WindowSize(int side) => new(side, side);

    /// <summary>Returns it as people write it: <c>4 × 4</c>.</summary>
    public override string ToString() => $"{Height} × {Width}";
}
