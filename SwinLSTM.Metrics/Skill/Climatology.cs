using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// What frames are like on average: one field for all lead times, or one for each. It does not know the hour or the season; where those
/// matter, subtract your own climatology from prediction and target before measuring.
/// </summary>
public sealed class Climatology
{
    private readonly long[] shape; // [T or 1, C, H, W]
    private readonly double[] values;

    /// <summary>Takes a field that was made elsewhere.</summary>
    /// <param name="field">[C, H, W], or [T, C, H, W] with a field for each lead time, of any floating dtype; copied. NaN where nothing is known.</param>
    /// <exception cref="ArgumentException">It has other axes or no values, or is not of a floating dtype.</exception>
    public Climatology(Tensor field)
    {
        if (field.dim() is not (3 or 4) || field.numel() == 0 || !field.is_floating_point())
            throw new ArgumentException("A climatology must have the axes [C, H, W] or [T, C, H, W], at least one value, and a floating dtype; it has the shape " +
                $"{FrameRules.Text(field.shape)} and is {field.dtype}.", nameof(field));
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var own = field.to(ScalarType.Float64, CPU).contiguous();
        (shape, values) = (own.dim() == 3 ? [1, .. own.shape] : own.shape, own.data<double>().ToArray());
    }

    internal Climatology(double[] values, long[] shape) => (this.values, this.shape) = (values, shape);

    /// <summary>How many lead times have a field of their own; 1 stands for all.</summary>
    public int LeadTimes => (int)shape[0];

    /// <summary>The mean frames.</summary>
    /// <returns>Float64 [T, C, H, W] on the CPU, T being <see cref="LeadTimes"/>; the caller's to dispose.</returns>
    public Tensor ToTensor() => tensor(values, shape);

    /// <summary>The climatology as a forecast.</summary>
    /// <param name="past">Known frames [B, T, C, H, W]; only their shape, dtype and device are used.</param>
    /// <param name="horizon">Frames to forecast.</param>
    /// <returns>[B, horizon, C, H, W].</returns>
    /// <exception cref="ArgumentException">The climatology has frames of another shape, or fewer lead times.</exception>
    public Tensor Forecast(Tensor past, int horizon)
    {
        using var scope = NewDisposeScope();
        var frames = For([horizon, .. past.shape[^3..]], past.device).to(past.dtype); // [horizon or 1, C, H, W]
        return scope.MoveToOuter(frames.expand([past.shape[0], horizon, .. shape[1..]])); // [B, horizon, C, H, W]
    }

    /// <param name="frames">[T, C, H, W] of the frames to compare with it.</param>
    /// <param name="device">Where they are.</param>
    /// <returns>Float64 [T or 1, C, H, W].</returns>
    internal Tensor For(long[] frames, Device device)
    {
        CheckFrames(frames);
        return tensor(values, shape, device: device);
    }

    internal void CheckFrames(long[] frames)
    {
        if (!frames.AsSpan(1).SequenceEqual(shape.AsSpan(1)) || (LeadTimes > 1 && LeadTimes != frames[0]))
            throw new ArgumentException($"A climatology must have the frames' [C, H, W], and one field or as many as there are lead times; it is {FrameRules.Text(shape)}, " +
                $"the frames [T, C, H, W] are {FrameRules.Text(frames)}. Fit one to frames of this shape.", nameof(frames));
    }
}
