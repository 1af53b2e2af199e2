using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SwinLSTM;

/// <summary>The stages of a network in the order they run, as one value: equal if every stage is equal.</summary>
[CollectionBuilder(typeof(StageList), nameof(Create))]
[JsonConverter(typeof(Json))]
public sealed class StageList : IReadOnlyList<StageOptions>, IEquatable<StageList>
{
    private readonly StageOptions[] stages;

    private StageList(ReadOnlySpan<StageOptions> stages) => this.stages = stages.ToArray();

    /// <summary>A list of these stages; <c>[new(2, 4), new(6, 8)]</c> does the same.</summary>
    public static StageList Create(ReadOnlySpan<StageOptions> stages) => new(stages);

    /// <inheritdoc/>
    public StageOptions this[int index] => stages[index];

    /// <inheritdoc/>
    public int Count => stages.Length;

    /// <summary>This list with one more stage at its end.</summary>
    public StageList Append(StageOptions stage) => new([.. stages, stage]);

    /// <inheritdoc/>
    public bool Equals(StageList? other) => other is not null && stages.AsSpan().SequenceEqual(other.stages);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StageList);

    /// <inheritdoc/>
    public override int GetHashCode() => stages.Aggregate(stages.Length, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<StageOptions> GetEnumerator() => ((IEnumerable<StageOptions>)stages).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => stages.GetEnumerator();

    /// <summary>As people read it: <c>2 blocks of 4 heads, Merge, ...</c></summary>
    public override string ToString() => string.Join(", ", stages.Select(s => $"{s.Depth} blocks of {s.Heads} heads, {s.Then}"));

    private sealed class Json : JsonConverter<StageList>
    {
        public override StageList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<StageOptions[]>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, StageList value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.stages, options);
    }
}
