namespace SwinLSTM.Data;

/// <summary>A rectangle of a picture.</summary>
/// <param name="Top">Its first row, from 0.</param>
/// <param name="Left">Its first column, from 0.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
public readonly record struct PixelCrop(int Top, int Left, int Height, int Width)
{
    /// <summary>The rectangle in words, for messages.</summary>
    public override string ToString() => $"rows {Top} to {Top + (long)Height - 1} and columns {Left} to {Left + (long)Width - 1}";
}
