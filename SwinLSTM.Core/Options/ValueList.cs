using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SwinLSTM;

/// <summary>An immutable list that is a value: equal to another if every element is equal. Written as <c>[a, b, c]</c>.</summary>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
[JsonConverter(typeof(ValueList.Json))]
public sealed class ValueList<T> : ReadOnlyCollection<T>, IEquatable<ValueList<T>>
{
    internal ValueList(ReadOnlySpan<T> items) : base(items.ToArray())
    {
    }

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) => other is not null && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(Count, HashCode.Combine);

    /// <summary>Returns the elements in brackets.</summary>
    public override string ToString() => $"[{string.Join(", ", this)}]";
}

/// <summary>Makes lists that are values.</summary>
public static class ValueList
{
    /// <summary>Returns a list of these elements; a collection expression does the same.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items);

    internal sealed class Json : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => true;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

        // Through the array's own converter, because a call of the serializer would begin a path of its own, and messages say where.
        private sealed class Of<T> : JsonConverter<ValueList<T>>
        {
            public override ValueList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                new(Array(options).Read(ref reader, typeof(T[]), options));

            public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options) =>
                Array(options).Write(writer, [.. value], options);

            private static JsonConverter<T[]> Array(JsonSerializerOptions options) => (JsonConverter<T[]>)options.GetConverter(typeof(T[]));
        }
    }
}
