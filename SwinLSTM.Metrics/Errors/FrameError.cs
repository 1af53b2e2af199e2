using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>How errors become statistics of frames: a sum, and what to divide it by.</summary>
internal static class FrameError
{
    /// <param name="frames">Whose errors they are.</param>
    /// <param name="errors">Sums over the values of each channel that count, float64 [B, T, C].</param>
    /// <param name="reduction">What the number of values or of frames is to be.</param>
    /// <returns>Float64 [B, T, 2].</returns>
    public static Tensor Reduce(FramePair frames, Tensor errors, PixelReduction reduction) => reduction == PixelReduction.Sum
        ? frames.EachFrame(OverChannels(errors))
        : cat([OverChannels(errors), OverChannels(frames.ValidValues)], 2); // [B, T, 2]

    public static Tensor OverChannels(Tensor sums) => sums.sum(2, keepdim: true); // [B, T, 1]

    public static PixelReduction Checked(PixelReduction reduction) => Enum.IsDefined(reduction)
        ? reduction
        : throw new ArgumentOutOfRangeException(nameof(reduction), $"A pixel reduction is Mean or Sum; {(int)reduction} was given.");

    public static DecibelAverage Checked(DecibelAverage average) => Enum.IsDefined(average)
        ? average
        : throw new ArgumentOutOfRangeException(nameof(average), $"A decibel average is OfPooledError or OfEachFrame; {(int)average} was given.");

    public static string Words(PixelReduction reduction) => reduction == PixelReduction.Sum ? "sum over a frame" : "mean over a frame";

    public static string Words(DecibelAverage average) => average == DecibelAverage.OfPooledError ? "of the pooled error" : "mean over frames";
}
