namespace SwinLSTM;

/// <summary>Every number that shapes a SwinLSTM network: one immutable value. Variants are made with <c>with</c>. Frames may have any
/// height and width.</summary>
/// <remarks>Source: the paper's section 3 and the defaults of the authors' configuration. Checked once, when a network is built.</remarks>
public sealed record SwinLstmOptions
{
    /// <summary>The channels of the frames that go in. Default 1.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Which of these channels are predicted, in the order they come out; null (default) means all of them.</summary>
    public ValueList<int>? TargetChannels { get; init; }

    /// <summary>The channels of the frames that come out; null (default) means as many as <see cref="TargetChannels"/>, or as go
    /// in.</summary>
    public int? OutputChannels { get; init; }

    /// <summary>The side of the square of pixels that becomes one token: 1, 2, 4 or 8. Default 2.</summary>
    public int PatchSize { get; init; } = 2;

    /// <summary>The channels of a token at the first stage; each downsampling doubles them. Default 128.</summary>
    public int EmbedChannels { get; init; } = 128;

    /// <summary>The stages in the order they run. Default: one cell of 12 blocks of 4 heads (SwinLSTM-B).</summary>
    public ValueList<StageOptions> Stages { get; init; } = [new(Depth: 12, Heads: 4)];

    /// <summary>The attention window. Default 4 × 4 tokens. On a grid that is not larger it shrinks as published.</summary>
    public WindowSize Window { get; init; } = 4;

    /// <summary>The hidden width of a block's perceptron, as a multiple of its channels. Default 4.</summary>
    public double FeedForwardRatio { get; init; } = 4;

    /// <summary>The highest probability, in training, that a block's branch is dropped for a sample. Default 0.1. It is constant over
    /// stages that keep their resolution, rises from 0 over those that downsample, and falls to 0 over those that upsample.</summary>
    public double StochasticDepth { get; init; } = 0.1;

    /// <summary>The probability, in training, that a projected or fed-forward value is dropped. Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>The probability, in training, that an attention weight is dropped. Default 0.</summary>
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
            new(Depth: 2, Heads: 4, Resampling.Downsample),
            new(Depth: 6, Heads: 8, Resampling.Downsample),
            new(Depth: 2, Heads: 8, Resampling.Upsample),
            new(Depth: 6, Heads: 4, Resampling.Upsample),
        ],
    };

    /// <summary>How many channels really come out.</summary>
    internal int PredictedChannels => OutputChannels ?? TargetChannels?.Count ?? Channels;

    /// <summary>What all cells have in common.</summary>
    internal CellOptions Cell => new() { FeedForwardRatio = FeedForwardRatio, Dropout = Dropout, AttentionDropout = AttentionDropout };

    internal bool ChangesResolution => Stages.Any(s => s.Then != Resampling.None);

    /// <summary>Counts the weights of a network of these options, without building it. The authors count weights that never run on
    /// top.</summary>
    /// <exception cref="ArgumentException">A rule is broken; the message lists all of them.</exception>
    public long CountParameters()
    {
        OptionsRules.Validate(this);
        long d = EmbedChannels, outputs = PredictedChannels;
        var embedding = (Channels * d * PatchSize * PatchSize) + (3 * d);
        var unembedding = (Math.Max(0, int.Log2(PatchSize) - 1) * ((9 * d * d) + (3 * d))) + (9 * d * outputs) + outputs;
        return embedding + unembedding + Stages.Zip(StageChannels(), CountParameters).Sum();
    }

    /// <summary>Builds the network of these options: <see cref="SwinLstmB"/> if every stage keeps its resolution, else
    /// <see cref="SwinLstmD"/>.</summary>
    /// <param name="device">Where the weights live; null is the CPU.</param>
    /// <param name="dtype">The element type of the weights; null is float32.</param>
    /// <param name="seed">Fixes the initial weights without touching the caller's random state; null draws from TorchSharp's default
    /// generator.</param>
    /// <exception cref="ArgumentException">A rule is broken; the message lists all of them.</exception>
    public SwinLstmNetwork Build(Device? device = null, ScalarType? dtype = null, long? seed = null)
    {
        OptionsRules.Validate(this);
        SwinLstmNetwork network = ChangesResolution ? new SwinLstmD(this, seed) : new SwinLstmB(this, seed);
        if (device is not null || dtype is not null) network.to(device ?? CPU, dtype ?? ScalarType.Float32);
        return network;
    }

    /// <summary>The channels of each stage's cell.</summary>
    internal IEnumerable<int> StageChannels()
    {
        var level = 0;
        foreach (var stage in Stages)
        {
            yield return EmbedChannels << level;
            level += stage.Descends;
        }
    }

    /// <summary>The options of each stage's cell.</summary>
    internal IEnumerable<CellOptions> Cells() =>
        StageOptions.DropRates(Stages, StochasticDepth).Select(rates => Cell with { StochasticDepth = rates });

    private long CountParameters(StageOptions stage, int channels)
    {
        long d = channels, hidden = Cell.HiddenChannels(channels);
        var block = (4 * d) + ((long)Window.Offsets * stage.Heads) + (4 * d * d) + (4 * d) + (2 * d * hidden) + hidden + d;
        var resampling = stage.Then switch
        {
            Resampling.Downsample => (8 * d) + (8 * d * d),
            Resampling.Upsample => d + (2 * d * d),
            _ => 0,
        };
        return (stage.Depth * block) + ((stage.Depth + 1) / 2 * ((2 * d * d) + d)) + resampling;
    }
}
