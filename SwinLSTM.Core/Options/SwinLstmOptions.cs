using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Every number that shapes a SwinLSTM network: one immutable value. Variants are made with <c>with</c>.</summary>
/// <remarks>Source: the paper's section 3 and the defaults of the authors' configuration. Checked once, when a network is built.</remarks>
public sealed record SwinLstmOptions
{
    /// <summary>The frames that go in. Default: 1 channel, 64 × 64 (Moving MNIST).</summary>
    public FrameShape Frame { get; init; } = new(1, 64, 64);

    /// <summary>Channels of the frames that come out; null (default) means as many as go in.</summary>
    public int? OutputChannels { get; init; }

    /// <summary>Side of the square of pixels that becomes one token: 1, 2, 4 or 8. Default 2.</summary>
    public int PatchSize { get; init; } = 2;

    /// <summary>Channels of a token at the first stage; each merge doubles them. Default 128.</summary>
    public int EmbedChannels { get; init; } = 128;

    /// <summary>The stages in the order they run. Default: one cell of 12 blocks of 4 heads (SwinLSTM-B).</summary>
    public StageList Stages { get; init; } = [new(Depth: 12, Heads: 4)];

    /// <summary>The attention window. Default 4 × 4 tokens. A stage whose grid is no larger uses the rule of <see cref="WindowLayout"/>.</summary>
    public WindowSize Window { get; init; } = 4;

    /// <summary>Hidden width of a block's perceptron, as a multiple of its channels. Default 4.</summary>
    public double FeedForwardRatio { get; init; } = 4;

    /// <summary>The highest probability, in training, that a block's branch is dropped for a sample. Default 0.1. See <see cref="SwinLSTM.StochasticDepth"/>.</summary>
    public double StochasticDepth { get; init; } = 0.1;

    /// <summary>Probability, in training, that a projected or fed-forward value is dropped. Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Probability, in training, that an attention weight is dropped. Default 0.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>The function that the frames end with. Default: sigmoid, as published.</summary>
    public OutputActivation Activation { get; init; } = OutputActivation.Sigmoid;

    /// <summary>The published SwinLSTM-B: one cell of 12 blocks.</summary>
    public static SwinLstmOptions B { get; } = new();

    /// <summary>The published SwinLSTM-D: four cells on three resolutions, in the order the authors' code runs them.</summary>
    public static SwinLstmOptions D { get; } = new()
    {
        Stages =
        [
            new(Depth: 2, Heads: 4, Resampling.Merge),
            new(Depth: 6, Heads: 8, Resampling.Merge),
            new(Depth: 2, Heads: 8, Resampling.Expand),
            new(Depth: 6, Heads: 4, Resampling.Expand),
        ],
    };

    /// <summary>Weights of a network of these options, without building it. The authors count weights that never run on top.</summary>
    /// <exception cref="ArgumentException">A rule is broken; the message lists all of them.</exception>
    public long CountParameters()
    {
        OptionsRules.Validate(this);
        return NetworkSize.Parameters(this);
    }

    /// <summary>The network of these options: <see cref="SwinLstmB"/> if every stage keeps its resolution, else <see cref="SwinLstmD"/>.</summary>
    /// <param name="device">Where the weights live; null is the CPU.</param>
    /// <param name="dtype">Element type of the weights; null is float32.</param>
    /// <param name="seed">Fixes the initial weights without touching the caller's random state; null draws from TorchSharp's default generator.</param>
    /// <exception cref="ArgumentException">A rule is broken; the message lists all of them.</exception>
    public SwinLstmNetwork Build(Device? device = null, ScalarType? dtype = null, long? seed = null)
    {
        OptionsRules.Validate(this);
        using var random = RandomSeed.Fork(seed);
        SwinLstmNetwork network = Stages.All(s => s.Then == Resampling.Keep) ? new SwinLstmB(this) : new SwinLstmD(this);
        if (device is not null || dtype is not null) network.to(device ?? CPU, dtype ?? ScalarType.Float32);
        return network;
    }
}
