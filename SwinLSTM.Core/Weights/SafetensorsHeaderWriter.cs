using System.Buffers;
using System.Text.Json;

namespace SwinLSTM;

/// <summary>Writes the JSON of a safetensors header, padded so that the data after it begins at a multiple of 8.</summary>
internal static class SafetensorsHeaderWriter
{
    private const int Alignment = 8;

    public static ReadOnlySpan<byte> Write(SafetensorsHeader header)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (header.Metadata.Count > 0)
                WriteMetadata(json, header.Metadata);
            foreach (SafetensorsEntry entry in header.Entries)
                WriteEntry(json, entry);
            json.WriteEndObject();
        }

        while (buffer.WrittenCount % Alignment != 0)
            buffer.Write(" "u8);
        return buffer.WrittenSpan;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataName);
        foreach ((string key, string value) in metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsEntry entry)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", DTypeNames.NameOf(entry.Type));
        WriteIntegers(json, "shape", entry.Shape);
        WriteIntegers(json, "data_offsets", [entry.Begin, entry.End]);
        json.WriteEndObject();
    }

    private static void WriteIntegers(Utf8JsonWriter json, string name, ReadOnlySpan<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
