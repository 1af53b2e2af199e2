namespace SwinLSTM;

/// <summary>One token becomes 2 × 2: the grid doubles, the channels halve. <c>[B, h, w, D]</c> to <c>[B, 2h, 2w, D/2]</c>.</summary>
/// <remarks>Source: the authors' PatchExpanding.</remarks>
public sealed class PatchExpanding : Module<Tensor, Tensor>
{
    private readonly Linear expand;
    private readonly LayerNorm norm;
    private readonly int channels;

    /// <summary>Makes a layer for grids of any size.</summary>
    /// <param name="channels">Channels of the tokens that come in, D: even.</param>
    /// <exception cref="ArgumentException">The channels are odd or below 2.</exception>
    public PatchExpanding(int channels) : base(nameof(PatchExpanding))
    {
        if (channels < 2 || channels % 2 != 0)
            throw new ArgumentException($"channels is {channels}; expanding halves them, so they must be even.", nameof(channels));
        this.channels = channels;
        expand = Linear(channels, 2L * channels, hasBias: false);
        norm = LayerNorm(channels / 2);
        RegisterComponents();
    }

    /// <summary>Doubles the grid.</summary>
    /// <param name="tokens"><c>[B, h, w, D]</c>.</param>
    /// <returns><c>[B, 2h, 2w, D/2]</c>.</returns>
    /// <exception cref="ArgumentException">The shape, element type or device is not the module's.</exception>
    public override Tensor forward(Tensor tokens)
    {
        Require.Tokens(tokens, nameof(tokens), channels, expand.weight);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(norm.call(Spread(expand.Linear(tokens)))); // [B, 2h, 2w, D/2]
    }

    /// <summary>Spreads each token over a 2 × 2 square; its channels are (row, column, channel).</summary>
    /// <param name="tokens"><c>[B, h, w, 4D]</c>.</param>
    /// <returns><c>[B, 2h, 2w, D]</c>.</returns>
    internal static Tensor Spread(Tensor tokens)
    {
        var (rows, columns, d) = (tokens.size(1), tokens.size(2), tokens.size(3) / 4);
        return tokens.view(-1, rows, columns, 2, 2, d) // [B, h, w, row, column, D]
            .permute(0, 1, 3, 2, 4, 5) // [B, h, row, w, column, D]
            .reshape(-1, 2 * rows, 2 * columns, d); // [B, 2h, 2w, D]
    }
}
