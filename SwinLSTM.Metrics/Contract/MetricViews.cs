using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// The same metric of other frames: of one channel, of clipped values, of values in their unit. Each returns a new metric that has measured nothing yet;
/// views can be stacked, and the one named last is applied first. In a set, metrics of the same view share it.
/// </summary>
public static class MetricViews
{
    /// <summary>The metric of one channel by itself.</summary>
    /// <param name="metric">What to measure; nothing is added to it.</param>
    /// <param name="channel">From 0. Frames without it are refused when they are added.</param>
    /// <returns>The metric, named after it: "MSE (mean over a frame), channel 1".</returns>
    /// <exception cref="ArgumentOutOfRangeException">The channel is negative.</exception>
    public static FrameMetric OnChannel(this FrameMetric metric, int channel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        return new ViewedMetric(metric, FormattableString.Invariant($"channel {channel}"), frames =>
        {
            if (channel >= frames.Channels)
                throw new ArgumentException($"{metric.Name} is to measure channel {channel}; the frames have {frames.Channels}, counted from 0.");
            Tensor Pick(Tensor all) => all.narrow(2, channel, 1); // [B, T, 1, H, W]
            return (Pick(frames.Prediction), Pick(frames.Target), frames.Valid is null ? null : Pick(frames.Valid));
        });
    }

    /// <summary>The metric of values clipped to a range, as published protocols clip forecasts to [0, 1] before similarities.</summary>
    /// <param name="metric">What to measure; nothing is added to it.</param>
    /// <param name="minimum">What smaller values become, rounded to single precision unless the frames are in double.</param>
    /// <param name="maximum">What larger values become.</param>
    /// <param name="targetToo">Whether true frames are clipped as well as forecasts.</param>
    /// <returns>The metric, named after it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or not finite.</exception>
    public static FrameMetric Clipped(this FrameMetric metric, double minimum, double maximum, bool targetToo = false)
    {
        if (!(double.IsFinite(minimum) && double.IsFinite(maximum) && minimum < maximum))
            throw new ArgumentOutOfRangeException(nameof(maximum), FormattableString.Invariant($"Values are clipped to a finite range; [{minimum}, {maximum}] was given."));
        var words = FormattableString.Invariant($"{(targetToo ? "both" : "forecast")} clipped to [{minimum}, {maximum}]");
        return new ViewedMetric(metric, words, frames =>
        {
            // Half precision would round the bounds.
            Tensor Clip(Tensor all) => Zeroed((all.dtype == ScalarType.Float64 ? all : all.to(ScalarType.Float32)).clamp(minimum, maximum), frames.Valid);
            return (Clip(frames.Prediction), targetToo ? Clip(frames.Target) : frames.Target, frames.Valid);
        });
    }

    /// <summary>The metric of <c>scale x + offset</c>, which undoes a normalisation: with its standard deviation and mean, errors are in the unit of the data.</summary>
    /// <param name="metric">What to measure; nothing is added to it.</param>
    /// <param name="scale">Of each channel, or one for all.</param>
    /// <param name="offset">Of each channel, or one for all.</param>
    /// <returns>The metric, named after it; it computes in double precision.</returns>
    /// <exception cref="ArgumentException">There are no numbers, or not as many of one as of the other, or one is not finite.</exception>
    public static FrameMetric Rescaled(this FrameMetric metric, IReadOnlyList<double> scale, IReadOnlyList<double> offset)
    {
        if (scale.Count == 0 || scale.Count != offset.Count || !scale.Concat(offset).All(double.IsFinite))
            throw new ArgumentException($"A rescaling has a finite scale and offset for each channel, or one of each for all; {scale.Count} and {offset.Count} were given" +
                (scale.Count == offset.Count && scale.Count > 0 ? ", not all finite." : "."), nameof(scale));
        var words = $"rescaled by {Text(scale)} x + {Text(offset)}";
        return new ViewedMetric(metric, words, frames =>
        {
            if (scale.Count != 1 && scale.Count != frames.Channels)
                throw new ArgumentException($"{metric.Name} is to be rescaled for {scale.Count} channels; the frames have {frames.Channels}.");
            var (factors, shifts) = (OfChannels(scale, frames.Prediction.device), OfChannels(offset, frames.Prediction.device));
            Tensor Rescale(Tensor all) => Zeroed(all.to(ScalarType.Float64).mul(factors).add(shifts), frames.Valid);
            return (Rescale(frames.Prediction), Rescale(frames.Target), frames.Valid);
        });
    }

    /// <inheritdoc cref="Rescaled(FrameMetric, IReadOnlyList{double}, IReadOnlyList{double})"/>
    public static FrameMetric Rescaled(this FrameMetric metric, double scale, double offset) => metric.Rescaled([scale], [offset]);

    private static Tensor Zeroed(Tensor values, Tensor? valid) => valid is null ? values : values.masked_fill(valid.logical_not(), 0);

    private static Tensor OfChannels(IReadOnlyList<double> numbers, Device device) =>
        tensor(numbers.ToArray(), [numbers.Count], ScalarType.Float64).to(device).reshape(1, 1, -1, 1, 1); // [1, 1, C, 1, 1]

    private static string Text(IReadOnlyList<double> numbers)
    {
        var text = string.Join(", ", numbers.Select(number => FormattableString.Invariant($"{number}")));
        return numbers.Count == 1 ? text : $"({text})";
    }
}
