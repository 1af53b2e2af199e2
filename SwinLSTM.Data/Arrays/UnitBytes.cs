using System.Numerics;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

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
