using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>Multi-head attention inside each window. <c>[B, L, D]</c> to <c>[B, L, D]</c>.</summary>
/// <remarks>Source: (shifted) window attention of Swin Transformer, with the scale d^-1/2 and a learned relative position bias. See <see cref="Attend"/>.</remarks>
public sealed class WindowAttention : Module<Tensor, Tensor?, Tensor>
{
    private Parameter relative_position_bias_table;
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly WindowTables tables;
    private readonly int channels, heads;
    private readonly double dropout, attentionDropout;

    /// <param name="tables">The windows, and the constants that follow from them; shared by the blocks of a cell.</param>
    /// <param name="channels">Channels of a token, D.</param>
    /// <param name="heads">Heads; they share the channels evenly.</param>
    /// <param name="dropout">Rate of dropout after the projection.</param>
    /// <param name="attentionDropout">Rate of dropout of attention weights.</param>
    internal WindowAttention(WindowTables tables, int channels, int heads, double dropout, double attentionDropout) : base(nameof(WindowAttention))
    {
        (this.tables, this.channels, this.heads) = (tables, channels, heads);
        (this.dropout, this.attentionDropout) = (dropout, attentionDropout);
        relative_position_bias_table = TruncatedNormal.Parameter(0.02, tables.Layout.Window.Offsets, heads);
        qkv = Linear(channels, 3L * channels);
        proj = Linear(channels, channels);
        RegisterComponents();
    }

    /// <summary>The windows of this attention.</summary>
    public WindowLayout Layout => tables.Layout;

    /// <summary>A weight, for its element type and device.</summary>
    internal Tensor Weight => qkv.weight;

    /// <summary>The learned bias of every pair of tokens, with the mask of strangers and padding.</summary>
    /// <returns><c>[nW or 1, heads, N, N]</c>. It only changes with the weights, so a sequence needs it once.</returns>
    public Tensor Bias()
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(tables.Bias(relative_position_bias_table));
    }

    /// <summary>Lets the tokens of each window attend to each other.</summary>
    /// <param name="tokens"><c>[B, L, D]</c> on the layout's padded grid.</param>
    /// <param name="bias"><see cref="Bias"/>, or null to work it out here.</param>
    /// <returns><c>[B, L, D]</c>.</returns>
    /// <exception cref="ArgumentException">The shape, element type or device is not the module's.</exception>
    public override Tensor forward(Tensor tokens, Tensor? bias)
    {
        Check(tokens, nameof(tokens));
        using var scope = NewDisposeScope();
        // Shifting before the projection moves a third of the values that shifting after it would.
        var shifted = WindowShift.Shift(tokens, Layout);
        var heads3 = WindowPartition.SplitHeads(qkv.call(shifted), Layout, heads); // [3, B·nW·h, N, d]
        var attended = Attend(heads3.select(0, 0), heads3.select(0, 1), heads3.select(0, 2), bias ?? tables.Bias(relative_position_bias_table), training ? attentionDropout : 0); // [B·nW·h, N, d]
        var mixed = proj.call(WindowPartition.JoinHeads(attended, Layout, heads)); // [B, L, D]
        if (dropout > 0) mixed = functional.dropout(mixed, dropout, training);
        return scope.MoveToOuter(WindowShift.Unshift(mixed, Layout));
    }

    /// <summary>softmax(q kᵀ / √d + bias) v, for every window and head.</summary>
    /// <param name="q">Queries <c>[B·nW·h, N, d]</c>.</param>
    /// <param name="k">Keys <c>[B·nW·h, N, d]</c>.</param>
    /// <param name="v">Values <c>[B·nW·h, N, d]</c>.</param>
    /// <param name="bias"><c>[nW or 1, h, N, N]</c>, added to the scaled scores.</param>
    /// <param name="dropout">Rate at which attention weights are dropped.</param>
    /// <returns><c>[B·nW·h, N, d]</c>.</returns>
    public static Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor bias, double dropout = 0)
    {
        var (n, d) = (q.size(1), q.size(2));
        var scores = q.bmm(k.transpose(1, 2)).view(-1, bias.size(0), bias.size(1), n, n); // [B', nW or 1, h, N, N]
        var weights = bias.add(scores, 1 / Math.Sqrt(d)).softmax(-1).view(-1, n, n); // [B·nW·h, N, N]
        if (dropout > 0) weights = functional.dropout(weights, dropout);
        return weights.bmm(v); // [B·nW·h, N, d]
    }

    /// <summary>Refuses tokens that are not of this attention's shape, element type or device.</summary>
    internal void Check(Tensor tokens, string parameter)
    {
        Require.Trailing(tokens, parameter, $"windows of {Layout.Window} lie on a grid of {Layout.Padded}", ["batch"], Layout.Padded.Tokens, channels);
        Require.Like(tokens, parameter, qkv.weight);
    }
}
