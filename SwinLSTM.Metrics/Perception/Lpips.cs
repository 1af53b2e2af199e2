using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// Learned perceptual image patch similarity (Zhang et al., CVPR 2018; AlexNet, version 0.1), averaged over frames: how different two pictures look
/// to a network that was taught which differences people see. 0 is the same picture; about 0.7 are two that have nothing in common.
/// </summary>
/// <remarks>
/// One channel is repeated to three; three are red, green, blue. Values are not clipped, so a forecast beyond the range is measured as it is. The
/// network sees neighbourhoods, so masks are refused. It computes in single precision, and in double from its features on.
/// </remarks>
public sealed class Lpips : FrameMetric
{
    private readonly LpipsNetwork network;
    private readonly LpipsRange range;

    /// <summary>States what the number depends on.</summary>
    /// <param name="network">With weights that you supply; it stays yours, and several metrics can share it.</param>
    /// <param name="range">Which values are black and white.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such range.</exception>
    public Lpips(LpipsNetwork network, LpipsRange range)
    {
        if (!Enum.IsDefined(range))
            throw new ArgumentOutOfRangeException(nameof(range), $"A range is ZeroToOne or MinusOneToOne; {(int)range} was given.");
        (this.network, this.range) = (network, range);
    }

    /// <inheritdoc/>
    public override string Name => $"LPIPS (AlexNet, range {(range == LpipsRange.ZeroToOne ? "0 to 1" : "-1 to 1")})";

    /// <inheritdoc/>
    public override Direction Better => Direction.LowerIsBetter;

    /// <inheritdoc/>
    protected override void CheckFrames(FramePair frames)
    {
        if (frames.Channels is not (1 or 3))
            throw new ArgumentException($"LPIPS needs frames of 1 channel or 3, as its network sees colours; these have {frames.Channels}. Measure channels apart with narrow().");
        if (Math.Min(frames.Height, frames.Width) < LpipsLayout.SmallestSide)
            throw new ArgumentException($"LPIPS needs frames of at least {LpipsLayout.SmallestSide} x {LpipsLayout.SmallestSide}, as its network makes them 16 times smaller; " +
                $"these are {frames.Height} x {frames.Width}.");
        if (frames.Valid is not null)
            throw new ArgumentException("LPIPS needs every pixel of a frame, as its network sees neighbourhoods; some are not valid. Crop the frames to what is valid, or fill the rest.");
    }

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var distance = network.Distance(Pictures(frames.Prediction), Pictures(frames.Target)); // [B*T]
        return frames.EachFrame(distance.reshape(frames.Batch, frames.Time, 1)); // [B, T, 2]
    }

    private Tensor Pictures(Tensor frames)
    {
        var shape = frames.shape;
        var pictures = frames.to(ScalarType.Float32).reshape(-1, shape[2], shape[3], shape[4]).expand(-1, 3, -1, -1); // [B*T, 3, H, W]
        return range == LpipsRange.ZeroToOne ? pictures.mul(2).sub(1) : pictures;
    }
}
