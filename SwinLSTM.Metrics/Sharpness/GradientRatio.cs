using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// How sharp the forecast's edges are: the sum of its gradients' magnitudes over the sum of the target's. 1 is as sharp as the truth, less is
/// blurred, more is noisier; it does not say whether the edges are at the right places. The magnitude at a value is
/// <c>sqrt((right - here)^2 + (below - here)^2)</c>, wherever all three are within the frame and valid.
/// </summary>
/// <remarks>It is NaN where the target is flat and the forecast too, and infinite where only the target is.</remarks>
public sealed class GradientRatio : FrameMetric
{
    /// <inheritdoc/>
    public override string Name => "gradient ratio";

    /// <inheritdoc/>
    public override Direction Better => Direction.CloserToOneIsBetter;

    /// <inheritdoc/>
    protected override void CheckFrames(FramePair frames)
    {
        if (Math.Min(frames.Height, frames.Width) < 2)
            throw new ArgumentException($"A gradient needs frames of at least 2 x 2; these are {frames.Height} x {frames.Width}.");
    }

    /// <inheritdoc/>
    protected override Tensor Measure(FramePair frames)
    {
        if (frames.Valid is null && frames.Floats is { } floats)
            return OnCpu(frames, floats); // [B, T, 2]
        var valid = frames.Valid is { } v ? Here(v).logical_and(Right(v)).logical_and(Below(v)) : null; // [B, T, C, H - 1, W - 1]
        return cat([Sum(frames.Prediction), Sum(frames.Target)], 2); // [B, T, 2]

        Tensor Sum(Tensor values)
        {
            var wide = values.to(ScalarType.Float64);
            var here = Here(wide);
            var magnitude = Right(wide).sub(here).hypot(Below(wide).sub(here)); // [B, T, C, H - 1, W - 1]
            if (valid is not null)
                magnitude = magnitude.masked_fill(valid.logical_not(), 0);
            return magnitude.reshape(frames.Batch, frames.Time, -1).sum(2, keepdim: true); // [B, T, 1]
        }
    }

    private static Tensor OnCpu(FramePair frames, FloatFrames floats)
    {
        var (size, width) = (checked((int)(frames.Height * frames.Width)), (int)frames.Width);
        var sums = new double[frames.Batch * frames.Time * 2];
        for (var frame = 0; frame < sums.Length / 2; frame++)
            for (var channel = 0; channel < frames.Channels; channel++)
            {
                var first = (frame * (int)frames.Channels + channel) * size;
                sums[2 * frame] += GradientKernel.Sum(floats.Prediction.Slice(first, size), width);
                sums[2 * frame + 1] += GradientKernel.Sum(floats.Target.Slice(first, size), width);
            }
        return tensor(sums, [frames.Batch, frames.Time, 2]); // [B, T, 2]
    }

    private static Tensor Here(Tensor values) => Part(values, 0, 0);

    private static Tensor Right(Tensor values) => Part(values, 0, 1);

    private static Tensor Below(Tensor values) => Part(values, 1, 0);

    private static Tensor Part(Tensor values, long row, long column) =>
        values.narrow(3, row, values.shape[3] - 1).narrow(4, column, values.shape[4] - 1); // [B, T, C, H - 1, W - 1]
}
