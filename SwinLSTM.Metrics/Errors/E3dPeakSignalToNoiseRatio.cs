namespace SwinLSTM.Metrics;

/// <summary>The "PSNR" of E3D-LSTM's evaluation code, only for comparing with tables that were made with it (KTH in the papers of SimVP and
/// SwinLSTM among them). Frames become bytes, <c>trunc(255 x)</c>, and differences and their squares wrap around as bytes do: <c>d = (a -
/// b) mod 256</c>, <c>d^2 mod 256</c>. An error of 16 grey levels counts as none, and results are about 6 dB too high. Decibels against 255
/// are averaged over frames.</summary>
/// <remarks>Meant for values in [0, 1]; others wrap around as well. <see cref="PeakSignalToNoiseRatio"/> is the correct ratio.</remarks>
public sealed class E3dPeakSignalToNoiseRatio : Metric
{
    /// <inheritdoc/>
    public override string Name => "PSNR (E3D-LSTM, wrapping bytes, mean over frames)";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.Higher;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        var difference = Bytes(batch.Forecast).sub(Bytes(batch.Truth)).remainder(Number(256));
        var mean = batch.SumOverFrame(difference.square().remainder(Number(256))).div(batch.ValidValues.sum(2, keepdim: true)); // [B, T, 1]
        return batch.MeanOverFrames(mean.log10().mul(Number(-10)).Plus(20 * Math.Log10(255))); // [B, T, 2]
    }

    private static Tensor Bytes(Tensor frames) => frames.mul(Number(255)).trunc().remainder(Number(256));
}
