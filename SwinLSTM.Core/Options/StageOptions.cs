namespace SwinLSTM;

/// <summary>What happens to the tokens after a stage's cell.</summary>
public enum Resampling
{
    /// <summary>Nothing: the next stage sees the same grid and channels.</summary>
    Keep,

    /// <summary>2 × 2 tokens become one: the grid halves, the channels double (patch merging).</summary>
    Merge,

    /// <summary>One token becomes 2 × 2: the grid doubles, the channels halve (patch expanding).</summary>
    Expand,
}

/// <summary>One stage of a network: a cell, then a change of resolution.</summary>
/// <param name="Depth">Swin blocks in the cell.</param>
/// <param name="Heads">Attention heads in each block; they share the stage's channels evenly.</param>
/// <param name="Then">The change of resolution after the cell.</param>
public sealed record StageOptions(int Depth, int Heads, Resampling Then = Resampling.Keep);
