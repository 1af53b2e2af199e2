namespace SwinLSTM;

/// <summary>Multi-head attention inside each window of a grid of any size.</summary>
/// <remarks>
/// <para>softmax(q kᵀ / √d + bias) v, for every window and head, with a learned bias for each relative position. Source: (shifted) window
/// attention of Swin Transformer.</para>
/// <para>How windows lie on a grid that they do not divide, or that is smaller than they are: <see cref="WindowLayout"/>.</para>
/// </remarks>
internal sealed class WindowAttention : Module<Tensor, WindowRows, Tensor>
{
    private readonly Parameter relative_position_bias_table;
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly WindowSize window;
    private readonly int heads;
    private readonly CellOptions options;
    private readonly DropoutSource random;

    public WindowAttention(int channels, int heads, WindowSize window, CellOptions options, DropoutSource random)
        : base(nameof(WindowAttention))
    {
        (this.heads, this.window, this.options, this.random) = (heads, window, options, random);
        relative_position_bias_table = RelativePositionBias.TruncatedNormal(0.02, window.Offsets, heads);
        qkv = Linear(channels, 3L * channels);
        proj = Linear(channels, channels);
        RegisterComponents();
    }

    /// <summary>Attends inside the windows of some rows of a shifted grid, <c>[B, rows, W, D]</c>.</summary>
    public override Tensor forward(Tensor x, WindowRows rows)
    {
        using var scope = NewDisposeScope();
        var bias = WindowTables.Bias(relative_position_bias_table, window, rows); // [nW or 1, heads, N, N]
        var split = WindowPartition.SplitHeads(qkv.Linear(x), rows.Layout.Window, heads); // [3, B·nW·h, N, d]
        var attended = Attend(split.select(0, 0), split.select(0, 1), split.select(0, 2), bias); // [B·nW·h, N, d]
        var mixed = proj.Linear(WindowPartition.JoinHeads(attended, TokenGrid.Of(x), rows.Layout.Window, heads)); // [B, rows, W, D]
        return scope.MoveToOuter(options.Dropout > 0 && training ? random.DropValues(mixed, options.Dropout) : mixed);
    }

    /// <summary>Computes softmax(q kᵀ / √d + bias) v for queries, keys and values <c>[B·nW·h, N, d]</c> and a bias <c>[nW or 1, h, N,
    /// N]</c>.</summary>
    internal Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor bias)
    {
        var (n, d) = (q.size(1), q.size(2));
        var scores = q.bmm(k.transpose(1, 2)).view(-1, bias.size(0), bias.size(1), n, n); // [B', nW or 1, h, N, N]
        var weights = bias.add(scores, Number(1 / Math.Sqrt(d))).softmax(-1).view(-1, n, n); // [B·nW·h, N, N]
        if (options.AttentionDropout > 0 && training) weights = random.DropValues(weights, options.AttentionDropout);
        return weights.bmm(v); // [B·nW·h, N, d]
    }
}
