namespace SwinLSTM.Data;

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
