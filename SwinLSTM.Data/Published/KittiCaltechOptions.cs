namespace SwinLSTM.Data;

/// <summary>Lengths and splits of KittiCaltech. The defaults are the published numbers.</summary>
public sealed record KittiCaltechOptions
{
    /// <summary>Frames that the network sees. Default 10.</summary>
    public int InputFrames { get; init; } = 10;

    /// <summary>Frames that are to be forecast. Default 1.</summary>
    public int TargetFrames { get; init; } = 1;

    /// <summary>The share of the training samples that is for validation: those that begin last. Default 0.1.</summary>
    public double Validation { get; init; } = 0.1;
}
