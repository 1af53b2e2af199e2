using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>The difference of two batches of frames, in double precision.</summary>
internal static class FrameError
{
    /// <summary>One row of differences for each frame.</summary>
    public static Tensor Differences(Tensor prediction, Tensor target)
    {
        var difference = prediction.to(ScalarType.Float64).sub(target.to(ScalarType.Float64));
        return difference.reshape(prediction.shape[0], prediction.shape[1], -1); // [B, T, C*H*W]
    }

    public static Tensor MeanSquare(Tensor prediction, Tensor target) =>
        Differences(prediction, target).square().mean([2], keepdim: true); // [B, T, 1]

    public static Tensor Reduce(Tensor errors, PixelReduction reduction) => reduction == PixelReduction.Sum
        ? errors.sum(2, keepdim: true) // [B, T, 1]
        : errors.mean([2], keepdim: true); // [B, T, 1]

    public static PixelReduction Checked(PixelReduction reduction) => Enum.IsDefined(reduction)
        ? reduction
        : throw new ArgumentOutOfRangeException(nameof(reduction), $"A pixel reduction is Mean or Sum; {(int)reduction} was given.");
}
