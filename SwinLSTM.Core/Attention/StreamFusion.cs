using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>Folds a second stream of tokens into the first: one linear layer over both, side by side.</summary>
/// <remarks>Source: <c>red</c> of the authors' SwinTransformerBlock, Linear(2D, D) of a concatenation.</remarks>
internal sealed class StreamFusion : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear both;

    public StreamFusion(int channels) : base(nameof(StreamFusion))
    {
        both = Linear(2L * channels, channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor first, Tensor second) => Fuse(first, second, both.weight, both.bias!);

    /// <summary>W [first, second] + b without the concatenation: W is two matrices side by side.</summary>
    /// <param name="first"><c>[B, L, D]</c>.</param>
    /// <param name="second"><c>[B, L, D]</c>.</param>
    /// <param name="weight"><c>[D, 2D]</c>.</param>
    /// <param name="bias"><c>[D]</c>.</param>
    /// <returns><c>[B, L, D]</c>.</returns>
    public static Tensor Fuse(Tensor first, Tensor second, Tensor weight, Tensor bias)
    {
        var d = first.size(2);
        var sum = functional.linear(first.reshape(-1, d), weight.narrow(1, 0, d), bias); // [B·L, D]
        return sum.addmm(second.reshape(-1, d), weight.narrow(1, d, d).transpose(0, 1)).view(first.shape); // [B, L, D]
    }
}
