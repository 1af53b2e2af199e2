namespace SwinLSTM;

/// <summary>The two-layer perceptron of a block, with the exact (error function) GELU between. <c>[..., D]</c> to <c>[...,
/// D]</c>.</summary>
/// <remarks>Source: Mlp of Swin Transformer; dropout after each layer.</remarks>
internal sealed class FeedForward : Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly double dropout;
    private readonly DropoutSource random;

    public FeedForward(int channels, int hidden, double dropout, DropoutSource random) : base(nameof(FeedForward))
    {
        (this.dropout, this.random) = (dropout, random);
        fc1 = Linear(channels, hidden);
        fc2 = Linear(hidden, channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = Drop(functional.gelu(fc1.Linear(input))); // [..., hidden]
        return scope.MoveToOuter(Drop(fc2.Linear(hidden))); // [..., D]
    }

    private Tensor Drop(Tensor values) => dropout > 0 && training ? random.DropValues(values, dropout) : values;
}
