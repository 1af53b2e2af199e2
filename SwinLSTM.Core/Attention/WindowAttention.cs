namespace SwinLSTM;

/// <summary>Multi-head attention inside each window of a grid of any size. <c>[B, h, w, D]</c> to <c>[B, h, w, D]</c>.</summary>
/// <remarks>
/// <para>softmax(q kᵀ / √d + bias) v, for every window and head, with a learned bias for each relative position. Source: (shifted) window
/// attention of Swin Transformer.</para>
/// <para>How windows lie on a grid that they do not divide, or that is smaller than they are: <see cref="WindowLayout"/>.</para>
/// </remarks>
internal sealed class WindowAttention : Module<Tensor, Tensor>
{
    private readonly Parameter relative_position_bias_table;
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly WindowSize window;
    private readonly bool shifted;
    private readonly int heads;
    private readonly CellOptions options;
    private readonly DropoutSource random;

    public WindowAttention(int channels, int heads, WindowSize window, bool shifted, CellOptions options, DropoutSource random)
        : base(nameof(WindowAttention))
    {
        (this.heads, this.window, this.shifted, this.options, this.random) = (heads, window, shifted, options, random);
        relative_position_bias_table = RelativePositionBias.TruncatedNormal(0.02, window.Offsets, heads);
        qkv = Linear(channels, 3L * channels);
        proj = Linear(channels, channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var layout = WindowLayout.Of(TokenGrid.Of(x), window, shifted);
        var bias = WindowTables.Bias(relative_position_bias_table, window, layout); // [nW or 1, heads, N, N]
        // Shifting before the projection moves a third of the values that shifting after it would.
        var moved = WindowShift.Shift(layout.Padded.Pad(x), layout); // [B, H, W, D]
        var split = WindowPartition.SplitHeads(qkv.call(moved), layout.Window, heads); // [3, B·nW·h, N, d]
        var attended = Attend(split.select(0, 0), split.select(0, 1), split.select(0, 2), bias); // [B·nW·h, N, d]
        var mixed = proj.call(WindowPartition.JoinHeads(attended, layout.Padded, layout.Window, heads)); // [B, H, W, D]
        if (options.Dropout > 0 && training) mixed = random.DropValues(mixed, options.Dropout);
        return scope.MoveToOuter(layout.Grid.Crop(WindowShift.Unshift(mixed, layout))); // [B, h, w, D]
    }

    /// <summary>Computes softmax(q kᵀ / √d + bias) v for queries, keys and values <c>[B·nW·h, N, d]</c> and a bias <c>[nW or 1, h, N,
    /// N]</c>.</summary>
    internal Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor bias)
    {
        var (n, d) = (q.size(1), q.size(2));
        var scores = q.bmm(k.transpose(1, 2)).view(-1, bias.size(0), bias.size(1), n, n); // [B', nW or 1, h, N, N]
        var weights = bias.add(scores, 1 / Math.Sqrt(d)).softmax(-1).view(-1, n, n); // [B·nW·h, N, N]
        if (options.AttentionDropout > 0 && training) weights = random.DropValues(weights, options.AttentionDropout);
        return weights.bmm(v); // [B·nW·h, N, d]
    }
}
