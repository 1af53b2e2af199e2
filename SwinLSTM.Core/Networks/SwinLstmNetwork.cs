using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Embed, run the stages, restore the frame: the one composition behind <see cref="SwinLstmB"/> and <see cref="SwinLstmD"/>.</summary>
/// <remarks>Source: SwinLSTM (Tang et al., ICCV 2023), figure 2, as the authors' code computes it: there are no skip connections between stages.</remarks>
public abstract class SwinLstmNetwork : FramePredictor
{
    private readonly PatchEmbedding embedding;
    private readonly ModuleList<Stage> stages;
    private readonly PatchInflation inflation;

    private protected SwinLstmNetwork(SwinLstmOptions options, string name) : base(name)
    {
        Options = options;
        var layouts = StageLayout.Of(options);
        var rates = SwinLSTM.StochasticDepth.Rates(options.Stages, options.StochasticDepth);
        embedding = new(options.Frame, options.PatchSize, options.EmbedChannels);
        stages = new(layouts.Select((layout, i) => Build(options, layout, rates[i])).ToArray());
        inflation = new(embedding.Grid, options.EmbedChannels, OutputFrame, options.PatchSize);
        RegisterComponents();
    }

    /// <summary>The numbers that shape this network.</summary>
    public SwinLstmOptions Options { get; }

    /// <summary>The frames that come out.</summary>
    public FrameShape OutputFrame => Options.Frame with { Channels = Options.OutputChannels ?? Options.Frame.Channels };

    /// <summary>The cells in stage order.</summary>
    public IReadOnlyList<SwinLstmCell> Cells => [.. stages.Select(s => s.Cell)];

    /// <summary>The weight of the last layer, <c>[D, C', 3, 3]</c>.</summary>
    public Parameter OutputWeight => inflation.Weight;

    /// <summary>The bias of the last layer, <c>[C']</c>: before the output activation, what is predicted where nothing is seen.</summary>
    public Parameter OutputBias => inflation.Bias;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The frame or the state is not of this network's shape, element type or device.</exception>
    public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state) => Step(frame, state, null);

    /// <inheritdoc/>
    public override SequenceRun Begin() => new Run(this);

    private (Tensor Next, NetworkState State) Step(Tensor frame, NetworkState? state, IReadOnlyList<Tensor>[]? biases)
    {
        using var scope = NewDisposeScope();
        var after = RunCells(frame, state, biases);
        var pixels = inflation.call(stages[^1].Resample(after[^1].Hidden)); // [B, C', H, W]
        return (scope.MoveToOuter(Activations.Apply(Options.Activation, pixels)), after.MoveToOuter(scope));
    }

    private NetworkState Observe(Tensor frame, NetworkState? state, IReadOnlyList<Tensor>[]? biases)
    {
        using var scope = NewDisposeScope();
        return RunCells(frame, state, biases).MoveToOuter(scope);
    }

    private NetworkState RunCells(Tensor frame, NetworkState? state, IReadOnlyList<Tensor>[]? biases)
    {
        if (state is not null && state.Count != stages.Count)
            throw new ArgumentException($"state holds {state.Count} cells; this network has {stages.Count}. Pass a state that this network returned, or null to begin.", nameof(state));
        var tokens = embedding.call(frame); // [B, L, D]
        var after = new CellState[stages.Count];
        for (var i = 0; i < after.Length; i++)
        {
            if (i > 0) tokens = stages[i - 1].Resample(after[i - 1].Hidden); // [B, L', D']
            // By call where nothing was prepared, so that hooks on the cells run.
            after[i] = biases is null ? stages[i].Cell.call(tokens, state?[i]) : stages[i].Cell.Step(tokens, state?[i], biases[i]);
        }

        return new(after);
    }

    private static Stage Build(SwinLstmOptions options, StageLayout layout, double[] rates)
    {
        var (stage, grid, channels) = (layout.Options, layout.Grid, layout.Channels);
        var cell = new SwinLstmCell(grid, channels, stage.Depth, stage.Heads, options.Window, new CellOptions
        {
            FeedForwardRatio = options.FeedForwardRatio,
            Dropout = options.Dropout,
            AttentionDropout = options.AttentionDropout,
            StochasticDepth = rates,
        });
        return new(cell,
            stage.Then == Resampling.Merge ? new PatchMerging(grid, channels) : null,
            stage.Then == Resampling.Expand ? new PatchExpanding(grid, layout.NextGrid, channels) : null);
    }

    private sealed class Run(SwinLstmNetwork network) : SequenceRun(network)
    {
        private readonly IReadOnlyList<Tensor>[] biases = [.. network.stages.Select(s => s.Cell.Biases())];

        public override (Tensor Next, NetworkState State) Step(Tensor frame, NetworkState? state) => network.Step(frame, state, biases);

        public override NetworkState Observe(Tensor frame, NetworkState? state) => network.Observe(frame, state, biases);

        protected override void Dispose(bool disposing)
        {
            foreach (var bias in biases.SelectMany(b => b)) bias.Dispose();
            base.Dispose(disposing);
        }
    }
}
