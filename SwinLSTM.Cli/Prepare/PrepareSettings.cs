namespace SwinLSTM.Cli;

/// <summary>What <c>swinlstm prepare</c> was asked for.</summary>
internal sealed record PrepareSettings(DataConfig Data, string Output, bool Floats, int Readers, int BlockBytes, bool Restart, bool Force)
{
    /// <summary>What changes the frames, in words that are kept with them: what was begun with others is not continued.</summary>
    public string Words => string.Join(", ", new[]
    {
        Data.Key is null ? null : $"key {Data.Key}", Data.Layout is null ? null : $"layout {Data.Layout}", Data.Scans is null ? null : $"scans {Data.Scans}",
        Data.Grey ? "grey" : null, Data.Size, Data.Fps is null ? null : FormattableString.Invariant($"{Data.Fps} frames per second"),
        $"{Data.Inputs} + {Data.Horizon} frames", $"{Data.Count} sequences", $"seed {Data.Seed}",
    }.Where(word => word is not null));
}
