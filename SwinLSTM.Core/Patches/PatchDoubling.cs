using System.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>Twice the rows and columns at the same channels: a transposed convolution, group normalisation, leaky ReLU of slope 0.2.</summary>
internal sealed class PatchDoubling : Module<Tensor, Tensor>
{
    private readonly ConvTranspose2d conv;
    private readonly GroupNorm norm;

    public PatchDoubling(int channels) : base(nameof(PatchDoubling))
    {
        conv = ConvTranspose2d(channels, channels, kernel_size: 3L, stride: 2L, padding: 1L, output_padding: 1L);
        norm = GroupNorm((long)BigInteger.GreatestCommonDivisor(16, channels), channels);
        // The host's group normalisation begins with whatever was in memory.
        using var constant = no_grad();
        norm.weight!.fill_(1);
        norm.bias!.fill_(0);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => functional.leaky_relu(norm.call(conv.call(input)), 0.2); // [B, D, 2H, 2W]
}
