using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Predicts x + 1; its state counts the steps, so that every roll-out is an identity of integers.</summary>
internal sealed class AddOne() : FramePredictor(nameof(AddOne))
{
    public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state)
    {
        var steps = state is null ? ones(1) : state[0].Hidden + 1;
        return (frame + 1, new NetworkState(new CellState(steps, zeros(1))));
    }
}
