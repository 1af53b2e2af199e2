using SwinLSTM;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmbedTheCell;

/// <summary>Convolutions halve the frame twice, the cell remembers, convolutions paint the next frame: one time step.</summary>
internal sealed class CellBetweenConvolutions : FramePredictor
{
    private readonly int channels;
    private readonly Sequential encoder, decoder;
    private readonly SwinLstmCell cell;

    public CellBetweenConvolutions(int channels) : base(nameof(CellBetweenConvolutions))
    {
        this.channels = channels;
        encoder = Sequential(Conv2d(1, channels / 2, 4, stride: 2, padding: 1), GELU(),
            Conv2d(channels / 2, channels, 4, stride: 2, padding: 1));
        cell = new(channels, depth: 2, heads: 4, new WindowSize(4, 4));
        decoder = Sequential(ConvTranspose2d(channels, channels / 2, 4, stride: 2, padding: 1), GELU(),
            ConvTranspose2d(channels / 2, 1, 4, stride: 2, padding: 1));
        RegisterComponents();
    }

    public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state)
    {
        using var scope = NewDisposeScope();
        var maps = encoder.call(frame); // [B, D, H/4, W/4]
        CellState after = cell.call(maps.permute(0, 2, 3, 1).contiguous(), state?[0]); // [B, H/4, W/4, D]
        var seen = maps + after.Hidden.permute(0, 3, 1, 2); // [B, D, H/4, W/4]
        var next = decoder.call(seen); // [B, 1, H, W]
        return (next.MoveToOuterDisposeScope(), new NetworkState(after).MoveToOuter(scope));
    }

    // A replica's weights are replaced by this network's: only its modules count.
    protected override FramePredictor CreateAlike() => new CellBetweenConvolutions(channels);
}
