using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Values of any type to normalised float32: (x - offset) / scale, in float32 for the types that it holds exactly, in float64 for the others.</summary>
internal static class FrameConversion
{
    /// <summary>The type in which values of an element type are normalised.</summary>
    public static ScalarType Arithmetic(ScalarType element) => element is ScalarType.Int32 or ScalarType.Int64 or ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    public static void Normalize(ScalarType element, ReadOnlySpan<byte> bytes, Span<float> to, double offset, double scale)
    {
        var (o, s) = ((float)offset, (float)scale);
        switch (element)
        {
            case ScalarType.Byte: Bytes(bytes, to, o, s); break;
            case ScalarType.Int16: Shorts(MemoryMarshal.Cast<byte, short>(bytes), to, o, s); break;
            case ScalarType.Float32: Floats(MemoryMarshal.Cast<byte, float>(bytes), to, o, s); break;
            case ScalarType.Int8: Single<sbyte>(MemoryMarshal.Cast<byte, sbyte>(bytes), to, o, s); break;
            case ScalarType.Float16: Single<Half>(MemoryMarshal.Cast<byte, Half>(bytes), to, o, s); break;
            case ScalarType.Int32: Double<int>(MemoryMarshal.Cast<byte, int>(bytes), to, offset, scale); break;
            case ScalarType.Int64: Double<long>(MemoryMarshal.Cast<byte, long>(bytes), to, offset, scale); break;
            case ScalarType.Float64: Double<double>(MemoryMarshal.Cast<byte, double>(bytes), to, offset, scale); break;
            default: throw new ArgumentOutOfRangeException(nameof(element), $"{element} is no type of frames.");
        }
    }

    /// <summary>Puts 0 where a value is missing, and 1 into the map wherever it is not 0.</summary>
    public static void ClearMissing(Span<byte> valid, Span<float> values)
    {
        if (!valid.ContainsAnyExcept((byte)1))
            return;
        for (var i = 0; i < valid.Length; i++)
        {
            if (valid[i] == 0)
                values[i] = 0;
            else
                valid[i] = 1;
        }
    }

    private static void Bytes(ReadOnlySpan<byte> from, Span<float> to, float offset, float scale)
    {
        var (o, s) = (new Vector<float>(offset), new Vector<float>(scale));
        var i = 0;
        for (; i <= from.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(from[i..]), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            var room = MemoryMarshal.Cast<float, Vector<float>>(to.Slice(i, Vector<byte>.Count));
            // Signed, because every processor converts those in one instruction.
            room[3] = (Vector.ConvertToSingle(Vector.AsVectorInt32(d)) - o) / s;
            room[2] = (Vector.ConvertToSingle(Vector.AsVectorInt32(c)) - o) / s;
            room[1] = (Vector.ConvertToSingle(Vector.AsVectorInt32(b)) - o) / s;
            room[0] = (Vector.ConvertToSingle(Vector.AsVectorInt32(a)) - o) / s;
        }
        for (; i < from.Length; i++)
            to[i] = (from[i] - offset) / scale;
    }

    private static void Shorts(ReadOnlySpan<short> from, Span<float> to, float offset, float scale)
    {
        var (o, s) = (new Vector<float>(offset), new Vector<float>(scale));
        var i = 0;
        for (; i <= from.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(from[i..]), out var low, out var high);
            var room = MemoryMarshal.Cast<float, Vector<float>>(to.Slice(i, Vector<short>.Count));
            room[1] = (Vector.ConvertToSingle(high) - o) / s;
            room[0] = (Vector.ConvertToSingle(low) - o) / s;
        }
        for (; i < from.Length; i++)
            to[i] = (from[i] - offset) / scale;
    }

    private static void Floats(ReadOnlySpan<float> from, Span<float> to, float offset, float scale)
    {
        var (o, s) = (new Vector<float>(offset), new Vector<float>(scale));
        var i = 0;
        for (; i <= from.Length - Vector<float>.Count; i += Vector<float>.Count)
            ((new Vector<float>(from[i..]) - o) / s).CopyTo(to[i..]);
        for (; i < from.Length; i++)
            to[i] = (from[i] - offset) / scale;
    }

    private static void Single<T>(ReadOnlySpan<T> from, Span<float> to, float offset, float scale)
        where T : INumberBase<T>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = (float.CreateTruncating(from[i]) - offset) / scale;
    }

    private static void Double<T>(ReadOnlySpan<T> from, Span<float> to, double offset, double scale)
        where T : INumberBase<T>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = (float)((double.CreateTruncating(from[i]) - offset) / scale);
    }
}
