using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Tensors made of given bytes, and their bytes again: what weight files are about.</summary>
internal static class WeightTensors
{
    public static readonly (ScalarType Type, string Name, int Bytes, string Storage)[] Types =
    [
        (ScalarType.Float64, "F64", 8, "DoubleStorage"),
        (ScalarType.Float32, "F32", 4, "FloatStorage"),
        (ScalarType.Float16, "F16", 2, "HalfStorage"),
        (ScalarType.BFloat16, "BF16", 2, "BFloat16Storage"),
        (ScalarType.Int64, "I64", 8, "LongStorage"),
        (ScalarType.Int32, "I32", 4, "IntStorage"),
        (ScalarType.Int16, "I16", 2, "ShortStorage"),
        (ScalarType.Int8, "I8", 1, "CharStorage"),
        (ScalarType.Byte, "U8", 1, "ByteStorage"),
        (ScalarType.Bool, "BOOL", 1, "BoolStorage"),
    ];

    public static Tensor OfBytes(ScalarType type, long[] shape, byte[] content)
    {
        Tensor tensor = empty(shape, type);
        if (content.Length > 0)
            content.CopyTo(tensor.bytes);
        return tensor;
    }

    public static Tensor OfFloats(long[] shape, params float[] values) =>
        OfBytes(ScalarType.Float32, shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>Any bytes are elements of any type, except bool.</summary>
    public static byte[] RandomBytes(ScalarType type, int count, int seed)
    {
        byte[] content = new byte[count];
        new Random(seed).NextBytes(content);
        return type == ScalarType.Bool ? [.. content.Select(b => (byte)(b & 1))] : content;
    }

    public static byte[] BytesOf(Tensor tensor) => tensor.NumberOfElements == 0 ? [] : tensor.bytes.ToArray();

    public static float[] FloatsOf(Tensor tensor) =>
        [.. BytesOf(tensor).Chunk(sizeof(float)).Select(element => BitConverter.ToSingle(element))];
}
