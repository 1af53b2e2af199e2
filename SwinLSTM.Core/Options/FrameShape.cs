namespace SwinLSTM;

/// <summary>The shape of one frame, without batch and time.</summary>
/// <param name="Channels">Values at each pixel: 1 for grey, 3 for colour, 2 for in- and outflow, and so on.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
public sealed record FrameShape(int Channels, int Height, int Width)
{
    /// <summary>As people write it: <c>1 channel, 64 × 64</c>.</summary>
    public override string ToString() => $"{Channels} channel{(Channels == 1 ? "" : "s")}, {Height} × {Width}";
}
