using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Marks a number that stands for a missing value, and puts 0 in its place.</summary>
internal static class MissingValues
{
    /// <param name="values">Values of the given type.</param>
    /// <param name="valid">Receives 1 for each value and 0 for each missing one.</param>
    /// <param name="element">The type of the values.</param>
    /// <param name="missing">The number; null where only what is not finite is missing, which readers find themselves.</param>
    public static void Mark(Span<byte> values, Span<byte> valid, ScalarType element, double? missing)
    {
        valid.Fill(1);
        if (missing is not { } number)
            return;
        switch (element)
        {
            case ScalarType.Byte: Mark<byte>(values, valid, number); break;
            case ScalarType.Int8: Mark<sbyte>(values, valid, number); break;
            case ScalarType.Int16: Mark<short>(values, valid, number); break;
            case ScalarType.Int32: Mark<int>(values, valid, number); break;
            case ScalarType.Int64: Mark<long>(values, valid, number); break;
            case ScalarType.Float16: Mark<Half>(values, valid, number); break;
            case ScalarType.Float32: Mark<float>(values, valid, number); break;
            default: Mark<double>(values, valid, number); break;
        }
    }

    private static void Mark<T>(Span<byte> bytes, Span<byte> valid, double number)
        where T : unmanaged, INumber<T>
    {
        var missing = T.CreateSaturating(number);
        if (double.CreateSaturating(missing) != number && !T.IsNaN(missing) && typeof(T) != typeof(float) && typeof(T) != typeof(Half))
            return; // no value of this type is that number
        var values = MemoryMarshal.Cast<byte, T>(bytes);
        for (var i = 0; i < values.Length; i++)
            if (values[i] == missing)
                (values[i], valid[i]) = (T.Zero, 0);
    }
}
