using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>The type of a stored value.</summary>
/// <param name="Kind">b: true or false, i: whole number, u: whole number without a sign, f: floating-point number.</param>
/// <param name="Bytes">1, 2, 4 or 8.</param>
/// <param name="Swapped">Whether its bytes are in the other order than this machine's.</param>
internal readonly record struct StoredNumber(char Kind, int Bytes, bool Swapped = false)
{
    private static readonly (Type Type, ScalarType? Scalar, StoredNumber Number)[] known =
    [
        (typeof(bool), ScalarType.Bool, new('b', 1)), (typeof(byte), ScalarType.Byte, new('u', 1)), (typeof(ushort), null, new('u', 2)),
        (typeof(uint), null, new('u', 4)), (typeof(ulong), null, new('u', 8)), (typeof(sbyte), ScalarType.Int8, new('i', 1)),
        (typeof(short), ScalarType.Int16, new('i', 2)), (typeof(int), ScalarType.Int32, new('i', 4)),
        (typeof(long), ScalarType.Int64, new('i', 8)), (typeof(Half), ScalarType.Float16, new('f', 2)),
        (typeof(float), ScalarType.Float32, new('f', 4)), (typeof(double), ScalarType.Float64, new('f', 8)),
    ];

    /// <summary>The type of tensors whose values have the same bytes; unsigned ones of several bytes are taken for signed ones.</summary>
    public ScalarType Scalar
    {
        get
        {
            var signed = new StoredNumber(Kind == 'u' && Bytes > 1 ? 'i' : Kind, Bytes);
            return known.First(one => one.Number == signed).Scalar!.Value;
        }
    }

    /// <summary>The type of a .NET value.</summary>
    /// <exception cref="ArgumentException">It is no number.</exception>
    public static StoredNumber Of(Type type) => Find(one => one.Type == type, "bool, byte, sbyte, short, ushort, int, uint, long, ulong, " +
        "Half, float or double", $"{type.Name} was given. Convert to one of them");

    /// <summary>The type of a tensor's value.</summary>
    /// <exception cref="ArgumentException">Arrays cannot hold it.</exception>
    public static StoredNumber Of(ScalarType type) => Find(one => one.Scalar == type,
        "Bool, Byte, Int8, Int16, Int32, Int64, Float16, Float32 or Float64", $"{type} was given. Convert with to(ScalarType.Float32)");

    /// <summary>The type in words, such as <c>uint16</c>.</summary>
    public override string ToString() => Kind == 'b' ? "bool" : $"{Kind switch { 'u' => "uint", 'i' => "int", _ => "float" }}{8 * Bytes}";

    /// <summary>Converts stored values, which are turned into this machine's order, to what frames hold: bytes are divided by 255, true is
    /// 1 and false 0, all others keep their value.</summary>
    public void ToFloats(Span<byte> stored, Span<float> to)
    {
        if (Swapped)
            Swap(stored, Bytes);
        switch (Kind, Bytes)
        {
            case ('u', 1): UnitBytes.ToFloats(stored, to); break;
            case ('b', 1):
                for (var i = 0; i < to.Length; i++)
                    to[i] = stored[i] == 0 ? 0 : 1;
                break;
            case ('i', 1): Convert<sbyte>(stored, to); break;
            case ('i', 2): Convert<short>(stored, to); break;
            case ('i', 4): Convert<int>(stored, to); break;
            case ('i', 8): Convert<long>(stored, to); break;
            case ('u', 2): Convert<ushort>(stored, to); break;
            case ('u', 4): Convert<uint>(stored, to); break;
            case ('u', 8): Convert<ulong>(stored, to); break;
            case ('f', 2): Convert<Half>(stored, to); break;
            case ('f', 4): MemoryMarshal.Cast<byte, float>(stored).CopyTo(to); break;
            default: Convert<double>(stored, to); break;
        }
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

    private static StoredNumber Find(Predicate<(Type Type, ScalarType? Scalar, StoredNumber Number)> same, string held, string given) =>
        Array.FindIndex(known, same) is >= 0 and var at ? known[at].Number
            : throw new ArgumentException($"Arrays hold {held} values; {given}.");

    private static void Convert<T>(ReadOnlySpan<byte> stored, Span<float> to)
        where T : unmanaged, INumberBase<T>
    {
        var from = MemoryMarshal.Cast<byte, T>(stored);
        for (var i = 0; i < to.Length; i++)
            to[i] = float.CreateTruncating(from[i]);
    }
}

/// <summary>Bytes as float32 in [0, 1]: each divided by 255, exactly rounded.</summary>
internal static class UnitBytes
{
    /// <summary>Divides bytes by 255.</summary>
    /// <param name="from">The bytes.</param>
    /// <param name="to">Receives as many values.</param>
    public static void ToFloats(ReadOnlySpan<byte> from, Span<float> to)
    {
        var i = 0;
        for (; i <= from.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(from[i..]), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            var room = MemoryMarshal.Cast<float, Vector<float>>(to.Slice(i, Vector<byte>.Count));
            room[3] = Divide(d);
            room[2] = Divide(c);
            room[1] = Divide(b);
            room[0] = Divide(a);
        }
        for (; i < from.Length; i++)
            to[i] = from[i] / 255f;
    }

    /// <summary>Rounds values from 0 to 1 to bytes, 1 being 255.</summary>
    /// <param name="from">The values.</param>
    /// <param name="to">Receives as many bytes.</param>
    /// <returns>The place of the first value that is missing or outside; -1 if there is none.</returns>
    public static int FromFloats(ReadOnlySpan<float> from, Span<byte> to)
    {
        for (var i = 0; i < from.Length; i++)
        {
            if (!(from[i] is >= 0 and <= 1))
                return i;
            to[i] = (byte)((from[i] * 255) + 0.5f);
        }
        return -1;
    }

    private static Vector<float> Divide(Vector<uint> bytes)
    {
        // A multiplication that misses the nearest float32 by at most one step, and the step: four times as fast as a division.
        var x = Vector.ConvertToSingle(Vector.AsVectorInt32(bytes)); // signed, because every processor converts those in one instruction
        var (inverse, minus) = (new Vector<float>(1 / 255f), new Vector<float>(-255f));
        var quotient = x * inverse;
        return Vector.FusedMultiplyAdd(Vector.FusedMultiplyAdd(quotient, minus, x), inverse, quotient);
    }
}
