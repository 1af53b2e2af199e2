namespace SwinLSTM.Metrics;

/// <summary>Measures a metric on changed frames: on one channel, on clipped values, in another unit. Each method returns a new, empty
/// metric. Transforms can be stacked; the last one is applied first. In a set, metrics with the same transform share its frames.</summary>
public static class MetricTransforms
{
    /// <summary>Measures one channel.</summary>
    /// <param name="metric">The metric; nothing is added to it.</param>
    /// <param name="channel">The channel, counted from 0. Frames without it are refused when they are added.</param>
    /// <returns>A metric such as "MSE (mean over a frame), channel 1".</returns>
    /// <exception cref="ArgumentOutOfRangeException">The channel is negative.</exception>
    public static Metric OnChannel(this Metric metric, int channel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        return new Transformed(metric, Invariant($"channel {channel}"), (batch, key) =>
        {
            if (channel >= batch.Channels)
                throw new ArgumentException($"{metric.Name} measures channel {channel}; " +
                    $"the frames have {batch.Channels} channels, counted from 0.");
            Tensor Pick(Tensor all) => all.narrow(all.dim() - 3, channel, 1); // [..., 1, H, W]
            return batch.Derived(key, Pick, Pick, Pick);
        });
    }

    /// <summary>Measures forecasts that are clipped to a range, as published protocols do before similarities.</summary>
    /// <param name="metric">The metric; nothing is added to it.</param>
    /// <param name="minimum">Smaller values become this one.</param>
    /// <param name="maximum">Larger values become this one.</param>
    /// <param name="truthToo">Whether the truth is clipped as well. Default false.</param>
    /// <returns>The metric, with the range in its name.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or not finite.</exception>
    public static Metric Clipped(this Metric metric, double minimum, double maximum, bool truthToo = false)
    {
        if (!(double.IsFinite(minimum) && double.IsFinite(maximum) && minimum < maximum))
            throw new ArgumentOutOfRangeException(nameof(maximum),
                Invariant($"Values are clipped to a finite range; [{minimum}, {maximum}] was given."));
        var words = Invariant($"{(truthToo ? "both" : "forecast")} clipped to [{minimum}, {maximum}]");
        Tensor Clip(Tensor frames) => frames.clamp(Number(minimum), Number(maximum));
        return new Transformed(metric, words, (batch, key) => batch.Derived(key, Clip, truthToo ? Clip : null));
    }

    /// <summary>Measures <c>scale x + offset</c> in double precision, for example to undo a normalisation or to change the unit.</summary>
    /// <param name="metric">The metric; nothing is added to it.</param>
    /// <param name="scale">One number for each channel, or one for all.</param>
    /// <param name="offset">One number for each channel, or one for all.</param>
    /// <returns>The metric, with both in its name.</returns>
    /// <exception cref="ArgumentException">There are no numbers, or not as many scales as offsets, or one is not finite.</exception>
    public static Metric Rescaled(this Metric metric, IReadOnlyList<double> scale, IReadOnlyList<double> offset)
    {
        if (scale.Count == 0 || scale.Count != offset.Count || !scale.Concat(offset).All(double.IsFinite))
            throw new ArgumentException($"Rescaling needs a finite scale and offset for each channel, or one of each for all; " +
                $"the scale is {Text(scale)}, the offset {Text(offset)}.",
                nameof(scale));
        return new Transformed(metric, $"rescaled by {Text(scale)} x + {Text(offset)}", (batch, key) =>
        {
            if (scale.Count != 1 && scale.Count != batch.Channels)
                throw new ArgumentException($"{metric.Name} is rescaled for {scale.Count} channels; the frames have {batch.Channels}.");
            Tensor OfChannels(IReadOnlyList<double> numbers) =>
                tensor([.. numbers], [numbers.Count, 1, 1], ScalarType.Float64).to(batch.Truth.device); // [C, 1, 1]
            Tensor Rescale(Tensor frames) => frames.to(ScalarType.Float64).mul(OfChannels(scale)).Plus(OfChannels(offset));
            return batch.Derived(key, Rescale, Rescale);
        });
    }

    private static string Text(IReadOnlyList<double> numbers)
    {
        var text = string.Join(", ", numbers.Select(number => Invariant($"{number}")));
        return numbers.Count == 1 ? text : $"({text})";
    }

    private sealed class Transformed(Metric metric, string words, Func<ForecastBatch, string, ForecastBatch> transform) : Metric
    {
        public override string Name => $"{metric.Name}, {words}";

        public override BetterWhen Better => metric.Better;

        protected internal override bool TakesMembers => metric.TakesMembers;

        internal override int StatisticsOf(IReadOnlyList<long> shape) => metric.StatisticsOf(shape);

        protected override Tensor Measure(ForecastBatch batch) => metric.MeasureChecked(transform(batch, words));

        protected internal override double Value(ReadOnlySpan<double> totals) => metric.Value(totals);
    }
}
