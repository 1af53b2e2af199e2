using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>Stacked ConvLSTM cells: the baseline that the paper measures against, under the same contract.</summary>
/// <remarks>Patches are folded into channels, a 1 × 1 convolution of the last hidden state gives the patches of the next frame.
/// Source: Shi et al. 2015, with the patch folding of the field's implementations.</remarks>
public sealed class ConvLstmNetwork : FramePredictor
{
    private readonly ModuleList<ConvLstmCell> cells;
    private readonly Conv2d head;
    private readonly ConvLstmOptions options;

    /// <param name="options">The network's numbers.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public ConvLstmNetwork(ConvLstmOptions options) : base(nameof(ConvLstmNetwork))
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        Require.AtLeast(1, Math.Min(options.Frame.Channels, Math.Min(options.Frame.Height, options.Frame.Width)), nameof(options.Frame));
        Require.AtLeast(1, options.PatchSize, nameof(options.PatchSize));
        Require.AtLeast(1, options.HiddenChannels.Count, nameof(options.HiddenChannels));
        var folded = options.Frame.Channels * options.PatchSize * options.PatchSize;
        int[] widths = [folded, .. options.HiddenChannels];
        cells = new(options.HiddenChannels.Select((hidden, i) => new ConvLstmCell(widths[i], hidden, options.KernelSize)).ToArray());
        head = Conv2d(widths[^1], folded, 1);
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The frame or the state is not of this network's shape, element type or device.</exception>
    public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state)
    {
        var (channels, height, width) = (options.Frame.Channels, options.Frame.Height, options.Frame.Width);
        Require.Trailing(frame, nameof(frame), $"this network was built for frames of {options.Frame}", ["batch"], channels, height, width);
        Require.Like(frame, nameof(frame), head.weight);
        if (state is not null && state.Count != cells.Count)
            throw new ArgumentException($"state holds {state.Count} cells; this network has {cells.Count}. Pass a state that this network returned, or null to begin.", nameof(state));
        using var scope = NewDisposeScope();
        var grid = PatchGrid.Of(height, width, options.PatchSize);
        var padded = functional.pad(
            RowMajor.Of(frame), [0, (grid.Columns * options.PatchSize) - width, 0, (grid.Rows * options.PatchSize) - height]);
        var maps = functional.pixel_unshuffle(padded, options.PatchSize); // [B, C·p², rows, columns]
        var after = new CellState[cells.Count];
        for (var i = 0; i < after.Length; i++)
        {
            after[i] = cells[i].call(maps, state?[i]);
            maps = after[i].Hidden; // [B, hidden, rows, columns]
        }

        var pixels = functional.pixel_shuffle(head.call(maps), options.PatchSize) // [B, C, rows·p, columns·p]
            .narrow(2, 0, height).narrow(3, 0, width); // [B, C, H, W]
        return (scope.MoveToOuter(Activations.Apply(options.Activation, pixels)), new NetworkState(after).MoveToOuter(scope));
    }
}
