namespace SwinLSTM;

/// <summary>One stage of a network: a cell, then a change of resolution.</summary>
/// <param name="Depth">Swin blocks in the cell.</param>
/// <param name="Heads">Attention heads in each block; they share the stage's channels evenly.</param>
/// <param name="Then">The change of resolution after the cell.</param>
public sealed record StageOptions(int Depth, int Heads, Resampling Then = Resampling.None);
