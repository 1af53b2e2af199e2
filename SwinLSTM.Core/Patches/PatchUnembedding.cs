using System.Numerics;

namespace SwinLSTM;

/// <summary>Tokens to frame: transposed convolutions bring every patch back to its pixels. <c>[B, h, w, D]</c> to <c>[B, C, h·p,
/// w·p]</c>.</summary>
/// <remarks>Patch 2 is the authors' PatchInflated: one transposed convolution, kernel 3, stride 2. Theirs doubles the grid whatever the
/// patch; here larger patches double it once more for each factor of 2, with group normalisation and a leaky ReLU between (the head that
/// VMRNN's published repair uses at patch 4), and patch 1 has a stride of 1.</remarks>
public sealed class PatchUnembedding : Module<Tensor, Tensor>
{
    private readonly ModuleList<Sequential> doublings;
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
        doublings = new(Enumerable.Range(0, Math.Max(0, int.Log2(patchSize) - 1)).Select(_ => Doubling(channels)).ToArray());
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
        // Channels last, as the tokens lie, group normalisation takes several times as long.
        var maps = tokens.permute(0, 3, 1, 2).contiguous(); // [B, D, h, w]
        foreach (var doubling in doublings) maps = doubling.call(maps); // [B, D, 2h, 2w]
        return scope.MoveToOuter(head.call(maps)); // [B, C, h·p, w·p]
    }

    // Twice the rows and columns at the same channels.
    private static Sequential Doubling(int channels)
    {
        var norm = GroupNorm((long)BigInteger.GreatestCommonDivisor(16, channels), channels);
        // The host's group normalisation begins with whatever was in memory.
        init.ones_(norm.weight!);
        init.zeros_(norm.bias!);
        return Sequential(
            ("conv", ConvTranspose2d(channels, channels, kernel_size: 3L, stride: 2L, padding: 1L, output_padding: 1L)),
            ("norm", norm), ("activation", LeakyReLU(0.2)));
    }
}
