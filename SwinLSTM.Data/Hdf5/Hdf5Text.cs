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

    /// <summary>Bytes of a reference to a text: its length, and where it lies.</summary>
    public const int ReferenceBytes = 16;

    /// <summary>The text that a reference leads to.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static string Follow(Hdf5Bytes file, ReadOnlySpan<byte> reference)
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
}
