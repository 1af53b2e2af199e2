using System.Text.Json;
using System.Text.Json.Serialization;

namespace SwinLSTM.Metrics;

/// <summary>What a metric keeps: the statistics of each lead time, summed over sequences. Adding two states adds the sums, so states of
/// parts, added in the order of the parts, are the state of one pass over the parts. A state that comes as text may be damaged or made
/// up.</summary>
/// <param name="Metric">The name of the metric.</param>
/// <param name="Shape">The axes of the forecast after the batch, [T, C, H, W] or [M, T, C, H, W]; null if nothing was added.</param>
/// <param name="Sequences">How many sequences were added.</param>
/// <param name="SkippedValues">How many values were left out because the forecast is not finite.</param>
/// <param name="Sums">[T][statistics].</param>
internal sealed record MetricState(string Metric, long[]? Shape, long Sequences, long SkippedValues, double[][] Sums)
{
    private static readonly JsonSerializerOptions style = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a forecast without an error has infinitely many decibels
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
    };

    public static MetricState Empty(string metric) => new(metric, null, 0, 0, []);

    /// <summary>Returns the state of one batch with statistics [B, T, statistics], and the sums of each sequence:
    /// [B][statistics].</summary>
    public static (MetricState State, double[][] Each) Of(string metric, Tensor statistics, ForecastBatch batch)
    {
        var (time, count) = ((int)statistics.shape[1], (int)statistics.shape[2]);
        double[][] frames = [.. statistics.to(CPU).contiguous().data<double>().ToArray().Chunk(count)]; // [B*T][statistics]
        double[][][] sequences = [.. frames.Chunk(time)]; // [B][T][statistics]
        double[][] sums = [.. Enumerable.Range(0, time).Select(t => Total(sequences.Select(frames => frames[t]), count))];
        return (new(metric, batch.Forecast.shape[1..], batch.Batch, batch.SkippedValues, sums),
            [.. sequences.Select(frames => Total(frames, count))]);
    }

    /// <summary>The statistics of all lead times together.</summary>
    public double[] Total() => Total(Sums, Sums[0].Length);

    /// <exception cref="ArgumentException">It is the state of another metric, or of other frames.</exception>
    public MetricState Plus(MetricState more)
    {
        if (more.Metric != Metric)
            throw new ArgumentException($"Only the same metric with the same choices can be merged into {Metric}; " +
                $"the other is {more.Metric}.");
        if (Shape is not null && more.Shape is not null && !Shape.SequenceEqual(more.Shape))
            throw new ArgumentException($"{Metric} measures frames of one shape " +
                $"{(Shape.Length == 5 ? "[M, T, C, H, W]" : "[T, C, H, W]")}; earlier ones are " +
                $"{FrameRules.Text(Shape)}, these are {FrameRules.Text(more.Shape)}. Reset the metric, or use another.");
        if (Shape is null || more.Shape is null)
            return Shape is null ? more : this;
        double[][] sums = [.. Sums.Zip(more.Sums, (mine, other) => Total([mine, other], mine.Length))];
        return new(Metric, Shape, checked(Sequences + more.Sequences), checked(SkippedValues + more.SkippedValues), sums);
    }

    public static string Text(IEnumerable<MetricState> states) => JsonSerializer.Serialize(states, style);

    /// <exception cref="InvalidDataException">No set of metrics writes this.</exception>
    public static MetricState[] Parse(string json, IReadOnlyList<Metric> metrics)
    {
        MetricState[] states;
        try
        {
            states = JsonSerializer.Deserialize<MetricState[]>(json, style) ?? [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"This is not the state of a set of metrics: {e.Message} Expected what ToJson wrote.", e);
        }
        if (states.Length != metrics.Count || states.Contains(null))
            throw new InvalidDataException($"This is not the state of this set: the set has {metrics.Count} metrics, the state " +
                $"{states.Count(state => state is not null)}. Expected what ToJson wrote.");
        foreach (var (state, metric) in states.Zip(metrics).Where(pair => pair.First.Metric == pair.Second.Name))
            state.Check(metric);
        return states;
    }

    private void Check(Metric metric)
    {
        Require(Sequences >= 0 && SkippedValues >= 0, "a count is negative");
        Require(Sequences > 0 == Shape is not null, "frames have a shape only if there are any");
        Require(Shape is null || (Shape.Length == (metric.TakesMembers ? 5 : 4) && Shape.All(size => size is > 0 and <= int.MaxValue)),
            "the shape of its frames is impossible");
        Require(Sums.Length == (Shape is null ? 0 : Shape[^4]), "there must be one entry for each lead time");
        Require(Sums.All(sums => sums?.Length == metric.StatisticsOf(Shape!)), "a lead time has another number of sums");
        Require(Sequences <= long.MaxValue - metric.Sequences
            && SkippedValues <= long.MaxValue - metric.SkippedValues, "a count is too large");
    }

    private void Require(bool holds, string fault)
    {
        if (!holds)
            throw new InvalidDataException($"This is not a state of {Metric}: {fault}. Expected what ToJson wrote.");
    }

    private static double[] Total(IEnumerable<double[]> parts, int count)
    {
        var total = new double[count];
        foreach (var part in parts)
            for (var k = 0; k < count; k++)
                total[k] += part[k];
        return total;
    }
}
