using System.Buffers.Binary;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>
/// Texts of variable length in attributes: a reference into a "global heap", followed here without libhdf5, whose versions up to 1.10 read
/// outside their memory where the reference is damaged.
/// </summary>
internal static class Hdf5Text
{
    private const int HeapHeader = 16;

    /// <summary>The texts of the attribute <paramref name="name"/> of the object at <paramref name="address"/>; null where it is not in the object's header.</summary>
    public static string[]? OfAttribute(Hdf5Bytes file, long address, string name, int count)
    {
        foreach (var (type, message) in Hdf5Header.Messages(file, address))
            if (type == Hdf5Header.AttributeMessage && ValueOf(message.Span, name) is { Length: > 0 } value && value.Length >= 16 * count)
            {
                var texts = new string[count];
                for (var i = 0; i < count; i++)
                    texts[i] = Follow(file, value.Slice(16 * i, 16));
                return texts;
            }
        return null;
    }

    /// <summary>The value part of an attribute message with this name; empty where it has another.</summary>
    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> message, string name)
    {
        if (message.Length < 9 || message[0] is < 1 or > 3 || (message[0] > 1 && message[1] != 0))
            return []; // shared types are not needed for texts
        var version = message[0];
        int nameBytes = Length(message[2..]), typeBytes = Length(message[4..]), spaceBytes = Length(message[6..]);
        if (version == 1) // parts padded to multiples of 8
            (nameBytes, typeBytes, spaceBytes) = (Padded(nameBytes), Padded(typeBytes), Padded(spaceBytes));
        var at = version == 3 ? 9 : 8;
        if (nameBytes < 1 || at + nameBytes + typeBytes + spaceBytes > message.Length)
            return [];
        var stored = message.Slice(at, nameBytes);
        var end = stored.IndexOf((byte)0);
        return end >= 0 && Encoding.UTF8.GetString(stored[..end]) == name ? message[(at + nameBytes + typeBytes + spaceBytes)..] : [];
    }

    private static string Follow(Hdf5Bytes file, ReadOnlySpan<byte> reference)
    {
        long length = BinaryPrimitives.ReadUInt32LittleEndian(reference);
        var heap = BinaryPrimitives.ReadInt64LittleEndian(reference[4..]);
        var index = BinaryPrimitives.ReadUInt32LittleEndian(reference[12..]);
        if (length == 0 || heap is 0 or -1)
            return "";

        Span<byte> head = stackalloc byte[HeapHeader];
        file.Read(heap, head);
        var size = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        if (!head.StartsWith("GCOL"u8) || size < HeapHeader)
            throw new InvalidDataException($"{file.Path} is damaged: a text should lie in the heap at byte {heap}, where there is none. Fetch it again.");
        file.Check(heap, size, "a heap of texts");

        for (var at = heap + HeapHeader; at + HeapHeader <= heap + size;)
        {
            file.Read(at, head);
            var bytes = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
            if (bytes < 0 || bytes > heap + size - at - HeapHeader)
                break;
            var found = BinaryPrimitives.ReadUInt16LittleEndian(head);
            if (found == index && index != 0 && length <= bytes)
            {
                var text = new byte[length];
                file.Read(at + HeapHeader, text);
                return Encoding.UTF8.GetString(text).TrimEnd('\0');
            }
            if (found == 0)
                break; // the free space at the end
            at += HeapHeader + ((bytes + 7) & ~7L);
        }
        throw new InvalidDataException($"{file.Path} is damaged: the heap at byte {heap} has no text {index} of {length} bytes. Fetch it again.");
    }

    private static int Length(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static int Padded(int bytes) => (bytes + 7) & ~7;
}
