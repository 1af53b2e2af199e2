namespace SwinLSTM;

/// <summary>Stacked ConvLSTM cells: the baseline that the paper measures against, under the same contract.</summary>
/// <remarks>Patches are folded into channels, a 1 × 1 convolution of the last hidden state gives the patches of the next frame. Source: Shi
/// et al. 2015, with the patch folding of the field's implementations.</remarks>
public sealed class ConvLstmNetwork : FramePredictor
{
    private readonly ModuleList<ConvLstmCell> cells;
    private readonly Conv2d head;

    /// <summary>Makes a network with fresh weights on the CPU.</summary>
    /// <param name="options">The network's numbers.</param>
    /// <param name="seed">Fixes the initial weights without touching the caller's random state; null draws from TorchSharp's default
    /// generator.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public ConvLstmNetwork(ConvLstmOptions options, long? seed = null) : base(nameof(ConvLstmNetwork))
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        using var random = RandomSeed.Fork(seed);
        var folded = options.Channels * options.PatchSize * options.PatchSize;
        int[] widths = [folded, .. options.HiddenChannels];
        cells = new(options.HiddenChannels.Select((hidden, i) => new ConvLstmCell(widths[i], hidden, options.KernelSize)).ToArray());
        head = Conv2d(widths[^1], folded, 1);
        RegisterComponents();
    }

    /// <summary>The numbers that shape this network.</summary>
    public ConvLstmOptions Options { get; }

    /// <inheritdoc/>
    protected override FramePredictor CreateAlike() => new ConvLstmNetwork(Options, seed: 0);

    /// <inheritdoc/>
    public override void InitializeHead(ReadOnlySpan<double> mean) =>
        Options.Activation.BeginAt(mean, head.weight, head.bias!, Options.PatchSize * Options.PatchSize);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The frame or the state is not of this network's shape, element type or device.</exception>
    public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state)
    {
        Require.Maps(frame, nameof(frame), Options.Channels, head.weight);
        state?.Check(cells.Count, nameof(state));
        using var scope = NewDisposeScope();
        var pixels = TokenGrid.Of(frame, axis: 2);
        var padded = pixels.PaddedTo(Options.PatchSize).Pad(RowMajor.Of(frame), axis: 2); // [B, C, h·p, w·p]
        var maps = functional.pixel_unshuffle(padded, Options.PatchSize); // [B, C·p², h, w]
        var after = new CellState[cells.Count];
        for (var i = 0; i < after.Length; i++)
        {
            after[i] = cells[i].call(maps, state?[i]);
            maps = after[i].Hidden; // [B, hidden, h, w]
        }

        var patches = Product.Linear(head.weight!.flatten(1), head.bias, maps.permute(0, 2, 3, 1), null); // [B, h, w, C·p²]
        var whole = functional.pixel_shuffle(patches.permute(0, 3, 1, 2), Options.PatchSize); // [B, C, h·p, w·p]
        var next = Options.Activation.Apply(pixels.Crop(whole, axis: 2)); // [B, C, H, W]
        return (scope.MoveToOuter(next), new NetworkState(after).MoveToOuter(scope));
    }
}
