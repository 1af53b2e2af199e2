using System.Text.Json;

namespace SwinLSTM;

/// <summary>Reads and writes safetensors files: a length, a JSON header, raw little-endian tensors.</summary>
/// <remarks>Element types: F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL. Python's <c>safetensors</c> reads what is written here, and
/// the other way round. Source: https://github.com/huggingface/safetensors#format.</remarks>
public static class Safetensors
{
    private const string Remedy = "Copy or download the file again, or write it anew with Safetensors.Write or Python's safetensors.";

    // The one name that no tensor can have, the most bytes that readers of the format accept, and what data begin at a multiple of.
    private const string MetadataName = "__metadata__";
    private const int LongestHeader = 100_000_000, Alignment = 8;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Reads all tensors of a file.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format; nothing larger than the file was allocated.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static TensorFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads all tensors from the stream's position to its end.</summary>
    /// <param name="stream">A stream that can seek, because lengths are checked against what is left of it. It stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="InvalidDataException">The data break a rule of the format.</exception>
    public static TensorFile Read(Stream stream, string name = "stream")
    {
        if (!stream.CanSeek)
            throw new ArgumentException("A stream of safetensors can seek. Copy this one into a MemoryStream first.", nameof(stream));
        var bad = new BadFile(name, Remedy);
        var (entries, metadata) = Parse(ReadHeader(stream, bad), bad);
        var start = stream.Position;
        CheckLayout(entries, stream.Length - start, bad);
        using var scope = NewDisposeScope();
        var tensors = entries.ConvertAll(entry =>
        {
            stream.Position = start + entry.Begin;
            return (entry.Name, TensorData.Read(stream, entry.Type, entry.Shape));
        });
        stream.Seek(0, SeekOrigin.End);
        return new TensorFile(metadata, tensors);
    }

    /// <summary>Writes a file, whole or not at all: what was at <paramref name="path"/> stays until the new file is complete.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="tensors">Names and tensors, of any device and strides; the header keeps their order.</param>
    /// <param name="metadata">Text entries that readers can ask for.</param>
    /// <exception cref="ArgumentException">A name comes twice or is <c>__metadata__</c>, or the format lacks an element type.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes at the stream's position. The stream stays open.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{ValueTuple{string, Tensor}}, IReadOnlyDictionary{string, string}?)"/>
    public static void Write(
        Stream stream, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = new OrderedDictionary<string, object>();
        if (metadata is { Count: > 0 }) header.Add(MetadataName, metadata);
        var given = tensors.Select(t => (t.Tensor, Fields: Describe(t.Name, t.Tensor))).ToList();
        // The widest elements first: behind a header that ends at a multiple of 8, every element then lies at a multiple of its size.
        var order = given.OrderByDescending(t => t.Tensor.element_size()).ToList();
        long end = 0;
        foreach (var (tensor, fields) in order)
            (fields.DataOffsets[0], fields.DataOffsets[1]) = (end, end += tensor.NumberOfElements * tensor.element_size());
        var json = JsonSerializer.SerializeToUtf8Bytes(header, Strict);
        var padding = -json.Length & (Alignment - 1);
        if (json.Length > LongestHeader - padding)
            throw new ArgumentException($"Names and metadata take at most {LongestHeader} bytes. Received: {json.Length}. Shorten them.");
        stream.Write([.. BitConverter.GetBytes((long)json.Length + padding), .. json, .. Enumerable.Repeat((byte)' ', padding)]);
        foreach (var (tensor, _) in order) TensorData.Write(tensor, stream);

        Fields Describe(string name, Tensor tensor)
        {
            var type = Array.Find(TensorData.Types, type => type.Type == tensor.dtype)
                ?? throw new ArgumentException($"An element type is one of {TensorData.TypeNames}. "
                    + $"Received: {tensor.dtype} for '{name}'. Convert it with to(ScalarType) first.", nameof(tensors));
            var fields = new Fields(type.Name, tensor.shape, [0, 0]);
            return name != MetadataName && header.TryAdd(name, fields) ? fields
                : throw new ArgumentException($"A tensor's name comes once, and is not {MetadataName}, where the format keeps metadata. "
                    + $"Received: '{name}'. Rename it.", nameof(tensors));
        }
    }

    private static byte[] ReadHeader(Stream stream, BadFile bad)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        var there = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        var (length, rest) = (BitConverter.ToUInt64(prefix), stream.Length - stream.Position);
        if (there < prefix.Length || length > LongestHeader || (long)length > rest)
            throw bad.Because($"The first 8 bytes are the header's length, at most {LongestHeader} and within the file.",
                $"{length} with {rest} bytes left");
        var json = new byte[length];
        stream.ReadExactly(json);
        return json;
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) Parse(byte[] json, BadFile bad)
    {
        if (json is not [(byte)'{', ..])
            throw bad.Because("The header begins with '{'.", json is [var first, ..] ? $"byte 0x{first:x2}" : "nothing");
        var (entries, metadata, at) = (new List<Entry>(), new Dictionary<string, string>(), "the header");
        try
        {
            // Three levels: the header, a tensor's entry, its list of sizes.
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 3, AllowDuplicateProperties = false });
            foreach (var property in document.RootElement.EnumerateObject())
            {
                at = BadFile.Quote(property.Name);
                if (property.NameEquals(MetadataName)) metadata = property.Value.Deserialize<Dictionary<string, string>>(Strict) ?? [];
                else entries.Add(Check(property.Name, property.Value.Deserialize<Fields>(Strict), bad));
            }

            if (metadata.ContainsValue(null!)) throw new JsonException("null is no text.");
            return (entries, metadata);
        }
        // The second is how the JSON reader refuses text that is no UTF-8, and escapes of half a surrogate pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw bad.Because("The header is JSON in UTF-8: unique names, each with a dtype (a text), a shape and data_offsets (lists of "
                + $"integers below 2^63) and nothing else; {MetadataName} has texts.", $"{BadFile.Quote(e.Message, 300)} in {at}", e);
        }
    }

    private static Entry Check(string name, Fields? fields, BadFile bad)
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
    private static void CheckLayout(List<Entry> entries, long dataBytes, BadFile bad)
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

    // A tensor's entry, as the JSON holds it, and checked; offsets count from the end of the header.
    private sealed record Fields(string Dtype, long[] Shape, long[] DataOffsets);

    private sealed record Entry(string Name, ElementType Type, long[] Shape, long Begin, long End);
}
