namespace SwinLSTM;

/// <summary>A Swin Transformer block: normalise, attend, add; normalise, feed forward, add. <c>[B, h, w, D]</c> to <c>[B, h, w,
/// D]</c>.</summary>
/// <remarks>
/// <para>Everything but the shift is done token by token or window by window, so the grid is shifted first and back last.</para>
/// <para>Source: the authors' SwinTransformerBlock. A block that fuses a second stream normalises both streams with the same weights, and
/// its residual starts from the first stream as it came.</para>
/// </remarks>
internal sealed class SwinBlock : Module<Tensor, Tensor?, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly Linear? fuse;
    private readonly WindowAttention attention;
    private readonly LayerNorm norm2;
    private readonly FeedForward feed_forward;
    private readonly WindowSize window;
    private readonly bool shifted;
    private readonly double stochasticDepth;
    private readonly DropoutSource random;

    public SwinBlock(int channels, int heads, WindowSize window, bool shifted, bool fuses, double stochasticDepth, CellOptions options,
        DropoutSource random)
        : base(nameof(SwinBlock))
    {
        (this.window, this.shifted, this.stochasticDepth, this.random) = (window, shifted, stochasticDepth, random);
        norm1 = LayerNorm(channels);
        fuse = fuses ? Linear(2L * channels, channels) : null;
        attention = new(channels, heads, window, options, random);
        norm2 = LayerNorm(channels);
        feed_forward = new(channels, options.HiddenChannels(channels), options.Dropout, random);
        RegisterComponents();
    }

    /// <summary>A weight, for its element type and device.</summary>
    public Tensor Weight => norm1.weight!;

    /// <summary>Runs the block on <c>[B, h, w, D]</c>, with a second stream of the same shape for a block that fuses one; else
    /// null.</summary>
    public override Tensor forward(Tensor x, Tensor? h)
    {
        using var scope = NewDisposeScope();
        var layout = WindowLayout.Of(TokenGrid.Of(x), window, shifted);
        Tensor first = WindowShift.Shift(x, layout), second = h is null ? first : WindowShift.Shift(h, layout); // [B, H, W, D]
        var result = WindowRows.Map(layout, first, rows => Run(rows.Of(first), rows.Of(second), rows)); // [B, H, W, D]
        return scope.MoveToOuter(WindowShift.Unshift(result, layout)); // [B, h, w, D]
    }

    private Tensor Run(Tensor x, Tensor h, WindowRows rows)
    {
        var normal = norm1.call(x);
        if (fuse is not null) normal = Product.Linear(fuse.weight, fuse.bias, normal, norm1.call(h));
        var attended = x.Plus(Drop(attention.call(normal, rows)));
        return attended.Plus(Drop(feed_forward.call(norm2.call(attended))));
    }

    private Tensor Drop(Tensor branch) => stochasticDepth > 0 && training ? random.DropSamples(branch, stochasticDepth) : branch;
}
