using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>Tokens to frame: transposed convolutions bring every patch back to its pixels. <c>[B, L, D]</c> to <c>[B, C, H, W]</c>.</summary>
/// <remarks>Patch 2 is the authors' PatchInflated: one transposed convolution, kernel 3, stride 2. Theirs doubles the grid whatever the
/// patch; here larger patches double it once more for each factor of 2, with group normalisation and a leaky ReLU between
/// (the head that VMRNN's published repair uses at patch 4), and patch 1 has a stride of 1.</remarks>
public sealed class PatchInflation : Module<Tensor, Tensor>
{
    private readonly ModuleList<PatchDoubling> doublings;
    private readonly ConvTranspose2d head;
    private readonly FrameShape frame;
    private readonly PatchGrid grid;
    private readonly int channels;

    /// <param name="grid">The grid of the tokens that come in.</param>
    /// <param name="channels">Their channels, D.</param>
    /// <param name="frame">The frames that go out; what the grid holds beyond them is cut off.</param>
    /// <param name="patchSize">Side of a patch, in pixels: 1, 2, 4 or 8.</param>
    public PatchInflation(PatchGrid grid, int channels, FrameShape frame, int patchSize) : base(nameof(PatchInflation))
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (patchSize is not (1 or 2 or 4 or 8)) throw new ArgumentOutOfRangeException(nameof(patchSize), patchSize, $"patchSize is {patchSize}; it must be 1, 2, 4 or 8.");
        if (PatchGrid.Of(frame.Height, frame.Width, patchSize) != grid)
            throw new ArgumentException($"A grid of {grid} patches of {patchSize} pixels is not that of frames of {frame}; it would be {PatchGrid.Of(frame.Height, frame.Width, patchSize)}.", nameof(grid));
        (this.grid, this.channels, this.frame) = (grid, channels, frame);
        doublings = new(Enumerable.Range(0, Math.Max(0, int.Log2(patchSize) - 1)).Select(_ => new PatchDoubling(channels)).ToArray());
        var stride = Math.Min(patchSize, 2);
        head = ConvTranspose2d(channels, frame.Channels, kernel_size: 3L, stride: stride, padding: 1L, output_padding: stride - 1L);
        RegisterComponents();
    }

    /// <summary>The weight of the last convolution, <c>[D, C, 3, 3]</c>.</summary>
    public Parameter Weight => head.weight;

    /// <summary>The bias of the last convolution, <c>[C]</c>.</summary>
    public Parameter Bias => head.bias!;

    /// <summary>Restores frames, before any output activation.</summary>
    /// <param name="input">Tokens <c>[B, L, D]</c>.</param>
    /// <returns>Frames <c>[B, C, H, W]</c>.</returns>
    /// <exception cref="ArgumentException">The shape, element type or device is not the module's.</exception>
    public override Tensor forward(Tensor input)
    {
        Require.Trailing(input, "tokens", $"the grid to restore is {grid}", ["batch"], grid.Tokens, channels);
        Require.Like(input, "tokens", head.weight);
        using var scope = NewDisposeScope();
        var image = input.transpose(1, 2).reshape(-1, channels, grid.Rows, grid.Columns); // [B, D, rows, columns]
        foreach (var doubling in doublings) image = doubling.call(image); // [B, D, 2·rows, 2·columns]
        var pixels = head.call(image); // [B, C, rows·p, columns·p]
        if (pixels.size(2) != frame.Height) pixels = pixels.narrow(2, 0, frame.Height); // [B, C, H, columns·p]
        if (pixels.size(3) != frame.Width) pixels = pixels.narrow(3, 0, frame.Width); // [B, C, H, W]
        return scope.MoveToOuter(pixels);
    }
}
