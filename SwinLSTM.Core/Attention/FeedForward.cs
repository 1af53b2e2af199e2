using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>The two-layer perceptron of a block, with the exact (error function) GELU between. <c>[..., D]</c> to <c>[..., D]</c>.</summary>
/// <remarks>Source: Mlp of Swin Transformer; dropout after each layer.</remarks>
public sealed class FeedForward : Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly double dropout;

    /// <param name="channels">Channels in and out, D.</param>
    /// <param name="hidden">Channels between.</param>
    /// <param name="dropout">Rate of dropout after each layer.</param>
    public FeedForward(int channels, int hidden, double dropout = 0) : base(nameof(FeedForward))
    {
        this.dropout = dropout;
        fc1 = Linear(Require.AtLeast(1, channels, nameof(channels)), Require.AtLeast(1, hidden, nameof(hidden)));
        fc2 = Linear(hidden, channels);
        RegisterComponents();
    }

    /// <summary>Applies the perceptron to every token by itself.</summary>
    /// <param name="input"><c>[..., D]</c>.</param>
    /// <returns><c>[..., D]</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = Drop(functional.gelu(fc1.call(input))); // [..., hidden]
        return scope.MoveToOuter(Drop(fc2.call(hidden))); // [..., D]
    }

    private Tensor Drop(Tensor values) => dropout > 0 ? functional.dropout(values, dropout, training) : values;
}
