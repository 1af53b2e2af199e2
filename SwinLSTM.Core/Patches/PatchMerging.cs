namespace SwinLSTM;

/// <summary>2 × 2 tokens become one: the grid halves, the channels double. <c>[B, h, w, D]</c> to <c>[B, ⌈h/2⌉, ⌈w/2⌉, 2D]</c>.</summary>
/// <remarks>Source: the authors' PatchMerging (from Swin Transformer). An odd row or column is merged with zeros.</remarks>
public sealed class PatchMerging : Module<Tensor, Tensor>
{
    private readonly Linear reduction;
    private readonly LayerNorm norm;
    private readonly int channels;

    /// <summary>Makes a layer for grids of any size.</summary>
    /// <param name="channels">Channels of the tokens that come in, D.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public PatchMerging(int channels) : base(nameof(PatchMerging))
    {
        this.channels = Require.AtLeast(1, channels, nameof(channels));
        reduction = Linear(4L * channels, 2L * channels, hasBias: false);
        norm = LayerNorm(4L * channels);
        RegisterComponents();
    }

    /// <summary>Halves the grid.</summary>
    /// <param name="tokens"><c>[B, h, w, D]</c>.</param>
    /// <returns><c>[B, ⌈h/2⌉, ⌈w/2⌉, 2D]</c>.</returns>
    /// <exception cref="ArgumentException">The shape, element type or device is not the module's.</exception>
    public override Tensor forward(Tensor tokens)
    {
        Require.Tokens(tokens, nameof(tokens), channels, reduction.weight);
        using var scope = NewDisposeScope();
        var quads = Gather(TokenGrid.Of(tokens).PaddedTo(2).Pad(tokens)); // [B, h/2, w/2, 4D]
        return scope.MoveToOuter(reduction.Linear(norm.call(quads))); // [B, h/2, w/2, 2D]
    }

    /// <summary>Puts each 2 × 2 square of tokens into one, in the order (row, column) = (0,0), (1,0), (0,1), (1,1).</summary>
    /// <param name="tokens"><c>[B, h, w, D]</c> on a grid of even sides.</param>
    /// <returns><c>[B, h/2, w/2, 4D]</c>.</returns>
    internal static Tensor Gather(Tensor tokens)
    {
        var (rows, columns, d) = (tokens.size(1) / 2, tokens.size(2) / 2, tokens.size(3));
        return tokens.view(-1, rows, 2, columns, 2, d) // [B, h/2, row, w/2, column, D]
            .permute(0, 1, 3, 4, 2, 5) // [B, h/2, w/2, column, row, D]
            .reshape(-1, rows, columns, 4 * d); // [B, h/2, w/2, 4D]
    }
}
