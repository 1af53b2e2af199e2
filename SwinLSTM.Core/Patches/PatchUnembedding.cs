using System.Numerics;

namespace SwinLSTM;

/// <summary>Tokens to frame: transposed convolutions bring every patch back to its pixels. <c>[B, h, w, D]</c> to <c>[B, C, h·p,
/// w·p]</c>.</summary>
/// <remarks>Patch 2 is the authors' PatchInflated: one transposed convolution, kernel 3, stride 2. Theirs doubles the grid whatever the
/// patch; here larger patches double it once more for each factor of 2, with group normalisation and a leaky ReLU between (the head that
/// VMRNN's published repair uses at patch 4), and patch 1 has a stride of 1.</remarks>
public sealed class PatchUnembedding : Module<Tensor, Tensor>
{
    private readonly ModuleList<Doubling> doublings;
    private readonly ConvTranspose2d head;
    private readonly int channels;

    /// <summary>Makes a layer for grids of any size.</summary>
    /// <param name="channels">Channels of the tokens that come in, D.</param>
    /// <param name="outputChannels">Channels of the frames that go out, C.</param>
    /// <param name="patchSize">The side of a patch, in pixels: 1, 2, 4 or 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or another patch.</exception>
    public PatchUnembedding(int channels, int outputChannels, int patchSize) : base(nameof(PatchUnembedding))
    {
        if (patchSize is not (1 or 2 or 4 or 8))
            throw new ArgumentOutOfRangeException(nameof(patchSize), patchSize, $"patchSize is {patchSize}; it must be 1, 2, 4 or 8.");
        this.channels = Require.AtLeast(1, channels, nameof(channels));
        doublings = new(Enumerable.Range(0, Math.Max(0, int.Log2(patchSize) - 1)).Select(_ => new Doubling(channels)).ToArray());
        var stride = Math.Min(patchSize, 2);
        head = ConvTranspose2d(channels, Require.AtLeast(1, outputChannels, nameof(outputChannels)), kernel_size: 3L, stride: stride,
            padding: 1L, output_padding: stride - 1L);
        RegisterComponents();
    }

    /// <summary>The weight of the last convolution, <c>[D, C, 3, 3]</c>.</summary>
    internal Parameter Weight => head.weight;

    /// <summary>The bias of the last convolution, <c>[C]</c>.</summary>
    internal Parameter Bias => head.bias!;

    /// <summary>Restores frames, before any output activation.</summary>
    /// <param name="tokens"><c>[B, h, w, D]</c>.</param>
    /// <returns>Frames <c>[B, C, h·p, w·p]</c>.</returns>
    /// <exception cref="ArgumentException">The shape, element type or device is not the module's.</exception>
    public override Tensor forward(Tensor tokens)
    {
        Require.Tokens(tokens, nameof(tokens), channels, head.weight);
        using var scope = NewDisposeScope();
        foreach (var doubling in doublings) tokens = doubling.call(tokens).permute(0, 2, 3, 1); // [B, 2h, 2w, D]
        return scope.MoveToOuter(Convolve(tokens, head)); // [B, C, h·p, w·p]
    }

    /// <summary>Computes a transposed convolution of kernel 3 as one product and a sum of overlapping squares.</summary>
    /// <remarks>libtorch's convolutions round differently on one thread and on two, and with few channels in bfloat16 they are wrong on
    /// some processors.</remarks>
    internal static Tensor Convolve(Tensor tokens, ConvTranspose2d layer)
    {
        using var scope = NewDisposeScope();
        var (stride, grid) = (layer.stride![0], TokenGrid.Of(tokens));
        var weight = layer.weight!.flatten(1).t().contiguous(); // [C·3·3, D]
        var squares = Product.Linear(weight, null, tokens, null).flatten(1, 2).transpose(1, 2); // [B, C·3·3, h·w]
        var maps = functional.fold(squares, (grid.Rows * stride, grid.Columns * stride), (3, 3), padding: (1, 1), stride: (stride, stride));
        return scope.MoveToOuter(maps.Plus(layer.bias!.view(-1, 1, 1))); // [B, C, h·s, w·s]
    }

    /// <summary>Twice the rows and columns at the same channels: <c>[B, h, w, D]</c> to <c>[B, D, 2h, 2w]</c>.</summary>
    private sealed class Doubling : Module<Tensor, Tensor>
    {
        private readonly ConvTranspose2d conv;
        private readonly GroupNorm norm;

        public Doubling(int channels) : base(nameof(Doubling))
        {
            conv = ConvTranspose2d(channels, channels, kernel_size: 3L, stride: 2L, padding: 1L, output_padding: 1L);
            norm = GroupNorm((long)BigInteger.GreatestCommonDivisor(16, channels), channels);
            // The host's group normalisation begins with whatever was in memory.
            init.ones_(norm.weight!);
            init.zeros_(norm.bias!);
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens)
        {
            using var scope = NewDisposeScope();
            return scope.MoveToOuter(norm.call(Convolve(tokens, conv)).leaky_relu(Number(0.2))); // [B, D, 2h, 2w]
        }
    }
}
