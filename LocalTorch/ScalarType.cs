namespace TorchSharp;

public static partial class torch
{
    public enum ScalarType
    {
        Byte = 0, Int8 = 1, Int16 = 2, Int32 = 3, Int64 = 4, Float16 = 5, Float32 = 6, Float64 = 7,
        ComplexFloat32 = 9, ComplexFloat64 = 10, Bool = 11, BFloat16 = 15,
    }

    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int8 = ScalarType.Int8;
    public static ScalarType int16 = ScalarType.Int16, @short = ScalarType.Int16;
    public static ScalarType int32 = ScalarType.Int32, @int = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64, @long = ScalarType.Int64;
    public static ScalarType float16 = ScalarType.Float16, half = ScalarType.Float16;
    public static ScalarType float32 = ScalarType.Float32, @float = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64, @double = ScalarType.Float64;
    public static ScalarType bfloat16 = ScalarType.BFloat16;
    public static ScalarType @bool = ScalarType.Bool;

    internal static bool IsFloating(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    internal static ScalarType TypeOf<T>() => Named(typeof(T)) ?? throw new NotSupportedException($"{typeof(T).Name} is no element type of a tensor.");

    internal static ScalarType? Named(Type type) =>
        type == typeof(float) ? ScalarType.Float32 : type == typeof(double) ? ScalarType.Float64 : type == typeof(Half) ? ScalarType.Float16
        : type == typeof(long) ? ScalarType.Int64 : type == typeof(int) ? ScalarType.Int32 : type == typeof(short) ? ScalarType.Int16
        : type == typeof(byte) ? ScalarType.Byte : type == typeof(sbyte) ? ScalarType.Int8 : type == typeof(bool) ? ScalarType.Bool : null;
}
