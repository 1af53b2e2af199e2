using SwinLSTM;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Readme;

#region cell in a module
public sealed class Nowcaster : Module<Tensor, CellState?, (Tensor Rain, CellState State)>
{
    private readonly PatchEmbedding embed = new(inputChannels: 3, patchSize: 4, channels: 64);
    private readonly SwinLstmCell cell = new(channels: 64, depth: 4, heads: 4, window: 4);
    private readonly Linear rain = Linear(64, 1);

    public Nowcaster() : base(nameof(Nowcaster)) => RegisterComponents();

    public override (Tensor Rain, CellState State) forward(Tensor frame, CellState? state)
    {
        using var scope = NewDisposeScope();
        var after = cell.call(embed.call(frame), state);                  // h and c: [B, H/4, W/4, 64] each
        scope.MoveToOuter(after.Hidden, after.Cell);
        return (scope.MoveToOuter(rain.call(after.Hidden)), after);       // [B, H/4, W/4, 1]
    }
}
#endregion
