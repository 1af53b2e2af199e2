using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>
/// Numbers of a file into numbers of a program. As in libhdf5, what does not fit becomes the nearest that does, and fractions are cut off
/// towards zero.
/// </summary>
internal static class Hdf5Conversion
{
    /// <summary>Turns the bytes of stored numbers into the order of this machine, in place.</summary>
    public static void ToMachineOrder(Span<byte> raw, Hdf5Number from)
    {
        if (from.BigEndian != BitConverter.IsLittleEndian)
            return;
        switch (from.Bytes)
        {
            case 2: Reverse(MemoryMarshal.Cast<byte, short>(raw)); break;
            case 4: Reverse(MemoryMarshal.Cast<byte, int>(raw)); break;
            case 8: Reverse(MemoryMarshal.Cast<byte, long>(raw)); break;
        }

        static void Reverse<T>(Span<T> values)
            where T : struct
        {
            if (typeof(T) == typeof(short)) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, short>(values), MemoryMarshal.Cast<T, short>(values));
            else if (typeof(T) == typeof(int)) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, int>(values), MemoryMarshal.Cast<T, int>(values));
            else BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, long>(values), MemoryMarshal.Cast<T, long>(values));
        }
    }

    /// <summary>Stored numbers into <paramref name="to"/>; swaps <paramref name="raw"/> in place where the order differs.</summary>
    public static void Convert<T>(Span<byte> raw, Hdf5Number from, Span<T> to)
        where T : unmanaged, INumber<T>
    {
        ToMachineOrder(raw, from);
        switch ((from.Kind, from.Bytes))
        {
            case (Hdf5Kind.Unsigned, 1): Copy<byte, T>(raw, to); break;
            case (Hdf5Kind.Unsigned, 2): Copy<ushort, T>(raw, to); break;
            case (Hdf5Kind.Unsigned, 4): Copy<uint, T>(raw, to); break;
            case (Hdf5Kind.Unsigned, 8): Copy<ulong, T>(raw, to); break;
            case (Hdf5Kind.Signed, 1): Copy<sbyte, T>(raw, to); break;
            case (Hdf5Kind.Signed, 2): Copy<short, T>(raw, to); break;
            case (Hdf5Kind.Signed, 4): Copy<int, T>(raw, to); break;
            case (Hdf5Kind.Signed, 8): Copy<long, T>(raw, to); break;
            case (Hdf5Kind.Floating, 2): Copy<Half, T>(raw, to); break;
            case (Hdf5Kind.Floating, 4): Copy<float, T>(raw, to); break;
            case (Hdf5Kind.Floating, 8): Copy<double, T>(raw, to); break;
        }
    }

    private static void Copy<TFrom, TTo>(Span<byte> raw, Span<TTo> to)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(raw);
        if (typeof(TFrom) == typeof(TTo))
        {
            MemoryMarshal.Cast<TFrom, TTo>(from).CopyTo(to);
            return;
        }
        for (var i = 0; i < to.Length; i++)
            to[i] = TTo.CreateSaturating(from[i]);
    }
}
