using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Turns stored values into those that frames hold, in place.</summary>
internal static class ElementConversion
{
    /// <summary>Where in the destination the stored values are to be put: at its end, so that widening never overwrites one that is still to be read.</summary>
    public static Span<byte> StoredPart(this ArrayElement element, Span<byte> destination) => destination[(destination.Length - (destination.Length / element.FrameBytes * element.Bytes))..];

    /// <summary>Swaps and widens the values that are at <see cref="StoredPart"/>.</summary>
    /// <returns>False if a value has no place in the type of the frames: an unsigned one beyond the largest signed one.</returns>
    public static bool Convert(this ArrayElement element, Span<byte> destination)
    {
        var stored = element.StoredPart(destination);
        if (element.Swapped)
            Swap(stored, element.Bytes);
        switch (element.Kind, element.Bytes)
        {
            case ('b', 1):
                for (var i = 0; i < stored.Length; i++)
                    stored[i] = Math.Min(stored[i], (byte)1);
                break;
            case ('u', 2):
                Widen(MemoryMarshal.Cast<byte, ushort>(stored), MemoryMarshal.Cast<byte, int>(destination));
                break;
            case ('u', 4):
                Widen(MemoryMarshal.Cast<byte, uint>(stored), MemoryMarshal.Cast<byte, long>(destination));
                break;
            case ('u', 8):
                var largest = 0UL;
                foreach (var value in MemoryMarshal.Cast<byte, ulong>(stored))
                    largest |= value;
                return largest <= long.MaxValue;
        }
        return true;
    }

    /// <summary>Turns the bytes of each value round.</summary>
    public static void Swap(Span<byte> values, int size)
    {
        if (size == 2)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(values), MemoryMarshal.Cast<byte, ushort>(values));
        else if (size == 4)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(values), MemoryMarshal.Cast<byte, uint>(values));
        else if (size == 8)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(values), MemoryMarshal.Cast<byte, ulong>(values));
    }

    private static void Widen(ReadOnlySpan<ushort> from, Span<int> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i];
    }

    private static void Widen(ReadOnlySpan<uint> from, Span<long> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i];
    }
}
