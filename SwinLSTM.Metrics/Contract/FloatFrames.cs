using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Two batches of frames in CPU memory, row-major and in single precision, for loops of our own. Half precision fits in single without loss.</summary>
/// <param name="prediction">Contiguous float32 [B, T, C, H, W] in CPU memory, which stays alive as long as this is used.</param>
/// <param name="target">The same of the target.</param>
internal sealed class FloatFrames(Tensor prediction, Tensor target)
{
    /// <summary>Row-major, [B, T, C, H, W].</summary>
    public ReadOnlySpan<float> Prediction => MemoryMarshal.Cast<byte, float>(prediction.bytes);

    /// <summary>Row-major, [B, T, C, H, W].</summary>
    public ReadOnlySpan<float> Target => MemoryMarshal.Cast<byte, float>(target.bytes);

    /// <summary>Null where the frames are on another device, in double precision, or too many for one span.</summary>
    public static FloatFrames? Of(Tensor prediction, Tensor target) =>
        Fits(prediction) && Fits(target) ? new(Single(prediction), Single(target)) : null;

    public void ForEach(Action<Tensor> visit)
    {
        visit(prediction);
        visit(target);
    }

    private static bool Fits(Tensor frames) =>
        frames.device_type == TorchSharp.DeviceType.CPU && frames.dtype != ScalarType.Float64 && frames.numel() * sizeof(float) <= int.MaxValue;

    private static Tensor Single(Tensor frames) => frames.to(ScalarType.Float32).contiguous();
}
