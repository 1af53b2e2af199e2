using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>The blocks of a cell: F = SwinBlocks(x, h). <c>[B, L, D]</c> twice to <c>[B, L, D]</c>.</summary>
/// <remarks>Source: SwinTransformerBlocks of the authors' code. Even blocks fuse a second stream: the first of them h, every later one x again.
/// Odd blocks fuse nothing and shift their windows. (The paper's figure draws a single fusion.)</remarks>
internal sealed class SwinBlocks : Module<Tensor, Tensor, IReadOnlyList<Tensor>?, Tensor>
{
    private readonly ModuleList<SwinBlock> blocks;
    private readonly WindowTables plain, shifted;

    public SwinBlocks(PatchGrid grid, int channels, int depth, int heads, WindowSize window, CellOptions options) : base(nameof(SwinBlocks))
    {
        plain = new(WindowLayout.Of(grid, window, shifted: false));
        shifted = new(WindowLayout.Of(grid, window, shifted: true));
        blocks = new(Enumerable.Range(0, depth)
            .Select(i => new SwinBlock(i % 2 == 0 ? plain : shifted, channels, heads, options, options.StochasticDepth?[i] ?? 0, fuses: i % 2 == 0))
            .ToArray());
        RegisterComponents();
    }

    /// <summary>The blocks in the order they run.</summary>
    public IReadOnlyList<SwinBlock> Blocks => [.. blocks];

    /// <summary>A weight, for its element type and device.</summary>
    public Tensor Weight => blocks[0].Attention.Weight;

    /// <summary>The attention bias of every block.</summary>
    public IReadOnlyList<Tensor> Biases() => [.. blocks.Select(b => b.Attention.Bias())];

    public override Tensor forward(Tensor x, Tensor h, IReadOnlyList<Tensor>? biases)
    {
        using var scope = NewDisposeScope();
        var (grid, padded) = (plain.Layout.Grid, plain.Layout.Padded);
        var again = GridPadding.Pad(x, grid, padded); // [B, L', D]
        var second = GridPadding.Pad(h, grid, padded); // [B, L', D]
        var f = again;
        for (var i = 0; i < blocks.Count; i++)
        {
            f = blocks[i].call(f, i % 2 == 0 ? second : null, biases?[i]);
            second = again;
        }

        return scope.MoveToOuter(GridPadding.Crop(f, padded, grid)); // [B, L, D]
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            plain.Dispose();
            shifted.Dispose();
        }

        base.Dispose(disposing);
    }
}
