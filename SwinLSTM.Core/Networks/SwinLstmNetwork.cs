namespace SwinLSTM;

/// <summary>Embed, run the stages, restore the frame: the one composition behind <see cref="SwinLstmB"/> and <see cref="SwinLstmD"/>, for
/// frames of any size.</summary>
/// <remarks>Source: SwinLSTM (Tang et al., ICCV 2023), figure 2, as the authors' code computes it: there are no skip connections between
/// stages.</remarks>
public abstract class SwinLstmNetwork : FramePredictor
{
    private readonly PatchEmbedding embedding;
    private readonly ModuleList<Stage> stages;
    private readonly PatchUnembedding unembedding;
    private readonly DropoutSource random = new();

    private protected SwinLstmNetwork(SwinLstmOptions options, string name, long? seed, string rule, bool changes) : base(name)
    {
        OptionsRules.Validate(options);
        if (options.ChangesResolution != changes) throw new ArgumentException(rule, nameof(options));
        Options = options;
        using var fork = RandomSeed.Fork(seed);
        embedding = new(options.Channels, options.PatchSize, options.EmbedChannels);
        stages = new(options.Stages.Zip(options.StageChannels(), options.Cells())
            .Select(s => new Stage(s.First, s.Second, options.Window, s.Third, random)).ToArray());
        unembedding = new(options.EmbedChannels, options.PredictedChannels, options.PatchSize);
        RegisterComponents();
        random.SeedFromDefault();
    }

    /// <summary>The numbers that shape this network.</summary>
    public SwinLstmOptions Options { get; }

    /// <summary>The cells in stage order.</summary>
    public IReadOnlyList<SwinLstmCell> Cells => [.. stages.Select(s => s.Cell)];

    /// <inheritdoc/>
    public override IReadOnlyList<int>? TargetChannels => Options.TargetChannels;

    /// <inheritdoc/>
    public override void Reseed(long seed) => random.Reseed(seed);

    /// <inheritdoc/>
    protected internal override Tensor? RandomState
    {
        get => random.State;
        set => random.State = value;
    }

    /// <inheritdoc/>
    protected override FramePredictor CreateAlike() => Options.Build(seed: 0);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The frame or the state is not of this network's shape, element type or device.</exception>
    public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state)
    {
        state?.Check(stages.Count, nameof(state));
        using var scope = NewDisposeScope();
        var tokens = embedding.call(frame); // [B, h, w, D]
        var after = new CellState[stages.Count];
        var finer = new Stack<TokenGrid>();
        for (var i = 0; i < after.Length; i++)
        {
            if (Options.Stages[i].Then == Resampling.Downsample) finer.Push(TokenGrid.Of(tokens));
            (tokens, after[i]) = stages[i].call(tokens, state?[i]); // [B, h', w', D']
            // The row or column that merging padded goes again.
            if (Options.Stages[i].Then == Resampling.Upsample) tokens = finer.Pop().Crop(tokens);
        }

        var pixels = TokenGrid.Of(frame, axis: 2).Crop(unembedding.call(tokens), axis: 2); // [B, C', H, W]
        return (scope.MoveToOuter(Options.Activation.Apply(pixels)), new NetworkState(after).MoveToOuter(scope));
    }

    /// <inheritdoc/>
    public override void InitializeHead(ReadOnlySpan<double> mean) =>
        Options.Activation.BeginAt(mean, unembedding.Weight, unembedding.Bias);
}
