using System.Text.Json;
using System.Text.Json.Serialization;
using SwinLSTM.Data;

namespace SwinLSTM.Training;

/// <summary>Where a run is, but for its tensors: with them it is all that a run needs to go on as if it had never stopped.</summary>
internal sealed record TrainingState
{
    private static readonly JsonSerializerOptions Style = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        MaxDepth = 8,
    };

    public int Version { get; init; } = 1;

    /// <summary>The options as JSON.</summary>
    public required string Options { get; init; }

    public required int Shards { get; init; }

    /// <summary>Name and shape of every trained parameter, in order.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>Steps done, skipped ones included; <see cref="Updates"/> changed the weights.</summary>
    public long Step { get; init; }

    public long Updates { get; init; }

    public long Sequences { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>The next batch.</summary>
    public LoaderPosition Position { get; init; }

    /// <summary>The steps of time that are kept, where a bound of memory picked them: another choice would round otherwise.</summary>
    public int? Segment { get; init; }

    /// <summary>Steps in a row without a finite loss and gradient.</summary>
    public int BadInRow { get; init; }

    public int Retreats { get; init; }

    /// <summary>What retreats multiplied the learning rate by.</summary>
    public double RateFactor { get; init; } = 1;

    public double BestValue { get; init; } = double.NaN;

    /// <summary>For each validation, how many came since the best one.</summary>
    public IReadOnlyList<int> SinceBest { get; init; } = [];

    /// <summary>Refuses to go on with another network or with options that would not be the same run.</summary>
    /// <param name="begun">The state that the run would begin with.</param>
    /// <param name="options">Its options.</param>
    /// <param name="path">The checkpoint that this one is of.</param>
    public void CheckContinues(TrainingState begun, TrainingOptions options, string path)
    {
        var before = TrainingOptions.FromJson(Options);
        if (before.WithFreeOf(options) with { Shards = options.Shards } != options || (options.Shards ?? Shards) != Shards)
            throw new ArgumentException($"The run of '{path}' was begun with other options:\n{before.ToJson()}\n"
                + "Go on with those (length, validation, keeping and threads may differ), or begin anew in another folder.");
        var differs = Parameters.Zip(begun.Parameters).FirstOrDefault(pair => pair.First != pair.Second);
        if (differs.First is not null || Parameters.Count != begun.Parameters.Count)
            throw new ArgumentException(
                $"The run of '{path}' trains another network: it has {differs.First ?? $"{Parameters.Count} parameters"} "
                + $"where this one has {differs.Second ?? $"{begun.Parameters.Count}"}. Build the same network, or begin anew in "
                + "another folder.");
    }

    public string ToJson() => JsonSerializer.Serialize(this, Style);

    /// <exception cref="InvalidDataException">The text is no state of a run.</exception>
    public static TrainingState FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingState>(json, Style) is { Version: 1 } state ? state
                : throw new InvalidDataException("It is of another version of this library.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"It is no state of a run: {e.Message}", e);
        }
    }
}
