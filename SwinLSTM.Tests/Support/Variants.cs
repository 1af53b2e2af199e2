namespace SwinLSTM.Tests;

/// <summary>Small networks of every kind that the options allow, by name.</summary>
internal static class Variants
{
    /// <summary>One cell of two blocks on a grid of 4 × 4, shifted windows of 2 × 2.</summary>
    public static SwinLstmOptions B { get; } = new()
    {
        Frame = new(1, 8, 8),
        EmbedChannels = 8,
        Stages = [new(2, 2)],
        Window = 2,
    };

    /// <summary>Down twice and up twice, from a grid of 8 × 8.</summary>
    public static SwinLstmOptions D { get; } = new()
    {
        Frame = new(1, 16, 16),
        EmbedChannels = 8,
        Stages = [new(2, 2, Resampling.Merge), new(3, 4, Resampling.Merge), new(2, 4, Resampling.Expand), new(3, 2, Resampling.Expand)],
        Window = 2,
    };

    private static readonly Dictionary<string, SwinLstmOptions> All = new()
    {
        ["B"] = B,
        ["D"] = D,
        ["two cells"] = B with { Stages = [new(1, 2), new(2, 4)] },
        ["patch 1"] = B with { PatchSize = 1 },
        ["patch 4"] = B with { PatchSize = 4, Frame = new(1, 16, 24) },
        ["patch 8"] = B with { PatchSize = 8, Frame = new(2, 32, 16) },
        ["D, patch 1"] = D with { PatchSize = 1, Frame = new(1, 8, 8) },
        ["D, patch 4"] = D with { PatchSize = 4, Frame = new(1, 20, 36) },
        ["D, patch 8"] = D with { PatchSize = 8, Frame = new(1, 33, 40) },
        ["rectangular frame"] = D with { Frame = new(1, 16, 32) },
        ["rectangular window"] = B with { Frame = new(1, 12, 20), Window = new(2, 3) },
        ["more channels out"] = B with { OutputChannels = 3 },
        ["fewer channels out"] = D with { Frame = new(3, 16, 16), OutputChannels = 2 },
        ["odd frame"] = D with { Frame = new(1, 13, 11) },
        ["59 x 59"] = D with { Frame = new(1, 59, 59), Window = 4 },
        ["100 x 100"] = B with { Frame = new(3, 100, 100), Window = 4 },
        ["one pixel"] = D with { Frame = new(1, 1, 1) },
        ["one row"] = D with { Frame = new(1, 1, 17) },
        ["one pixel too many"] = D with { Frame = new(1, 17, 17) },
        ["three levels"] = D with
        {
            Stages = [new(1, 2, Resampling.Merge), new(2, 2, Resampling.Merge), new(1, 4, Resampling.Merge), new(2, 4, Resampling.Expand), new(1, 2, Resampling.Expand), new(1, 2, Resampling.Expand)],
        },
        ["cells between the levels"] = D with { Stages = [new(1, 2), new(1, 2, Resampling.Merge), new(2, 2), new(1, 2, Resampling.Expand), new(1, 2)] },
        ["window larger than the grid"] = D with { Window = 8 },
        ["rectangular window larger than the grid"] = D with { Window = new(3, 16) },
        ["wide perceptron"] = B with { FeedForwardRatio = 1.3 },
    };

    public static IEnumerable<string> Names => All.Keys;

    public static SwinLstmOptions Named(string name) => All[name];
}
