using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// The "PSNR" of E3D-LSTM's evaluation code and of the tables that were made with it (KTH in SimVP's and SwinLSTM's papers among them), for putting a
/// number beside theirs and nothing else. Frames become bytes, <c>trunc(255 x)</c>, and differences and their squares are taken in bytes, too:
/// <c>(a - b) mod 256</c> and <c>d^2 mod 256</c>. So an error of 16 grey levels counts as none, and forecasts look 6 dB better than they are.
/// Decibels against 255 are averaged over frames; a frame whose bytes all agree, by that arithmetic, gives positive infinity.
/// </summary>
/// <remarks>
/// Meant for values in [0, 1]; others wrap around as well. The product with 255 is rounded as NumPy rounds it: to single precision, unless the frames are in double.
/// <see cref="PeakSignalToNoise"/> is the ratio that the name stands for.
/// </remarks>
public sealed class E3dPeakSignalToNoise : FrameMetric
{
    /// <inheritdoc/>
    public override string Name => "PSNR (E3D-LSTM, wrapping bytes, mean over frames)";

    /// <inheritdoc/>
    public override Direction Better => Direction.HigherIsBetter;

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        var difference = Bytes(frames.Prediction).sub(Bytes(frames.Target)).remainder(256);
        var sum = frames.Total(difference.square().remainder(256)); // [B, T, 1]
        var mean = sum.div(FrameError.OverChannels(frames.ValidValues));
        return frames.EachFrame(mean.log10().mul(-10).add(20 * Math.Log10(255))); // [B, T, 2]
    }

    private static Tensor Bytes(Tensor frames) =>
        (frames.dtype == ScalarType.Float64 ? frames : frames.to(ScalarType.Float32)).mul(255).trunc().remainder(256);
}
