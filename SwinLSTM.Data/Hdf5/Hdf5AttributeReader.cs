using System.Buffers.Binary;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>Reads the attributes of an object: those in its header by ourselves, those that grew out of it through libhdf5.</summary>
internal static class Hdf5AttributeReader
{
    public const string ReferenceList = "REFERENCE_LIST";

    /// <summary>Called with the gate held.</summary>
    public static Hdf5Attributes Read(Hdf5File file, string owner, long address)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (type, message) in Hdf5Header.Messages(file.Bytes, address))
        {
            if (type == Hdf5Header.AttributeMessage && Hdf5AttributeMessage.Of(message) is { } attribute)
                values[attribute.Name] = Value(file, attribute, $"attribute {attribute.Name} of {owner}");
            else if (type == Hdf5Header.AttributeInfoMessage && message.Length >= 10 && HeapOf(message.Span) != -1)
                Hdf5DenseAttributes.AddTo(values, file, owner); // that kind of storage has checksums
        }
        return new(values);
    }

    /// <summary>Pairs of a dataset's address and one of its dimensions: what a dimension scale is attached to.</summary>
    public static (long Dataset, int Dimension)[] References(byte[] value, int bytes, int count)
    {
        var pairs = new (long, int)[bytes >= 12 ? count : 0];
        for (var i = 0; i < pairs.Length; i++)
        {
            var pair = value.AsSpan(i * bytes);
            var dimension = BinaryPrimitives.ReadInt32LittleEndian(pair[8..]);
            pairs[i] = (BinaryPrimitives.ReadInt64LittleEndian(pair), dimension is >= 0 and < Hdf5Block.MaxRank ? dimension : BinaryPrimitives.ReverseEndianness(dimension));
        }
        return pairs;
    }

    /// <summary>A text of fixed length, up to its end.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).TrimEnd(' ');
    }

    private static object? Value(Hdf5File file, Hdf5AttributeMessage attribute, string place)
    {
        var count = attribute.Count();
        if (count < 0)
            throw file.Damaged(place, "has another number of values than it announces");
        var (value, bytes) = (attribute.Value, attribute.Bytes);
        if (attribute.Number() is { } number)
        {
            var numbers = new double[count];
            Hdf5Conversion.Convert(value[..(count * bytes)].ToArray(), number, numbers.AsSpan());
            return numbers;
        }
        if (attribute.Class == 3)
            return Enumerable.Range(0, count).Select(i => Text(value.Span.Slice(i * bytes, bytes))).ToArray();
        if (attribute.IsVariableText && bytes == Hdf5Text.ReferenceBytes)
            return Enumerable.Range(0, count).Select(i => Hdf5Text.Follow(file.Bytes, value.Span.Slice(i * bytes, bytes))).ToArray();
        return attribute.Class == 6 && attribute.Name == ReferenceList ? References(value[..(count * bytes)].ToArray(), bytes, count) : null;
    }

    private static long HeapOf(ReadOnlySpan<byte> message)
    {
        var at = (message[1] & 1) != 0 ? 4 : 2;
        return message.Length >= at + 8 ? BinaryPrimitives.ReadInt64LittleEndian(message[at..]) : -1;
    }
}
