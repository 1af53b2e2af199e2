namespace SwinLSTM;

/// <summary>An element type that weight files hold: what safetensors and PyTorch's pickles call it, and the bytes of one element.</summary>
internal sealed record ElementType(string Name, string Storage, ScalarType Type, int Bytes);

/// <summary>Tensors as weight files hold them: raw little-endian elements of a type and a shape that the file states.</summary>
internal static class TensorData
{
    // More axes than any operator takes. A span holds 2 GB at most; a part of so many elements stays below for every element type.
    private const int MostAxes = 64, Part = 1 << 24;

    public static readonly ElementType[] Types =
    [
        new("F64", "DoubleStorage", ScalarType.Float64, 8),
        new("F32", "FloatStorage", ScalarType.Float32, 4),
        new("F16", "HalfStorage", ScalarType.Float16, 2),
        new("BF16", "BFloat16Storage", ScalarType.BFloat16, 2),
        new("I64", "LongStorage", ScalarType.Int64, 8),
        new("I32", "IntStorage", ScalarType.Int32, 4),
        new("I16", "ShortStorage", ScalarType.Int16, 2),
        new("I8", "CharStorage", ScalarType.Int8, 1),
        new("U8", "ByteStorage", ScalarType.Byte, 1),
        new("BOOL", "BoolStorage", ScalarType.Bool, 1),
    ];

    /// <summary>The names of all types, for messages.</summary>
    public static string TypeNames { get; } = string.Join(", ", Types.Select(type => type.Name));

    /// <summary>Counts the bytes that a tensor of a stated shape takes, before anything is allocated.</summary>
    /// <exception cref="InvalidDataException">There can be no such tensor.</exception>
    public static long CheckedBytes(ElementType type, long[] shape, string name, BadFile bad)
    {
        // Zeros count as ones here: the strides of an empty tensor are products too.
        Int128 bytes = type.Bytes;
        for (var axis = 0; axis < shape.Length && bytes <= long.MaxValue; axis++)
            bytes = shape[axis] < 0 ? Int128.MaxValue : bytes * Math.Max(shape[axis], 1);
        if (shape.Length > MostAxes || bytes > long.MaxValue)
            throw bad.Because($"A shape has at most {MostAxes} sizes, none negative, whose bytes fit 63 bits.",
                $"{BadFile.Quote(name)} of {shape.Length} axes, [{string.Join(", ", shape.Take(8))}]");
        return shape.Contains(0) ? 0 : (long)bytes;
    }

    /// <summary>Fills a new contiguous tensor from <paramref name="stream"/>.</summary>
    /// <exception cref="EndOfStreamException">The stream ends first.</exception>
    public static Tensor Read(Stream stream, ElementType type, params long[] shape)
    {
        using var scope = NewDisposeScope();
        var tensor = empty(shape, type.Type, CPU);
        ForEachPart(tensor, part => stream.ReadExactly(part.bytes));
        return tensor.MoveToOuterDisposeScope();
    }

    /// <summary>Writes every element of a tensor of any strides and device, row by row.</summary>
    public static void Write(Tensor tensor, Stream stream)
    {
        using var scope = NewDisposeScope();
        ForEachPart(tensor.detach().cpu().contiguous(), part => stream.Write(part.bytes));
    }

    private static void ForEachPart(Tensor tensor, Action<Tensor> move)
    {
        var flat = tensor.view(-1); // [N]
        for (long start = 0, count = flat.NumberOfElements; start < count; start += Part)
        {
            using var part = flat.narrow(0, start, Math.Min(Part, count - start)); // [n]
            move(part);
        }
    }
}
