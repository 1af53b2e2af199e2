using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>One token becomes 2 × 2: the grid doubles, the channels halve. <c>[B, L, D]</c> to <c>[B, 4L, D/2]</c>.</summary>
/// <remarks>Source: the authors' PatchExpanding. Where the finer grid has an odd side, the row or column that merging padded is cut off again.</remarks>
public sealed class PatchExpanding : Module<Tensor, Tensor>
{
    private readonly Linear expand;
    private readonly LayerNorm norm;
    private readonly PatchGrid grid, finer;
    private readonly int channels;

    /// <param name="grid">The grid of the tokens that come in.</param>
    /// <param name="finer">The grid to reach: <paramref name="grid"/> is its <see cref="PatchGrid.Merged"/>.</param>
    /// <param name="channels">Channels of the tokens that come in, D: even.</param>
    /// <exception cref="ArgumentException">The grids do not belong together, or the channels are odd.</exception>
    public PatchExpanding(PatchGrid grid, PatchGrid finer, int channels) : base(nameof(PatchExpanding))
    {
        if (finer.Merged() != grid) throw new ArgumentException($"A grid of {grid} does not expand to {finer}; the finer grid has twice the rows and columns, or one less.", nameof(finer));
        if (channels < 2 || channels % 2 != 0) throw new ArgumentException($"channels is {channels}; expanding halves them, so they must be even.", nameof(channels));
        (this.grid, this.finer, this.channels) = (grid, finer, channels);
        expand = Linear(channels, 2L * channels, hasBias: false);
        norm = LayerNorm(channels / 2);
        RegisterComponents();
    }

    /// <summary>Doubles the grid.</summary>
    /// <param name="input">Tokens <c>[B, L, D]</c>.</param>
    /// <returns>Tokens <c>[B, 4L, D/2]</c> on the finer grid.</returns>
    /// <exception cref="ArgumentException">The shape, element type or device is not the module's.</exception>
    public override Tensor forward(Tensor input)
    {
        Require.Trailing(input, "tokens", $"the grid to expand is {grid}", ["batch"], grid.Tokens, channels);
        Require.Like(input, "tokens", expand.weight);
        using var scope = NewDisposeScope();
        var spread = Spread(expand.call(input), grid); // [B, 4L, D/2]
        var tokens = GridPadding.Crop(spread, new(grid.Rows * 2, grid.Columns * 2), finer);
        return scope.MoveToOuter(norm.call(tokens));
    }

    /// <summary>Spreads each token over a 2 × 2 square; its channels are (row, column, channel).</summary>
    /// <param name="tokens"><c>[B, L, 4D]</c>.</param>
    /// <param name="grid">Their grid.</param>
    /// <returns><c>[B, 4L, D]</c> on a grid of twice the sides.</returns>
    public static Tensor Spread(Tensor tokens, PatchGrid grid)
    {
        var d = tokens.size(2) / 4;
        return tokens.view(-1, grid.Rows, grid.Columns, 2, 2, d) // [B, H, W, row, column, D]
            .permute(0, 1, 3, 2, 4, 5) // [B, H, row, W, column, D]
            .reshape(-1, grid.Tokens * 4L, d); // [B, 4L, D]
    }
}
