using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>One tensor of a safetensors header; the offsets count from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

/// <summary>What a safetensors header says, and the rules that hold between its entries and the data.</summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The name that no tensor can have: its value is the metadata.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>The most bytes that readers of the format accept.</summary>
    public const int LongestHeader = 100_000_000;

    /// <summary>Refuses entries that do not fill <paramref name="dataBytes"/> bytes exactly, each with what its shape takes.</summary>
    public void CheckLayout(long dataBytes, BadFile bad)
    {
        foreach (SafetensorsEntry entry in Entries)
            CheckSize(entry, bad);

        long end = 0;
        foreach (SafetensorsEntry entry in Entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end)
                throw bad.Because("The data of tensors follow each other without holes and overlaps.",
                    $"{BadFile.Quote(entry.Name)} begins at byte {entry.Begin} where {end} is next");
            end = entry.End;
        }

        if (end != dataBytes)
            throw bad.Because("The tensors cover the data from its first byte to its last.",
                $"{end} bytes of tensors, {dataBytes} bytes of data");
    }

    private static void CheckSize(SafetensorsEntry entry, BadFile bad)
    {
        int elementBytes = DTypeNames.BytesOf(entry.Type);
        long elements = TensorExtent.Elements(entry.Shape, elementBytes)
            ?? throw bad.Because($"A shape has at most {TensorExtent.MostAxes} sizes, none negative, whose bytes fit 63 bits.",
                $"{BadFile.Quote(entry.Name)} of {entry.Shape.Length} axes, [{string.Join(", ", entry.Shape.Take(8))}]");
        if (entry.Begin < 0 || entry.End < entry.Begin || entry.End - entry.Begin != elements * elementBytes)
            throw bad.Because("A tensor's data_offsets are as far apart as its shape and dtype take.",
                $"{BadFile.Quote(entry.Name)} takes {elements * elementBytes} bytes and has data_offsets [{entry.Begin}, {entry.End}]");
    }
}
