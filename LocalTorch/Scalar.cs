using static TorchSharp.torch;

namespace TorchSharp;

public sealed class Scalar : IDisposable
{
    internal readonly Tag Tag;
    internal readonly long Bits;

    private Scalar(ScalarType type, long value) => (Type, Tag, Bits) = (type, type == ScalarType.Bool ? Tag.Bool : Tag.Int, value);
    private Scalar(ScalarType type, double value) => (Type, Tag, Bits) = (type, Tag.Double, BitConverter.DoubleToInt64Bits(value));

    public ScalarType Type { get; }
    public void Dispose() { }

    internal double Number => Tag == Tag.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;
    internal long Whole => Tag == Tag.Double ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;
    internal static Scalar From(Value v, ScalarType type) => v.Tag == Tag.Double ? new(type, BitConverter.Int64BitsToDouble(v.Bits)) : new(type, v.Bits);

    public static implicit operator Scalar(byte value) => new(ScalarType.Byte, (long)value);
    public static implicit operator Scalar(sbyte value) => new(ScalarType.Int8, (long)value);
    public static implicit operator Scalar(short value) => new(ScalarType.Int16, (long)value);
    public static implicit operator Scalar(int value) => new(ScalarType.Int32, (long)value);
    public static implicit operator Scalar(long value) => new(ScalarType.Int64, value);
    public static implicit operator Scalar(Half value) => new(ScalarType.Float16, (double)value);
    public static implicit operator Scalar(float value) => new(ScalarType.Float32, (double)value);
    public static implicit operator Scalar(double value) => new(ScalarType.Float64, value);
    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, value ? 1L : 0L);
}

public static class ScalarExtensionMethods
{
    public static float ToSingle(this Scalar value) => (float)value.Number;
    public static double ToDouble(this Scalar value) => value.Number;
    public static int ToInt32(this Scalar value) => (int)value.Whole;
    public static long ToInt64(this Scalar value) => value.Whole;
    public static bool ToBoolean(this Scalar value) => value.Number != 0;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this bool value) => value;
}
