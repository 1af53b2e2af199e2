using static TorchSharp.torch;

namespace SwinLSTM.Data;

internal enum Hdf5Kind
{
    Unsigned,
    Signed,
    Floating,
}

/// <summary>A number as a file stores it.</summary>
internal readonly record struct Hdf5Number(Hdf5Kind Kind, int Bytes, bool BigEndian)
{
    /// <summary>The smallest type of a tensor that holds every such number; null for 64 unsigned bits, which none does.</summary>
    public ScalarType? Element => (Kind, Bytes) switch
    {
        (Hdf5Kind.Unsigned, 1) => ScalarType.Byte,
        (Hdf5Kind.Unsigned, 2) => ScalarType.Int32,
        (Hdf5Kind.Unsigned, 4) => ScalarType.Int64,
        (Hdf5Kind.Signed, 1) => ScalarType.Int8,
        (Hdf5Kind.Signed, 2) => ScalarType.Int16,
        (Hdf5Kind.Signed, 4) => ScalarType.Int32,
        (Hdf5Kind.Signed, 8) => ScalarType.Int64,
        (Hdf5Kind.Floating, 2) => ScalarType.Float16,
        (Hdf5Kind.Floating, 4) => ScalarType.Float32,
        (Hdf5Kind.Floating, 8) => ScalarType.Float64,
        _ => null,
    };

    /// <summary>The number in words, for messages: <c>uint8</c>, <c>big-endian float32</c>.</summary>
    public override string ToString() => (BigEndian && Bytes > 1 ? "big-endian " : "") + Kind switch
    {
        Hdf5Kind.Unsigned => "uint",
        Hdf5Kind.Signed => "int",
        _ => "float",
    } + (Bytes * 8);
}
