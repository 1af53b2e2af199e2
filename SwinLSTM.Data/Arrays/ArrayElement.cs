using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>The type of a stored value.</summary>
/// <param name="Kind">b: true or false, i: whole number, u: whole number without a sign, f: floating-point number.</param>
/// <param name="Bytes">1, 2, 4 or 8.</param>
/// <param name="Swapped">Whether its bytes are in the other order than this machine's.</param>
internal readonly record struct ArrayElement(char Kind, int Bytes, bool Swapped = false)
{
    /// <summary>What frames and tensors hold for it: the type itself, or the next larger one with a sign, or Int8 for true (1) and false (0).</summary>
    public ScalarType Frame => (Kind, Bytes) switch
    {
        ('u', 1) => ScalarType.Byte,
        ('b', 1) or ('i', 1) => ScalarType.Int8,
        ('i', 2) => ScalarType.Int16,
        ('i', 4) or ('u', 2) => ScalarType.Int32,
        ('i', 8) or ('u', 4) or ('u', 8) => ScalarType.Int64,
        ('f', 2) => ScalarType.Float16,
        ('f', 4) => ScalarType.Float32,
        ('f', 8) => ScalarType.Float64,
        _ => throw new InvalidOperationException($"There is no element type {this}."),
    };

    /// <summary>Bytes of a value in a frame.</summary>
    public int FrameBytes => (Kind, Bytes) is ('u', 2 or 4) ? 2 * Bytes : Bytes;

    /// <summary>The type of a .NET value; null if it is not a number.</summary>
    public static ArrayElement? Of(Type type) =>
        type == typeof(byte) ? new('u', 1) : type == typeof(sbyte) ? new('i', 1) : type == typeof(bool) ? new('b', 1)
        : type == typeof(short) ? new('i', 2) : type == typeof(ushort) ? new('u', 2) : type == typeof(int) ? new('i', 4) : type == typeof(uint) ? new('u', 4)
        : type == typeof(long) ? new('i', 8) : type == typeof(ulong) ? new('u', 8)
        : type == typeof(Half) ? new('f', 2) : type == typeof(float) ? new('f', 4) : type == typeof(double) ? new('f', 8) : null;

    /// <summary>The type of a tensor's value; null if frames cannot hold it.</summary>
    public static ArrayElement? Of(ScalarType type) => type switch
    {
        ScalarType.Bool => new('b', 1),
        ScalarType.Byte => new('u', 1),
        ScalarType.Int8 => new('i', 1),
        ScalarType.Int16 => new('i', 2),
        ScalarType.Int32 => new('i', 4),
        ScalarType.Int64 => new('i', 8),
        ScalarType.Float16 => new('f', 2),
        ScalarType.Float32 => new('f', 4),
        ScalarType.Float64 => new('f', 8),
        _ => null,
    };

    /// <summary>The type of an unmanaged .NET type, which must be a number.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static ArrayElement Of<T>()
        where T : unmanaged => Of(typeof(T)) ?? throw new ArgumentException($"Arrays hold bool, byte, sbyte, short, ushort, int, uint, long, ulong, Half, float or double values; " +
        $"{typeof(T).Name} ({Unsafe.SizeOf<T>()} bytes) was given. Convert to one of them.");

    /// <summary>The type in words, such as <c>uint16</c>.</summary>
    public override string ToString() => Kind == 'b' ? "bool" : $"{Kind switch { 'u' => "uint", 'i' => "int", _ => "float" }}{8 * Bytes}";
}
