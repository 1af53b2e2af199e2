namespace SwinLSTM;

/// <summary>Frame to tokens: every square of pixels becomes one normalised vector. <c>[B, C, H, W]</c> to <c>[B, h, w, D]</c>.</summary>
/// <remarks>Source: the authors' PatchEmbed: a convolution whose kernel is its stride, here as the one product that it is, then layer
/// normalisation. A frame that does not divide by the patch is padded with zeros at the bottom and right.</remarks>
public sealed class PatchEmbedding : Module<Tensor, Tensor>
{
    private readonly Conv2d proj;
    private readonly LayerNorm norm;
    private readonly int inputChannels, patchSize;

    /// <summary>Makes an embedding for frames of any height and width.</summary>
    /// <param name="inputChannels">Channels of a frame, C.</param>
    /// <param name="patchSize">The side of a patch, in pixels.</param>
    /// <param name="channels">Channels of a token, D.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public PatchEmbedding(int inputChannels, int patchSize, int channels) : base(nameof(PatchEmbedding))
    {
        this.inputChannels = Require.AtLeast(1, inputChannels, nameof(inputChannels));
        this.patchSize = Require.AtLeast(1, patchSize, nameof(patchSize));
        proj = Conv2d(inputChannels, Require.AtLeast(1, channels, nameof(channels)), patchSize, stride: patchSize);
        norm = LayerNorm(channels);
        RegisterComponents();
    }

    /// <summary>Embeds a batch of frames.</summary>
    /// <param name="frame">Frames <c>[B, C, H, W]</c>.</param>
    /// <returns>Tokens <c>[B, h, w, D]</c> with h = ⌈H / patch⌉, w = ⌈W / patch⌉.</returns>
    /// <exception cref="ArgumentException">The shape, element type or device is not the module's.</exception>
    public override Tensor forward(Tensor frame)
    {
        Require.Maps(frame, nameof(frame), inputChannels, proj.weight);
        using var scope = NewDisposeScope();
        var grid = TokenGrid.Of(frame, axis: 2).PaddedTo(patchSize);
        var patches = grid.Pad(RowMajor.Of(frame), axis: 2) // [B, C, H, W]
            .view(-1, inputChannels, grid.Rows / patchSize, patchSize, grid.Columns / patchSize, patchSize) // [B, C, h, p, w, p]
            .permute(0, 2, 4, 1, 3, 5).flatten(3); // [B, h, w, C·p·p]
        var tokens = Product.Linear(proj.weight!.flatten(1), proj.bias, patches, null); // [B, h, w, D]
        return scope.MoveToOuter(norm.call(tokens)); // [B, h, w, D]
    }
}
