using System.Buffers.Binary;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>
/// One attribute as its message in an object's header holds it, read without libhdf5, which frees what it never made when one of several
/// attributes is damaged (HDF5 File Format Specification 3.0, section IV.A.2.m).
/// </summary>
internal readonly struct Hdf5AttributeMessage
{
    private readonly ReadOnlyMemory<byte> type;
    private readonly ReadOnlyMemory<byte> space;

    private Hdf5AttributeMessage(string name, ReadOnlyMemory<byte> type, ReadOnlyMemory<byte> space, ReadOnlyMemory<byte> value) =>
        (Name, this.type, this.space, Value) = (name, type, space, value);

    public string Name { get; }

    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>Bytes of one value.</summary>
    public int Bytes => BinaryPrimitives.ReadInt32LittleEndian(type.Span[4..]);

    /// <summary>0 integer, 1 floating, 3 text, 6 compound, 9 of variable length.</summary>
    public int Class => type.Span[0] & 0x0F;

    public bool IsVariableText => Class == 9 && (type.Span[1] & 0x0F) == 1;

    /// <summary>The attribute of a message; null where it is of a kind that we do not read, or damaged.</summary>
    public static Hdf5AttributeMessage? Of(ReadOnlyMemory<byte> message)
    {
        var bytes = message.Span;
        if (bytes.Length < 9 || bytes[0] is < 1 or > 3 || (bytes[0] > 1 && bytes[1] != 0))
            return null; // another version, or a type that is kept elsewhere
        int nameBytes = Length(bytes[2..]), typeBytes = Length(bytes[4..]), spaceBytes = Length(bytes[6..]);
        if (bytes[0] == 1) // parts padded to multiples of 8
            (nameBytes, typeBytes, spaceBytes) = (Padded(nameBytes), Padded(typeBytes), Padded(spaceBytes));
        var at = bytes[0] == 3 ? 9 : 8;
        if (nameBytes < 1 || typeBytes < 8 || spaceBytes < 4 || at + nameBytes + typeBytes + spaceBytes > bytes.Length)
            return null;
        var stored = bytes.Slice(at, nameBytes);
        var end = stored.IndexOf((byte)0);
        at += nameBytes;
        return end < 0 ? null : new(Encoding.UTF8.GetString(stored[..end]), message.Slice(at, typeBytes), message.Slice(at + typeBytes, spaceBytes),
            message[(at + typeBytes + spaceBytes)..]);
    }

    /// <summary>How many values there are; -1 where that does not go with the bytes there are.</summary>
    public int Count()
    {
        var bytes = space.Span;
        int rank = bytes[1], dimensions = bytes[0] == 1 ? 8 : 4;
        if (bytes[0] is not (1 or 2) || rank > Hdf5Block.MaxRank || dimensions + (rank * 8) > bytes.Length)
            return -1;
        if (bytes[0] == 2 && bytes[3] == 2)
            return 0;
        Int128 count = 1;
        for (var i = 0; i < rank; i++)
            count *= Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(bytes[(dimensions + (i * 8))..]), -1, ushort.MaxValue);
        return count >= 0 && Bytes >= 1 && count * Bytes <= Value.Length ? (int)count : -1;
    }

    /// <summary>The number that each value is; null where it is none that we read.</summary>
    public Hdf5Number? Number()
    {
        var bytes = type.Span;
        var big = (bytes[1] & 1) != 0;
        if (Class == 0 && bytes.Length >= 12 && Bytes is 1 or 2 or 4 or 8)
            return Length(bytes[8..]) == 0 && Length(bytes[10..]) == Bytes * 8
                ? new((bytes[1] & 8) != 0 ? Hdf5Kind.Signed : Hdf5Kind.Unsigned, Bytes, big)
                : null;
        // Offset, precision, where the exponent and the mantissa begin and how long they are: IEEE 754 and nothing else.
        ReadOnlySpan<byte> layout = Bytes switch { 2 => [0, 0, 16, 0, 10, 5, 0, 10], 4 => [0, 0, 32, 0, 23, 8, 0, 23], 8 => [0, 0, 64, 0, 52, 11, 0, 52], _ => [] };
        return Class == 1 && bytes.Length >= 20 && layout.Length > 0 && bytes.Slice(8, 8).SequenceEqual(layout) ? new(Hdf5Kind.Floating, Bytes, big) : null;
    }

    private static int Length(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static int Padded(int bytes) => (bytes + 7) & ~7;
}
