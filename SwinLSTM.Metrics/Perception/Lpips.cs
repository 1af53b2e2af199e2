namespace SwinLSTM.Metrics;

/// <summary>Learned perceptual image patch similarity (LPIPS; Zhang et al., CVPR 2018; AlexNet, version 0.1), averaged over frames: how
/// different two pictures look to a network. 0 is the same picture; about 0.7 are two with nothing in common.</summary>
/// <remarks>One channel is repeated to three; three are red, green, blue. Values are not clipped. Missing and masked values are refused,
/// because the network sees neighbourhoods. Computed in single precision, and in double from the features on.</remarks>
public sealed class Lpips : Metric
{
    private readonly LpipsNetwork network;
    private readonly double black, white;

    /// <summary>Makes the metric.</summary>
    /// <param name="network">The network; it stays yours, and several metrics can share it.</param>
    /// <param name="black">The value that is black. Default 0. The reference code takes -1 unless it is called with normalize=True.</param>
    /// <param name="white">The value that is white. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Black is not below white, or one is not finite.</exception>
    public Lpips(LpipsNetwork network, double black = 0, double white = 1)
    {
        if (!(black < white) || !double.IsFinite(white - black))
            throw new ArgumentOutOfRangeException(nameof(white),
                Invariant($"Black must be below white, and both finite; they are {black} and {white}."));
        (this.network, this.black, this.white) = (network, black, white);
    }

    /// <inheritdoc/>
    public override string Name => Invariant($"LPIPS (AlexNet, range {black} to {white})");

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Lower;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        if (batch.Channels is not (1 or 3))
            throw new ArgumentException($"LPIPS needs frames of 1 channel or 3, as its network sees colours; " +
                $"these have {batch.Channels}. Measure one with OnChannel().");
        FrameRules.CheckSide("LPIPS", batch, LpipsNetwork.SmallestSide);
        FrameRules.CheckComplete("LPIPS", batch);
        var distance = network.Distance(Pictures(batch.Forecast), Pictures(batch.Truth)); // [B*T]
        return batch.MeanOverFrames(distance.reshape(batch.Batch, batch.Time, 1)); // [B, T, 2]
    }

    private Tensor Pictures(Tensor frames)
    {
        var pictures = frames.to(ScalarType.Float32).flatten(0, 1).expand(-1, 3, -1, -1); // [B*T, 3, H, W]
        return (black, white) == (-1, 1) ? pictures : pictures.sub(Number(black)).mul(Number(2 / (white - black))).sub(Number(1));
    }
}
