using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>What every pair of prediction and target must obey, each rule with one sentence.</summary>
internal static class FrameRules
{
    /// <returns>T, C, H, W.</returns>
    public static long[] Check(Tensor prediction, Tensor target, long[]? earlier)
    {
        CheckOne(prediction, nameof(prediction));
        CheckOne(target, nameof(target));
        if (!prediction.shape.SequenceEqual(target.shape))
            throw new ArgumentException($"prediction and target must have one shape; prediction is {Text(prediction.shape)}, target is {Text(target.shape)}.",
                nameof(target));
        if ((prediction.device_type, prediction.device_index) != (target.device_type, target.device_index))
            throw new ArgumentException($"prediction and target must be on one device; prediction is on {prediction.device}, target on {target.device}. " +
                "Move one of them with to().", nameof(target));
        var frames = prediction.shape[1..];
        if (earlier is not null && !earlier.SequenceEqual(frames))
            throw new ArgumentException($"All batches must have frames of one shape [T, C, H, W]; earlier ones were {Text(earlier)}, this one is " +
                $"{Text(frames)}. Reset the metric, or use another.", nameof(prediction));
        return frames;
    }

    public static void CheckFinite(Tensor prediction, Tensor target)
    {
        var masks = new[] { (Name: nameof(prediction), Finite: prediction.isfinite()), (Name: nameof(target), Finite: target.isfinite()) };
        if (masks[0].Finite.all().logical_and(masks[1].Finite.all()).item<bool>()) // one wait for the device, not two
            return;
        var (name, finite) = masks.First(mask => !mask.Finite.all().item<bool>());
        var first = finite.to(CPU).contiguous().bytes.IndexOf((byte)0);
        throw new ArgumentException($"Every value must be finite; {name}{Text(Position(first, finite.shape))} (batch, time, channel, row, column) is not. " +
            "A forecast that is not finite has no error that could be averaged.", name);
    }

    public static string Text(long[] numbers) => $"[{string.Join(", ", numbers)}]";

    private static void CheckOne(Tensor frames, string name)
    {
        if (frames.dim() != 5)
            throw new ArgumentException($"{name} must have the axes [B, T, C, H, W]; it has the shape {Text(frames.shape)}.", name);
        if (frames.numel() == 0)
            throw new ArgumentException($"{name} must have at least one value; its shape is {Text(frames.shape)}.", name);
        if (frames.dtype is not (ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16))
            throw new ArgumentException($"{name} must be of a floating dtype; it is {frames.dtype}. Convert bytes with to(float32) / 255.", name);
    }

    private static long[] Position(long index, long[] shape)
    {
        var position = new long[shape.Length];
        for (var axis = shape.Length - 1; axis >= 0; axis--)
            (index, position[axis]) = Math.DivRem(index, shape[axis]);
        return position;
    }
}
