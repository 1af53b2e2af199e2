using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>Frame to tokens: every square of pixels becomes one normalised vector. <c>[B, C, H, W]</c> to <c>[B, L, D]</c>.</summary>
/// <remarks>Source: the authors' PatchEmbed: a convolution whose kernel is its stride, then layer normalisation.
/// A frame that does not divide by the patch is padded with zeros at the bottom and right.</remarks>
public sealed class PatchEmbedding : Module<Tensor, Tensor>
{
    private readonly Conv2d proj;
    private readonly LayerNorm norm;
    private readonly FrameShape frame;
    private readonly int patchSize;

    /// <param name="frame">The frames that come in.</param>
    /// <param name="patchSize">Side of a patch, in pixels.</param>
    /// <param name="channels">Channels of a token, D.</param>
    public PatchEmbedding(FrameShape frame, int patchSize, int channels) : base(nameof(PatchEmbedding))
    {
        ArgumentNullException.ThrowIfNull(frame);
        this.frame = frame;
        this.patchSize = Require.AtLeast(1, patchSize, nameof(patchSize));
        Require.AtLeast(1, channels, nameof(channels));
        Grid = PatchGrid.Of(frame.Height, frame.Width, patchSize);
        proj = Conv2d(frame.Channels, channels, patchSize, stride: patchSize);
        norm = LayerNorm(channels);
        RegisterComponents();
    }

    /// <summary>The grid of the tokens that come out.</summary>
    public PatchGrid Grid { get; }

    /// <summary>Embeds a batch of frames.</summary>
    /// <param name="input">Frames <c>[B, C, H, W]</c>.</param>
    /// <returns>Tokens <c>[B, L, D]</c>, row by row.</returns>
    /// <exception cref="ArgumentException">The shape, element type or device is not the module's.</exception>
    public override Tensor forward(Tensor input)
    {
        Require.Trailing(input, "frame", $"this network was built for frames of {frame}", ["batch"], frame.Channels, frame.Height, frame.Width);
        Require.Like(input, "frame", proj.weight);
        using var scope = NewDisposeScope();
        var padded = Pad(RowMajor.Of(input));
        var tokens = proj.call(padded).flatten(2).transpose(1, 2); // [B, L, D]
        return scope.MoveToOuter(norm.call(tokens));
    }

    private Tensor Pad(Tensor pixels)
    {
        int bottom = (Grid.Rows * patchSize) - frame.Height, right = (Grid.Columns * patchSize) - frame.Width;
        return bottom == 0 && right == 0 ? pixels : functional.pad(pixels, [0, right, 0, bottom]); // [B, C, rows·p, columns·p]
    }
}
