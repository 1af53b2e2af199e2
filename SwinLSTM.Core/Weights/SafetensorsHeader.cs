using System.Text.Json;

namespace SwinLSTM;

/// <summary>One tensor of a safetensors header; the offsets count from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, ElementType Type, long[] Shape, long Begin, long End);

/// <summary>What a safetensors file begins with: a length of 8 bytes, then JSON; strict, as every field steers an allocation.</summary>
internal sealed record SafetensorsHeader(SafetensorsEntry[] Entries, IReadOnlyDictionary<string, string> Metadata)
{
    // The one name that no tensor can have, the most bytes that readers of the format accept, and what data begin at a multiple of.
    private const string MetadataName = "__metadata__";
    private const int LongestHeader = 100_000_000, Alignment = 8;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    // A tensor's entry, as the JSON holds it.
    private sealed record Fields(string Dtype, long[] Shape, long[] DataOffsets);

    /// <summary>Reads a header whose tensors fill the rest of <paramref name="stream"/> exactly.</summary>
    public static SafetensorsHeader Read(Stream stream, BadFile bad)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        var there = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        var (length, rest) = (BitConverter.ToUInt64(prefix), stream.Length - stream.Position);
        if (there < prefix.Length || length > LongestHeader || (long)length > rest)
            throw bad.Because($"The first 8 bytes are the header's length, at most {LongestHeader} and within the file.",
                $"{length} with {rest} bytes left");
        var json = new byte[length];
        stream.ReadExactly(json);
        var header = Parse(json, bad);
        CheckLayout(header.Entries, rest - json.Length, bad);
        return header;
    }

    /// <summary>Writes the header, padded so that the data after it begin at a multiple of 8.</summary>
    public void Write(Stream stream)
    {
        var fields = new OrderedDictionary<string, object>();
        if (Metadata.Count > 0) fields.Add(MetadataName, Metadata);
        foreach (var (name, type, shape, begin, end) in Entries)
        {
            if (name == MetadataName || !fields.TryAdd(name, new Fields(type.Name, shape, [begin, end])))
                throw new ArgumentException($"A tensor's name comes once, and is not {MetadataName}, where the format keeps metadata. " +
                    $"Received: '{name}'. Rename it.");
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(fields, Strict);
        var padding = -json.Length & (Alignment - 1);
        if (json.Length > LongestHeader - padding)
            throw new ArgumentException($"Names and metadata take at most {LongestHeader} bytes. Received: {json.Length}. Shorten them.");
        stream.Write([.. BitConverter.GetBytes((long)json.Length + padding), .. json, .. Enumerable.Repeat((byte)' ', padding)]);
    }

    private static SafetensorsHeader Parse(byte[] json, BadFile bad)
    {
        if (json is not [(byte)'{', ..])
            throw bad.Because("The header begins with '{'.", json is [var first, ..] ? $"byte 0x{first:x2}" : "nothing");
        var (entries, metadata, at) = (new List<SafetensorsEntry>(), new Dictionary<string, string>(), "the header");
        try
        {
            // Three levels: the header, a tensor's entry, its list of sizes.
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 3, AllowDuplicateProperties = false });
            foreach (var property in document.RootElement.EnumerateObject())
            {
                at = BadFile.Quote(property.Name);
                if (property.NameEquals(MetadataName)) metadata = property.Value.Deserialize<Dictionary<string, string>>(Strict) ?? [];
                else entries.Add(Entry(property.Name, property.Value.Deserialize<Fields>(Strict), bad));
            }

            if (metadata.ContainsValue(null!)) throw new JsonException("null is no text.");
            return new([.. entries], metadata);
        }
        // The second is how the JSON reader refuses text that is no UTF-8, and escapes of half a surrogate pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw bad.Because("The header is JSON in UTF-8: unique names, each with a dtype (a text), a shape and data_offsets (lists of " +
                $"integers below 2^63) and nothing else; {MetadataName} has texts.",
                $"{BadFile.Quote(e.Message, 300)} in {at}", e);
        }
    }

    private static SafetensorsEntry Entry(string name, Fields? fields, BadFile bad)
    {
        if (fields is not { DataOffsets: [var begin, var end] })
            throw bad.Because("A tensor has a dtype, a shape and two data_offsets.", $"{BadFile.Quote(name)} without");
        var type = Array.Find(TensorData.Types, type => type.Name == fields.Dtype)
            ?? throw bad.Because($"A dtype is one of {TensorData.TypeNames}.", $"{BadFile.Quote(fields.Dtype)} of {BadFile.Quote(name)}");
        var bytes = TensorData.CheckedBytes(type, fields.Shape, name, bad);
        if (begin < 0 || end < begin || end - begin != bytes)
            throw bad.Because("A tensor's data_offsets are as far apart as its shape and dtype take.",
                $"{BadFile.Quote(name)} takes {bytes} bytes and has data_offsets [{begin}, {end}]");
        return new(name, type, fields.Shape, begin, end);
    }

    // Entries may come in any order; their data follow each other.
    private static void CheckLayout(SafetensorsEntry[] entries, long dataBytes, BadFile bad)
    {
        long next = 0;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != next)
                throw bad.Because("The data of tensors follow each other without holes and overlaps.",
                    $"{BadFile.Quote(entry.Name)} begins at byte {entry.Begin} where {next} is next");
            next = entry.End;
        }

        if (next != dataBytes)
            throw bad.Because("Tensors cover the data from the first byte to the last.", $"{next} bytes of tensors, {dataBytes} of data");
    }
}
