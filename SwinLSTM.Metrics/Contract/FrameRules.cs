using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>What every pair of prediction and target must obey, each rule with one sentence.</summary>
internal static class FrameRules
{
    public static void Check(Tensor prediction, Tensor target, Tensor? valid)
    {
        CheckOne(prediction, nameof(prediction));
        CheckOne(target, nameof(target));
        if (!prediction.shape.SequenceEqual(target.shape))
            throw new ArgumentException($"prediction and target must have one shape; prediction is {Text(prediction.shape)}, target is {Text(target.shape)}.",
                nameof(target));
        CheckDevice(prediction, target, nameof(target));
        if (valid is not null)
            CheckValid(valid, prediction);
    }

    /// <param name="valid">A mask.</param>
    /// <param name="frames">What it must be broadcastable to.</param>
    public static void CheckValid(Tensor valid, Tensor frames)
    {
        if (valid.dtype is not (ScalarType.Bool or ScalarType.Byte))
            throw new ArgumentException($"valid must be a tensor of Bool or Byte, true where a value counts; it is {valid.dtype}. Make one with ne(0) or isfinite().", nameof(valid));
        var (mask, shape) = (valid.shape, frames.shape);
        if (mask.Length != shape.Length || mask.Zip(shape).Any(axis => axis.First != axis.Second && axis.First != 1))
            throw new ArgumentException($"valid must have as many axes as the frames, each as long as theirs or 1; valid is {Text(mask)}, the frames are {Text(shape)}. " +
                "Give it the missing axes with unsqueeze().", nameof(valid));
        CheckDevice(frames, valid, nameof(valid));
    }

    public static void CheckEarlier(long[] frames, long[]? earlier)
    {
        if (earlier is not null && !earlier.SequenceEqual(frames))
            throw new ArgumentException($"All batches must have frames of one shape [T, C, H, W]; earlier ones were {Text(earlier)}, this one is " +
                $"{Text(frames)}. Reset the metric, or use another.", nameof(frames));
    }

    /// <summary>The refusal of a batch, of which something valid is not finite.</summary>
    /// <param name="faults">Each tensor's name, and where it is neither finite nor invalid.</param>
    public static ArgumentException NotFinite(params IEnumerable<(string Name, Tensor Bad)> faults)
    {
        var (name, bad) = faults.First(fault => fault.Bad.any().item<bool>());
        var first = bad.to(CPU).contiguous().bytes.IndexOf((byte)1);
        return new ArgumentException($"Every value must be finite; {name}{Text(Position(first, bad.shape))} (batch, time, channel, row, column) is not. " +
            "A forecast that is not finite has no error that could be averaged: mark such values as invalid, or choose NotFinitePolicy.Skip.", name);
    }

    public static string Text(IEnumerable<long> numbers) => $"[{string.Join(", ", numbers)}]";

    private static void CheckOne(Tensor frames, string name)
    {
        if (frames.dim() != 5)
            throw new ArgumentException($"{name} must have the axes [B, T, C, H, W]; it has the shape {Text(frames.shape)}.", name);
        if (frames.numel() == 0)
            throw new ArgumentException($"{name} must have at least one value; its shape is {Text(frames.shape)}.", name);
        if (frames.dtype is not (ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16))
            throw new ArgumentException($"{name} must be of a floating dtype; it is {frames.dtype}. Convert bytes with to(float32) / 255.", name);
    }

    private static void CheckDevice(Tensor first, Tensor second, string name)
    {
        if ((first.device_type, first.device_index) != (second.device_type, second.device_index))
            throw new ArgumentException($"prediction, target and valid must be on one device; prediction is on {first.device}, {name} on {second.device}. " +
                "Move one of them with to().", name);
    }

    private static long[] Position(long index, long[] shape)
    {
        var position = new long[shape.Length];
        for (var axis = shape.Length - 1; axis >= 0; axis--)
            (index, position[axis]) = Math.DivRem(index, shape[axis]);
        return position;
    }
}
