using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Options, and the size of the frames to try them on.</summary>
internal sealed record Variant(SwinLstmOptions Options, int Height, int Width)
{
    public SwinLstmNetwork Build(long? seed = null) => Options.Build(seed: seed);

    /// <summary>Frames <c>[B, C, H, W]</c> from a seed.</summary>
    public Tensor Frame(int seed, int batch = 1) => Numbers.Random(seed, batch, Options.Channels, Height, Width);

    /// <summary>Sequences <c>[B, T, C, H, W]</c> from a seed.</summary>
    public Tensor Frames(int seed, int time, int batch = 1) => Numbers.Random(seed, batch, time, Options.Channels, Height, Width);
}

/// <summary>Small networks of every kind that the options allow, by name.</summary>
internal static class Variants
{
    private static readonly SwinLstmOptions OneCell = new() { EmbedChannels = 8, Stages = [new(2, 2)], Window = 2 };

    private static readonly SwinLstmOptions Ladder = OneCell with
    {
        Stages =
        [
            new(2, 2, Resampling.Downsample), new(3, 4, Resampling.Downsample),
            new(2, 4, Resampling.Upsample), new(3, 2, Resampling.Upsample),
        ],
    };

    /// <summary>One cell of two blocks on a grid of 4 × 4, shifted windows of 2 × 2.</summary>
    public static Variant B { get; } = new(OneCell, 8, 8);

    /// <summary>Down twice and up twice, from a grid of 8 × 8.</summary>
    public static Variant D { get; } = new(Ladder, 16, 16);

    private static readonly Dictionary<string, Variant> All = new()
    {
        ["B"] = B,
        ["D"] = D,
        ["two cells"] = new(OneCell with { Stages = [new(1, 2), new(2, 4)] }, 8, 8),
        ["patch 1"] = new(OneCell with { PatchSize = 1 }, 8, 8),
        ["patch 4"] = new(OneCell with { PatchSize = 4 }, 16, 24),
        ["patch 8"] = new(OneCell with { PatchSize = 8, Channels = 2 }, 32, 16),
        ["D, patch 1"] = new(Ladder with { PatchSize = 1 }, 8, 8),
        ["D, patch 4"] = new(Ladder with { PatchSize = 4 }, 20, 36),
        ["D, patch 8"] = new(Ladder with { PatchSize = 8 }, 33, 40),
        ["rectangular frame"] = new(Ladder, 16, 32),
        ["rectangular window"] = new(OneCell with { Window = new(2, 3) }, 12, 20),
        ["more channels out"] = new(OneCell with { OutputChannels = 3 }, 8, 8),
        ["fewer channels out"] = new(Ladder with { Channels = 3, OutputChannels = 2 }, 16, 16),
        ["some channels predicted"] = new(Ladder with { Channels = 3, TargetChannels = [2, 0] }, 16, 16),
        ["odd frame"] = new(Ladder, 13, 11),
        ["59 x 59"] = new(Ladder with { Window = 4 }, 59, 59),
        ["100 x 100"] = new(OneCell with { Channels = 3, Window = 4 }, 100, 100),
        ["one pixel"] = new(Ladder, 1, 1),
        ["one row"] = new(Ladder, 1, 17),
        ["one pixel too many"] = new(Ladder, 17, 17),
        ["three levels"] = new(
            Ladder with
            {
                Stages =
                [
                    new(1, 2, Resampling.Downsample), new(2, 2, Resampling.Downsample), new(1, 4, Resampling.Downsample),
                    new(2, 4, Resampling.Upsample), new(1, 2, Resampling.Upsample), new(1, 2, Resampling.Upsample),
                ],
            },
            16, 16),
        ["cells between the levels"] = new(
            Ladder with { Stages = [new(1, 2), new(1, 2, Resampling.Downsample), new(2, 2), new(1, 2, Resampling.Upsample), new(1, 2)] },
            16, 16),
        ["window larger than the grid"] = new(Ladder with { Window = 8 }, 16, 16),
        ["rectangular window larger than the grid"] = new(Ladder with { Window = new(3, 16) }, 16, 16),
        ["wide perceptron"] = new(OneCell with { FeedForwardRatio = 1.3 }, 8, 8),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static Variant Named(string name) => All[name];
}
