using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Values of any element type as float64, and back: rounded to the nearest (halves to the even one) and kept within what the type can hold.</summary>
internal static class ElementValues
{
    public static void Load(ScalarType element, ReadOnlySpan<byte> bytes, Span<double> to)
    {
        switch (element)
        {
            case ScalarType.Byte: Load<byte>(bytes, to); break;
            case ScalarType.Int8: Load<sbyte>(bytes, to); break;
            case ScalarType.Int16: Load<short>(bytes, to); break;
            case ScalarType.Int32: Load<int>(bytes, to); break;
            case ScalarType.Int64: Load<long>(bytes, to); break;
            case ScalarType.Float16: Load<Half>(bytes, to); break;
            case ScalarType.Float32: Load<float>(bytes, to); break;
            default: Load<double>(bytes, to); break;
        }
    }

    public static void Store(ScalarType element, ReadOnlySpan<double> from, Span<byte> bytes)
    {
        switch (element)
        {
            case ScalarType.Byte: StoreWhole<byte>(from, bytes); break;
            case ScalarType.Int8: StoreWhole<sbyte>(from, bytes); break;
            case ScalarType.Int16: StoreWhole<short>(from, bytes); break;
            case ScalarType.Int32: StoreWhole<int>(from, bytes); break;
            case ScalarType.Int64: StoreWhole<long>(from, bytes); break;
            case ScalarType.Float16: Store<Half>(from, bytes); break;
            case ScalarType.Float32: Store<float>(from, bytes); break;
            default: Store<double>(from, bytes); break;
        }
    }

    private static void Load<T>(ReadOnlySpan<byte> bytes, Span<double> to)
        where T : struct, INumberBase<T>
    {
        var from = MemoryMarshal.Cast<byte, T>(bytes);
        for (var i = 0; i < to.Length; i++)
            to[i] = double.CreateTruncating(from[i]);
    }

    private static void StoreWhole<T>(ReadOnlySpan<double> from, Span<byte> bytes)
        where T : struct, INumberBase<T>
    {
        var to = MemoryMarshal.Cast<byte, T>(bytes);
        for (var i = 0; i < to.Length; i++)
            to[i] = T.CreateSaturating(Math.Round(from[i]));
    }

    private static void Store<T>(ReadOnlySpan<double> from, Span<byte> bytes)
        where T : struct, INumberBase<T>
    {
        var to = MemoryMarshal.Cast<byte, T>(bytes);
        for (var i = 0; i < to.Length; i++)
            to[i] = T.CreateTruncating(from[i]);
    }
}
