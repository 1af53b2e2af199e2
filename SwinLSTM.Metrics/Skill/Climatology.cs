namespace SwinLSTM.Metrics;

/// <summary>The mean of frames: one field for all lead times, or one for each. It does not know the hour or the season; where those matter,
/// subtract your own climatology from forecast and truth before measuring.</summary>
public sealed class Climatology
{
    private readonly long[] shape; // [T or 1, C, H, W]
    private readonly double[] values;

    /// <summary>Takes a field that was computed elsewhere.</summary>
    /// <param name="field">
    /// [C, H, W], or [T, C, H, W] with a field for each lead time, of any floating-point dtype; copied. NaN where nothing is known.
    /// </param>
    /// <exception cref="ArgumentException">It has other axes or no values, or another dtype.</exception>
    public Climatology(Tensor field)
    {
        if (field.dim() is not (3 or 4) || field.numel() == 0 || !field.is_floating_point())
            throw new ArgumentException("A climatology must have the axes [C, H, W] or [T, C, H, W], at least one value, and a " +
                $"floating-point dtype; it is {field.dtype} {FrameRules.Text(field.shape)}.", nameof(field));
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        (shape, values) =
            (field.dim() == 3 ? [1, .. field.shape] : field.shape, field.to(ScalarType.Float64, CPU).contiguous().data<double>().ToArray());
    }

    internal Climatology(double[] values, long[] shape) => (this.values, this.shape) = (values, shape);

    /// <summary>The number of lead times with a field of their own; 1 stands for all.</summary>
    public int LeadTimes => (int)shape[0];

    /// <summary>Returns the mean frames.</summary>
    /// <returns>Float64 [T, C, H, W] on the CPU, where T is <see cref="LeadTimes"/>; dispose it after use.</returns>
    public Tensor ToTensor() => tensor(values, shape);

    /// <param name="frames">[T, C, H, W] of the frames to compare with it.</param>
    /// <param name="device">Where they are.</param>
    /// <returns>Float64 [T or 1, C, H, W].</returns>
    internal Tensor For(long[] frames, Device device)
    {
        if (!frames.AsSpan(1).SequenceEqual(shape.AsSpan(1)) || (LeadTimes > 1 && LeadTimes != frames[0]))
            throw new ArgumentException($"A climatology must have the frames' [C, H, W], and one field or as many as there are lead " +
                $"times; it is {FrameRules.Text(shape)}, " +
                $"the frames [T, C, H, W] are {FrameRules.Text(frames)}. Fit one to frames of this shape.");
        return tensor(values, shape, device: device);
    }
}
