namespace SwinLSTM;

/// <summary>Words over <see cref="SwinLstmOptions"/>: each returns a new builder, so a half-finished sentence can be shared and
/// branched.</summary>
/// <remarks>It has no rules of its own; <see cref="Build"/> checks the options.</remarks>
public sealed record SwinLstmBuilder
{
    private SwinLstmBuilder(SwinLstmOptions options) => Options = options;

    /// <summary>The options set so far.</summary>
    public SwinLstmOptions Options { get; private init; }

    /// <summary>Begins a network for frames <c>[B, channels, H, W]</c> of any height and width.</summary>
    public static SwinLstmBuilder ForFrames(int channels) => new(new SwinLstmOptions { Channels = channels, Stages = [] });

    /// <summary>Cuts frames into patches of <paramref name="patchSize"/> pixels (1, 2, 4 or 8) and gives each <paramref name="channels"/>
    /// channels.</summary>
    public SwinLstmBuilder Embed(int patchSize, int channels) => With(Options with { PatchSize = patchSize, EmbedChannels = channels });

    /// <summary>Adds a cell at the present resolution.</summary>
    public SwinLstmBuilder Cell(int depth, int heads) => Stage(depth, heads, Resampling.None);

    /// <summary>Adds a cell, then halves the resolution and doubles the channels.</summary>
    public SwinLstmBuilder Encode(int depth, int heads) => Stage(depth, heads, Resampling.Downsample);

    /// <summary>Adds a cell, then doubles the resolution and halves the channels.</summary>
    public SwinLstmBuilder Decode(int depth, int heads) => Stage(depth, heads, Resampling.Upsample);

    /// <summary>Sets attention windows of <paramref name="side"/> × <paramref name="side"/> tokens.</summary>
    public SwinLstmBuilder Window(int side) => With(Options with { Window = side });

    /// <summary>Sets rectangular attention windows, in tokens.</summary>
    public SwinLstmBuilder Window(int height, int width) => With(Options with { Window = new(height, width) });

    /// <summary>Sets the highest rate at which a block's branch is dropped in training.</summary>
    public SwinLstmBuilder StochasticDepth(double rate) => With(Options with { StochasticDepth = rate });

    /// <summary>Sets dropout of projections and, apart, of attention weights, in training.</summary>
    public SwinLstmBuilder Dropout(double rate, double attention = 0) =>
        With(Options with { Dropout = rate, AttentionDropout = attention });

    /// <summary>Predicts some of the channels only, in this order; the others go in alone.</summary>
    public SwinLstmBuilder Predict(params ReadOnlySpan<int> channels) => With(Options with { TargetChannels = [.. channels] });

    /// <summary>Sets the channels of the frames that come out, and the function they end with.</summary>
    public SwinLstmBuilder Output(int channels, OutputActivation activation = OutputActivation.Sigmoid) =>
        With(Options with { OutputChannels = channels, Activation = activation });

    /// <summary>Sets the function that the frames end with.</summary>
    public SwinLstmBuilder Output(OutputActivation activation) => With(Options with { Activation = activation });

    /// <inheritdoc cref="SwinLstmOptions.Build"/>
    public SwinLstmNetwork Build(Device? device = null, ScalarType? dtype = null, long? seed = null) => Options.Build(device, dtype, seed);

    private SwinLstmBuilder Stage(int depth, int heads, Resampling then) =>
        With(Options with { Stages = [.. Options.Stages, new(depth, heads, then)] });

    private static SwinLstmBuilder With(SwinLstmOptions options) => new(options);
}
