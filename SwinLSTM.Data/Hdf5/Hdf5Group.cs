using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>What a group of the older kind leads to, checked before libhdf5 follows it: it trusts the size of the heap that holds the names.</summary>
internal static class Hdf5Group
{
    /// <exception cref="InvalidDataException">The group is damaged.</exception>
    public static void Check(Hdf5Bytes file, long address)
    {
        Span<byte> head = stackalloc byte[32];
        foreach (var (type, message) in Hdf5Header.Messages(file, address))
        {
            if (type != Hdf5Header.SymbolTableMessage || message.Length < 16)
                continue;
            var heap = BinaryPrimitives.ReadInt64LittleEndian(message.Span[8..]);
            file.Read(heap, head);
            var (size, data) = (BinaryPrimitives.ReadInt64LittleEndian(head[8..]), BinaryPrimitives.ReadInt64LittleEndian(head[24..]));
            if (!head.StartsWith("HEAP"u8))
                throw new InvalidDataException($"{file.Path} is damaged: the names of a group should lie at byte {heap}, where there are none. Fetch it again.");
            file.Check(data, size, "the names of a group");
        }
    }
}
