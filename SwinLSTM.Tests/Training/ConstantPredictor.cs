using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Predicts one learned value everywhere, so that losses can be worked out by hand; it counts its time steps.</summary>
internal sealed class ConstantPredictor : FramePredictor
{
    private readonly Parameter value;

    public ConstantPredictor(double start) : base(nameof(ConstantPredictor))
    {
        value = nn.Parameter(tensor((float)start));
        value.DetachFromDisposeScope();
        RegisterComponents();
    }

    public int Steps { get; private set; }

    public double Value => value.item<float>();

    public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state)
    {
        Steps++;
        return (zeros_like(frame) + value, new NetworkState(CellState.Zeros(frame)));
    }
}
