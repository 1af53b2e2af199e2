using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>A Swin Transformer block: normalise, attend, add; normalise, feed forward, add. <c>[B, L, D]</c> to <c>[B, L, D]</c>.</summary>
/// <remarks>Source: the authors' SwinTransformerBlock. Where the block takes a second stream, the same normalisation serves both streams,
/// and the residual starts from the first stream as it came.</remarks>
public sealed class SwinBlock : Module<Tensor, Tensor?, Tensor?, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly StreamFusion? fuse;
    private readonly WindowAttention attention;
    private readonly LayerNorm norm2;
    private readonly FeedForward feed_forward;
    private readonly double stochasticDepth;

    internal SwinBlock(WindowTables tables, int channels, int heads, CellOptions options, double stochasticDepth, bool fuses) : base(nameof(SwinBlock))
    {
        this.stochasticDepth = stochasticDepth;
        norm1 = LayerNorm(channels);
        fuse = fuses ? new StreamFusion(channels) : null;
        attention = new(tables, channels, heads, options.Dropout, options.AttentionDropout);
        norm2 = LayerNorm(channels);
        feed_forward = new(channels, options.HiddenChannels(channels), options.Dropout);
        RegisterComponents();
    }

    /// <summary>The block's attention.</summary>
    public WindowAttention Attention => attention;

    /// <summary>Runs the block.</summary>
    /// <param name="tokens"><c>[B, L, D]</c>, the first stream.</param>
    /// <param name="second"><c>[B, L, D]</c>, the second stream, for a block that fuses one; else null.</param>
    /// <param name="bias"><see cref="WindowAttention.Bias"/>, or null to work it out here.</param>
    /// <returns><c>[B, L, D]</c>.</returns>
    /// <exception cref="ArgumentException">A second stream is missing, or is not wanted; or a shape, element type or device is not the block's.</exception>
    public override Tensor forward(Tensor tokens, Tensor? second, Tensor? bias)
    {
        if (fuse is null != second is null)
            throw new ArgumentException(fuse is null ? "second is given, but this block fuses no second stream; pass null." : "second is null, but this block fuses a second stream; pass one of the first stream's shape.", nameof(second));
        attention.Check(tokens, nameof(tokens));
        if (second is not null)
        {
            Require.Trailing(second, nameof(second), "it must have the first stream's shape", [], tokens.shape);
            attention.Check(second, nameof(second));
        }

        using var scope = NewDisposeScope();
        var normal = norm1.call(tokens);
        if (fuse is not null) normal = fuse.call(normal, norm1.call(second!));
        var attended = tokens + StochasticDepth.Drop(attention.call(normal, bias), stochasticDepth, training);
        return scope.MoveToOuter(attended + StochasticDepth.Drop(feed_forward.call(norm2.call(attended)), stochasticDepth, training));
    }
}
