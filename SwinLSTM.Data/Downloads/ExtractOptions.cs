namespace SwinLSTM.Data;

/// <summary>How much an archive may become.</summary>
public sealed record ExtractOptions
{
    /// <summary>The most bytes that are written. Default 256 GiB.</summary>
    public long MaximumBytes { get; init; } = 256L << 30;

    /// <summary>The most files and folders. Default one million.</summary>
    public int MaximumEntries { get; init; } = 1_000_000;

    /// <summary>How many times as large as the archive its content may be, beyond the first 64 MiB. Default 200; frames that are mostly black shrink to a hundredth.</summary>
    public int MaximumRatio { get; init; } = 200;
}
