using SwinLSTM;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

using var gauge = new RainGauge();
var adam = optim.Adam(gauge.parameters().ToArray(), lr: 1e-3);
Tensor frames = rand([2, 3, 3, 32, 32]), measured = rand([2, 1]); // [B, T, C, H, W], [B, 1]
CellState? state = null;
Tensor? millimetres = null;
for (var t = 0; t < 3; t++) (millimetres, state) = gauge.call(frames.select(1, t), state);
var loss = functional.mse_loss(millimetres!, measured);
var before = gauge.parameters().Select(p => p.sum().item<float>()).ToArray();
gauge.zero_grad();
loss.backward();
adam.step();
var moved = gauge.parameters().Zip(before, (p, b) => p.sum().item<float>() != b).Count(m => m);
Console.WriteLine($"one step trained: loss {loss.item<float>():0.000}, {moved} of {before.Length} weights moved");
return moved > before.Length / 2 && float.IsFinite(loss.item<float>()) ? 0 : 1;

/// <summary>The cell inside a network of somebody else's: frames in, millimetres of rain out.</summary>
internal sealed class RainGauge : Module<Tensor, CellState?, (Tensor Millimetres, CellState State)>
{
    private readonly PatchEmbedding embed = new(new FrameShape(3, 32, 32), patchSize: 4, channels: 32);
    private readonly SwinLstmCell cell;
    private readonly Linear head = Linear(32, 1);

    public RainGauge() : base(nameof(RainGauge))
    {
        cell = new SwinLstmCell(embed.Grid, channels: 32, depth: 2, heads: 4, window: 4);
        RegisterComponents();
    }

    public override (Tensor Millimetres, CellState State) forward(Tensor frame, CellState? state)
    {
        var next = cell.call(embed.call(frame), state); // Hidden: [B, L, 32]
        return (head.call(next.Hidden.mean([1])), next); // [B, 1]
    }
}
