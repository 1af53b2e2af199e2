namespace SwinLSTM.Metrics;

/// <summary>The rules for tensors that users pass in, one sentence each.</summary>
internal static class FrameRules
{
    public static void Check(Tensor forecast, Tensor truth, Tensor? valid, Tensor? past)
    {
        CheckFrames(truth, nameof(truth));
        if (forecast.dim() == 6 && forecast.shape[1] == 0)
            throw new ArgumentException($"An ensemble must have at least one member; " +
                $"its shape [B, M, T, C, H, W] is {Text(forecast.shape)}.", nameof(forecast));
        CheckFrames(forecast.dim() == 6 ? forecast.select(1, 0) : forecast, nameof(forecast)); // [B, T, C, H, W]
        long[] frames = forecast.dim() == 6 ? [forecast.shape[0], .. forecast.shape[2..]] : forecast.shape;
        if (!frames.SequenceEqual(truth.shape))
            throw new ArgumentException($"forecast and truth must have the same shape, but for the members of an ensemble; " +
                $"forecast is {Text(forecast.shape)}, truth is {Text(truth.shape)}.", nameof(truth));
        CheckDevice(forecast, truth, nameof(truth));
        if (valid is not null)
            CheckValid(valid, truth);
        if (past is not null)
            CheckPast(past, truth);
    }

    /// <param name="valid">A mask.</param>
    /// <param name="frames">What it must be broadcastable to.</param>
    public static void CheckValid(Tensor valid, Tensor frames)
    {
        if (valid.dtype is not (ScalarType.Bool or ScalarType.Byte))
            throw new ArgumentException($"valid must be Bool or Byte, true where a value counts; it is {valid.dtype}. " +
                "Make one with ne(0) or isfinite().", nameof(valid));
        if (valid.dim() != frames.dim() || valid.shape.Zip(frames.shape).Any(axis => axis.First != axis.Second && axis.First != 1))
            throw new ArgumentException($"valid must have as many axes as the truth, each of the same length or 1; " +
                $"valid is {Text(valid.shape)}, the truth is {Text(frames.shape)}. Add missing axes with unsqueeze().", nameof(valid));
        CheckDevice(frames, valid, nameof(valid));
    }

    public static void CheckFrames(Tensor frames, string name)
    {
        if (frames.dim() != 5)
            throw new ArgumentException($"{name} must have the axes [B, T, C, H, W]; its shape is {Text(frames.shape)}.", name);
        if (frames.numel() == 0)
            throw new ArgumentException($"{name} must have at least one value; its shape is {Text(frames.shape)}.", name);
        if (!frames.is_floating_point())
            throw new ArgumentException($"{name} must have a floating-point dtype; it is {frames.dtype}. " +
                "Convert bytes with to(float32) / 255.", name);
    }

    public static void CheckSide(string metric, ForecastBatch batch, int smallest)
    {
        if (Math.Min(batch.Height, batch.Width) < smallest)
            throw new ArgumentException($"{metric} needs frames of at least {smallest} x {smallest}; " +
                $"these are {batch.Height} x {batch.Width}.");
    }

    public static void CheckComplete(string metric, ForecastBatch batch)
    {
        if (batch.Valid is not null)
            throw new ArgumentException($"{metric} needs every pixel of a frame; some are missing or not valid. " +
                "Crop the frames to what is complete, or fill the rest.");
    }

    /// <summary>Refuses the first value at which a mask [B, T, C, H, W] is true.</summary>
    public static void RefuseAny(Tensor bad, string name, string rule, string wayOut)
    {
        if (!bad.any().item<bool>())
            return;
        var (index, position) = (bad.to(CPU).contiguous().bytes.IndexOf((byte)1), new int[5]);
        for (var axis = 4; axis >= 0; axis--)
            (index, position[axis]) = Math.DivRem(index, (int)bad.shape[axis]);
        throw new ArgumentException($"{rule}; {name}[{string.Join(", ", position)}] (batch, time, channel, row, column) is not. {wayOut}",
            name);
    }

    public static ArgumentOutOfRangeException Undefined<T>(T value) where T : struct, Enum => new(nameof(value),
        $"{typeof(T).Name} is {string.Join(", ", Enum.GetNames<T>().SkipLast(1))} or {Enum.GetNames<T>()[^1]}; {value:D} was given.");

    public static T Checked<T>(T value) where T : struct, Enum => Enum.IsDefined(value) ? value : throw Undefined(value);

    public static string Text(IEnumerable<long> numbers) => $"[{string.Join(", ", numbers)}]";

    private static void CheckPast(Tensor past, Tensor truth)
    {
        CheckFrames(past, nameof(past));
        if (past.shape[0] != truth.shape[0] || !past.shape.AsSpan(2).SequenceEqual(truth.shape.AsSpan(2)))
            throw new ArgumentException($"past must have the shape of the truth in all axes but time; " +
                $"past is {Text(past.shape)}, the truth is {Text(truth.shape)}.",
                nameof(past));
        CheckDevice(truth, past, nameof(past));
    }

    private static void CheckDevice(Tensor first, Tensor second, string name)
    {
        if ((first.device_type, first.device_index) != (second.device_type, second.device_index))
            throw new ArgumentException($"All tensors of a batch must be on the same device; " +
                $"{name} is on {second.device}, another on {first.device}. Move it with to().",
                name);
    }
}
