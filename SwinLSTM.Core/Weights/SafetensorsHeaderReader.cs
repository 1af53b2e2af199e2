using System.Text.Json;
using System.Text.Unicode;
using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Reads the JSON of a safetensors header; strict, because every field steers an allocation.</summary>
internal ref struct SafetensorsHeaderReader
{
    // The header, a tensor's entry, its list of sizes.
    private const int Depth = 3;

    private readonly BadFile bad;
    private readonly List<SafetensorsEntry> entries = [];
    private readonly Dictionary<string, string> metadata = [];
    private Utf8JsonReader json;

    private SafetensorsHeaderReader(ReadOnlySpan<byte> header, BadFile bad)
    {
        this.bad = bad;
        json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = Depth });
    }

    public static SafetensorsHeader Read(ReadOnlySpan<byte> header, BadFile bad)
    {
        if (header.IsEmpty || header[0] != '{')
            throw bad.Because("The header begins with '{'.", header.IsEmpty ? "nothing" : $"byte 0x{header[0]:x2}");
        if (!Utf8.IsValid(header))
            throw bad.Because("The header is UTF-8.", "bytes that are not");
        var reader = new SafetensorsHeaderReader(header, bad);
        try
        {
            return reader.ReadHeader();
        }
        // The second is how the JSON reader refuses escapes of half a surrogate pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw bad.Because($"The header is JSON of at most {Depth} levels.",
                $"JSON that fails at byte {reader.json.TokenStartIndex}", e);
        }
    }

    private SafetensorsHeader ReadHeader()
    {
        var names = new HashSet<string>();
        json.Read();
        while (NextField(out string name))
        {
            if (!names.Add(name))
                throw bad.Because("Names are unique.", $"{BadFile.Quote(name)} twice");
            if (name == SafetensorsHeader.MetadataName)
                ReadMetadata();
            else
                ReadEntry(name);
        }

        // Spaces may follow; anything else is refused by this step.
        json.Read();
        return new SafetensorsHeader(entries, metadata);
    }

    private void ReadMetadata()
    {
        Expect(JsonTokenType.StartObject, SafetensorsHeader.MetadataName);
        while (NextField(out string key))
        {
            Expect(JsonTokenType.String, SafetensorsHeader.MetadataName);
            if (!metadata.TryAdd(key, json.GetString()!))
                throw bad.Because("Metadata keys are unique.", $"{BadFile.Quote(key)} twice");
        }
    }

    private void ReadEntry(string name)
    {
        ScalarType? type = null;
        long[]? shape = null, offsets = null;
        Expect(JsonTokenType.StartObject, name);
        while (NextField(out string field))
        {
            switch (field)
            {
                case "dtype" when type is null:
                    type = ReadType(name);
                    break;
                case "shape" when shape is null:
                    shape = ReadIntegers(name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadIntegers(name);
                    break;
                default:
                    throw bad.Because("A tensor has the fields dtype, shape and data_offsets, each once.",
                        $"{BadFile.Quote(field)} of {BadFile.Quote(name)}");
            }
        }

        if (type is null || shape is null || offsets is not { Length: 2 })
            throw bad.Because("A tensor has a dtype, a shape and two data_offsets.", $"{BadFile.Quote(name)} without");
        entries.Add(new SafetensorsEntry(name, type.Value, shape, offsets[0], offsets[1]));
    }

    private ScalarType ReadType(string name)
    {
        Expect(JsonTokenType.String, name);
        string dtype = json.GetString()!;
        return DTypeNames.Find(dtype)
            ?? throw bad.Because($"A dtype is one of {DTypeNames.All}.", $"{BadFile.Quote(dtype)} of {BadFile.Quote(name)}");
    }

    private long[] ReadIntegers(string name)
    {
        var values = new List<long>();
        Expect(JsonTokenType.StartArray, name);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long value) || value < 0)
                throw bad.Because("Sizes and offsets are integers from 0 to 2^63 - 1.", $"another value in {BadFile.Quote(name)}");
            values.Add(value);
        }

        return [.. values];
    }

    private bool NextField(out string name)
    {
        json.Read();
        name = json.TokenType == JsonTokenType.PropertyName ? json.GetString()! : "";
        return json.TokenType == JsonTokenType.PropertyName;
    }

    private void Expect(JsonTokenType type, string of)
    {
        json.Read();
        if (json.TokenType != type)
            throw bad.Because($"This value is a JSON {type}.", $"{json.TokenType} in {BadFile.Quote(of)}");
    }
}
