using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Words over <see cref="SwinLstmOptions"/>: each returns a new builder, so a half-finished sentence can be shared and branched.</summary>
/// <remarks>It has no rules of its own; <see cref="Build"/> checks the options.</remarks>
public sealed record SwinLstmBuilder
{
    private SwinLstmBuilder(SwinLstmOptions options) => Options = options;

    /// <summary>The options said so far.</summary>
    public SwinLstmOptions Options { get; private init; }

    /// <summary>Begins a network for frames <c>[B, channels, height, width]</c>.</summary>
    public static SwinLstmBuilder ForFrames(int channels, int height, int width) =>
        new(new SwinLstmOptions { Frame = new(channels, height, width), Stages = [] });

    /// <summary>Cuts frames into patches of <paramref name="patchSize"/> pixels (1, 2, 4 or 8) and gives each <paramref name="channels"/> channels.</summary>
    public SwinLstmBuilder Embed(int patchSize, int channels) => With(Options with { PatchSize = patchSize, EmbedChannels = channels });

    /// <summary>A cell at the present resolution.</summary>
    public SwinLstmBuilder Cell(int depth, int heads) => Stage(depth, heads, Resampling.Keep);

    /// <summary>A cell, then half the resolution and twice the channels.</summary>
    public SwinLstmBuilder Encode(int depth, int heads) => Stage(depth, heads, Resampling.Merge);

    /// <summary>A cell, then twice the resolution and half the channels.</summary>
    public SwinLstmBuilder Decode(int depth, int heads) => Stage(depth, heads, Resampling.Expand);

    /// <summary>Attention windows of <paramref name="side"/> × <paramref name="side"/> tokens.</summary>
    public SwinLstmBuilder Window(int side) => With(Options with { Window = side });

    /// <summary>Rectangular attention windows, in tokens.</summary>
    public SwinLstmBuilder Window(int height, int width) => With(Options with { Window = new(height, width) });

    /// <summary>The highest rate at which a block's branch is dropped in training.</summary>
    public SwinLstmBuilder StochasticDepth(double rate) => With(Options with { StochasticDepth = rate });

    /// <summary>Dropout of projections and, apart, of attention weights, in training.</summary>
    public SwinLstmBuilder Dropout(double rate, double attention = 0) => With(Options with { Dropout = rate, AttentionDropout = attention });

    /// <summary>Frames that come out: their channels and the function they end with.</summary>
    public SwinLstmBuilder Output(int channels, OutputActivation activation = OutputActivation.Sigmoid) =>
        With(Options with { OutputChannels = channels, Activation = activation });

    /// <summary>The function that the frames end with.</summary>
    public SwinLstmBuilder Output(OutputActivation activation) => With(Options with { Activation = activation });

    /// <inheritdoc cref="SwinLstmOptions.Build"/>
    public SwinLstmNetwork Build(Device? device = null, ScalarType? dtype = null, long? seed = null) => Options.Build(device, dtype, seed);

    private SwinLstmBuilder Stage(int depth, int heads, Resampling then) =>
        With(Options with { Stages = Options.Stages.Append(new(depth, heads, then)) });

    private static SwinLstmBuilder With(SwinLstmOptions options) => new(options);
}
