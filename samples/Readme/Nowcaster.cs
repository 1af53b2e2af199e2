using SwinLSTM;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Readme;

#region cell in a module
public sealed class Nowcaster : Module<Tensor, CellState?, (Tensor Rain, CellState State)>
{
    private readonly PatchEmbedding embed = new(new FrameShape(Channels: 3, Height: 128, Width: 96), patchSize: 4, channels: 64);
    private readonly SwinLstmCell cell = new(new PatchGrid(Rows: 32, Columns: 24), channels: 64, depth: 4, heads: 4, window: 4);
    private readonly Linear rain = Linear(64, 1);

    public Nowcaster() : base(nameof(Nowcaster)) => RegisterComponents();

    public override (Tensor Rain, CellState State) forward(Tensor frame, CellState? state)
    {
        using var scope = NewDisposeScope();
        var after = cell.call(embed.call(frame), state);                  // h and c: [B, 768, 64] each
        scope.MoveToOuter(after.Hidden, after.Cell);
        return (scope.MoveToOuter(rain.call(after.Hidden)), after);       // [B, 768, 1]
    }
}
#endregion
