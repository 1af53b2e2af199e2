using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>2 × 2 tokens become one: the grid halves, the channels double. <c>[B, L, D]</c> to <c>[B, L/4, 2D]</c>.</summary>
/// <remarks>Source: the authors' PatchMerging (from Swin Transformer). An odd row or column is merged with zeros.</remarks>
public sealed class PatchMerging : Module<Tensor, Tensor>
{
    private readonly Linear reduction;
    private readonly LayerNorm norm;
    private readonly PatchGrid grid;
    private readonly int channels;

    /// <param name="grid">The grid of the tokens that come in.</param>
    /// <param name="channels">Their channels, D.</param>
    public PatchMerging(PatchGrid grid, int channels) : base(nameof(PatchMerging))
    {
        this.grid = grid;
        this.channels = Require.AtLeast(1, channels, nameof(channels));
        reduction = Linear(4L * channels, 2L * channels, hasBias: false);
        norm = LayerNorm(4L * channels);
        RegisterComponents();
    }

    /// <summary>Halves the grid.</summary>
    /// <param name="input">Tokens <c>[B, L, D]</c>.</param>
    /// <returns>Tokens <c>[B, L/4, 2D]</c> on <c>grid.Merged()</c>.</returns>
    /// <exception cref="ArgumentException">The shape, element type or device is not the module's.</exception>
    public override Tensor forward(Tensor input)
    {
        Require.Trailing(input, "tokens", $"the grid to merge is {grid}", ["batch"], grid.Tokens, channels);
        Require.Like(input, "tokens", reduction.weight);
        using var scope = NewDisposeScope();
        var even = grid.PaddedTo(2);
        var quads = Gather(GridPadding.Pad(input, grid, even), even); // [B, L/4, 4D]
        return scope.MoveToOuter(reduction.call(norm.call(quads))); // [B, L/4, 2D]
    }

    /// <summary>Puts each 2 × 2 square of tokens into one, in the order (row, column) = (0,0), (1,0), (0,1), (1,1).</summary>
    /// <param name="tokens"><c>[B, L, D]</c> on a grid of even sides.</param>
    /// <param name="grid">That grid.</param>
    /// <returns><c>[B, L/4, 4D]</c>.</returns>
    public static Tensor Gather(Tensor tokens, PatchGrid grid)
    {
        var d = tokens.size(2);
        return tokens.view(-1, grid.Rows / 2, 2, grid.Columns / 2, 2, d) // [B, H/2, row, W/2, column, D]
            .permute(0, 1, 3, 4, 2, 5) // [B, H/2, W/2, column, row, D]
            .reshape(-1, grid.Tokens / 4, 4 * d); // [B, L/4, 4D]
    }
}
