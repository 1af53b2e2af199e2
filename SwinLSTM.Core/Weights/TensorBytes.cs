using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Moves the raw little-endian elements of a contiguous CPU tensor from and to a stream.</summary>
internal static class TensorBytes
{
    // A span holds 2 GB at most; a part of this many elements stays below for every element type.
    private const long Part = 1 << 24;

    /// <summary>Fills <paramref name="tensor"/> from <paramref name="stream"/>.</summary>
    /// <exception cref="EndOfStreamException">The stream ends first.</exception>
    public static void Read(Tensor tensor, Stream stream) => ForEachPart(tensor, part => stream.ReadExactly(part.bytes));

    /// <summary>Writes every element of <paramref name="tensor"/> to <paramref name="stream"/>.</summary>
    public static void Write(Tensor tensor, Stream stream) => ForEachPart(tensor, part => stream.Write(part.bytes));

    private static void ForEachPart(Tensor tensor, Action<Tensor> move)
    {
        using Tensor flat = tensor.view(-1); // [N]
        long count = flat.NumberOfElements;
        for (long start = 0; start < count; start += Part)
        {
            using Tensor part = flat.narrow(0, start, Math.Min(Part, count - start)); // [n]
            move(part);
        }
    }
}
