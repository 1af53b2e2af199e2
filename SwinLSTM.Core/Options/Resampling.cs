namespace SwinLSTM;

/// <summary>What happens to the tokens after a stage's cell.</summary>
public enum Resampling
{
    /// <summary>Nothing: the next stage sees the same grid and channels.</summary>
    None,

    /// <summary>2 × 2 tokens become one: the grid halves, the channels double (patch merging).</summary>
    Downsample,

    /// <summary>One token becomes 2 × 2: the grid doubles, the channels halve (patch expanding).</summary>
    Upsample,
}
