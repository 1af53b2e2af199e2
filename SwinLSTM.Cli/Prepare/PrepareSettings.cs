namespace SwinLSTM.Cli;

/// <summary>What <c>swinlstm prepare</c> was asked for.</summary>
internal sealed record PrepareSettings(IReadOnlyList<string> Sources, string Output, string? Key, string? Layout, bool Floats, bool Grey, (int Height, int Width)? Size, double? FramesPerSecond,
    int Inputs, int Targets, long Count, ulong Seed, int Readers, int BlockBytes, bool Restart, bool Force)
{
    /// <summary>Those that change the frames, in words that are kept with them: what was begun with others is not continued.</summary>
    public string Words => string.Join(", ", new[]
    {
        Key is null ? null : $"key {Key}", Layout is null ? null : $"layout {Layout}", Grey ? "grey" : null, Size is { } size ? $"{size.Height} x {size.Width}" : null,
        FramesPerSecond is null ? null : FormattableString.Invariant($"{FramesPerSecond} frames per second"), $"{Inputs} + {Targets} frames", $"{Count} sequences", $"seed {Seed}",
    }.Where(word => word is not null));
}
