using System.Text.Json;
using System.Text.Json.Serialization;

namespace SwinLSTM.Metrics;

/// <summary>The sums of a metric as they travel. Whoever reads one must suppose that it is damaged or made up.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Shape">T, C, H, W; null where nothing was added.</param>
/// <param name="Sequences">How many were added.</param>
/// <param name="SkippedValues">How many values were not finite.</param>
/// <param name="Sums">[T][statistics].</param>
internal sealed record MetricState(string Metric, long[]? Shape, long Sequences, long SkippedValues, double[][] Sums)
{
    private static readonly JsonSerializerOptions Style = new()
    {
        // No error at all is infinitely many decibels.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
    };

    public static MetricState Of(string name, LeadTimeSums sums) => new(name, sums.Shape, sums.Sequences, sums.Skipped, [.. sums.PerLeadTime]);

    public static T Parse<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Style) ?? throw new InvalidDataException("The state of a metric is null; expected what ToJson wrote.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"This is no state of a metric: {e.Message} Expected what ToJson wrote.", e);
        }
    }

    public static string Text<T>(T states) => JsonSerializer.Serialize(states, Style);

    /// <exception cref="InvalidDataException">No metric writes this.</exception>
    /// <exception cref="ArgumentException">Another metric, or one of other frames, wrote it.</exception>
    public void Check(string name, LeadTimeSums sums)
    {
        if (Metric != name)
            throw new ArgumentException($"Only what a metric of the same kind and choices wrote can be merged into {name}; {Metric} wrote this.");
        Require(Sequences >= 0 && SkippedValues >= 0, "it counts less than nothing");
        Require(Sequences > 0 == Shape is not null, "its frames have a shape only if there are any");
        Require(Shape is null || (Shape.Length >= 4 && Shape.All(size => size > 0)), "its frames have an impossible shape");
        Require(Sums.Length == (Shape is null ? 0 : sums.TimeOf(Shape)), "it has not one entry for each lead time");
        Require(Sums.All(leadTime => leadTime?.Length == sums.Statistics), $"a lead time must have {sums.Statistics} sums");
        Require(Sequences <= long.MaxValue - sums.Sequences && SkippedValues <= long.MaxValue - sums.Skipped, "it counts more than can be counted");
        CheckShape(name, sums.Shape, Shape);
    }

    public void AddTo(LeadTimeSums sums)
    {
        if (Shape is not null)
            sums.Add(Sums, Sequences, Shape, SkippedValues);
    }

    public static void CheckShape(string name, long[]? here, long[]? there)
    {
        if (here is not null && there is not null && !here.SequenceEqual(there))
            throw new ArgumentException($"{name} has measured frames [T, C, H, W] = {FrameRules.Text(here)}; the other has measured " +
                $"{FrameRules.Text(there)}. Merge metrics of one frame shape.");
    }

    private void Require(bool holds, string fault)
    {
        if (!holds)
            throw new InvalidDataException($"This is no state of {Metric}: {fault}. Expected what ToJson wrote.");
    }
}
