using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>
/// The messages of an object's header, read without libhdf5 (HDF5 File Format Specification 3.0, section IV.A). It is read for two reasons:
/// headers of the older kind have no checksum, and libhdf5 does not check all of what they lead to; and texts of variable length lie where
/// a damaged number makes libhdf5 read outside its memory, so we fetch them ourselves.
/// </summary>
internal static class Hdf5Header
{
    public const int FillMessage = 0x05;
    public const int AttributeMessage = 0x0C;
    public const int SymbolTableMessage = 0x11;
    public const int AttributeInfoMessage = 0x15;
    private const int ContinuationMessage = 0x10;
    private const int MaxBytes = 64 << 20;

    /// <summary>The messages of the header at an address, each with its type, in order.</summary>
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public static List<(int Type, ReadOnlyMemory<byte> Data)> Messages(Hdf5Bytes file, long address)
    {
        var messages = new List<(int, ReadOnlyMemory<byte>)>();
        Span<byte> head = stackalloc byte[6];
        file.Read(address, head);
        var blocks = new Queue<(long At, long Length)>();
        long budget = MaxBytes;
        var newer = head.StartsWith("OHDR"u8);
        var ordered = false;
        if (newer)
            blocks.Enqueue(FirstBlock(file, address, head[5], out ordered));
        else
            blocks.Enqueue(FirstBlock(file, address, head[0]));

        while (blocks.TryDequeue(out var block))
        {
            budget -= block.Length + 1;
            if (budget < 0)
                throw new InvalidDataException($"{file.Path} is damaged: the header of the object at byte {address} has no end. Fetch it again.");
            file.Check(block.At, block.Length, "a header");
            var bytes = new byte[block.Length];
            file.Read(block.At, bytes);
            Split(file, bytes, newer, ordered, blocks, messages);
        }
        return messages;
    }

    private static (long, long) FirstBlock(Hdf5Bytes file, long address, byte version)
    {
        Span<byte> prefix = stackalloc byte[12];
        file.Read(address, prefix);
        return version == 1
            ? (address + 16, BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]))
            : throw new InvalidDataException($"{file.Path} is damaged: there is no object at byte {address}. Fetch it again.");
    }

    private static (long, long) FirstBlock(Hdf5Bytes file, long address, byte flags, out bool ordered)
    {
        ordered = (flags & 0x04) != 0;
        var at = address + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
        Span<byte> size = stackalloc byte[8];
        size.Clear();
        var width = 1 << (flags & 3);
        file.Read(at, size[..width]);
        return (at + width, BinaryPrimitives.ReadInt64LittleEndian(size));
    }

    private static void Split(Hdf5Bytes file, byte[] bytes, bool newer, bool ordered, Queue<(long, long)> blocks, List<(int, ReadOnlyMemory<byte>)> messages)
    {
        var prefix = newer ? (ordered ? 6 : 4) : 8;
        for (var at = 0; at <= bytes.Length - prefix;)
        {
            var type = newer ? bytes[at] : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
            var size = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + (newer ? 1 : 2)));
            at += prefix;
            if (size > bytes.Length - at)
                throw new InvalidDataException($"{file.Path} is damaged: a message of {size} bytes reaches over the end of its header. Fetch it again.");
            var data = bytes.AsMemory(at, size);
            at += size;
            if (type == ContinuationMessage && size >= 16)
            {
                var (from, length) = (BinaryPrimitives.ReadInt64LittleEndian(data.Span), BinaryPrimitives.ReadInt64LittleEndian(data.Span[8..]));
                blocks.Enqueue(newer ? (from + 4, length - 8) : (from, length)); // the newer kind has a signature before and a checksum after
            }
            else
            {
                messages.Add((type, data));
            }
        }
    }
}
