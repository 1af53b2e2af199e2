using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>Rows of singles or doubles as doubles.</summary>
internal static class WideRow
{
    /// <param name="from">Singles or doubles.</param>
    /// <param name="to">As long, or longer: the rest becomes zeros.</param>
    public static void Write<T>(ReadOnlySpan<T> from, Span<double> to) where T : struct, INumberBase<T>
    {
        if (typeof(T) == typeof(float))
            WriteSingles(MemoryMarshal.Cast<T, float>(from), to);
        else
            MemoryMarshal.Cast<T, double>(from).CopyTo(to);
        to[from.Length..].Clear();
    }

    private static void WriteSingles(ReadOnlySpan<float> from, Span<double> to)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var sink = ref MemoryMarshal.GetReference(to[..from.Length]);
        var x = 0;
        for (; x <= from.Length - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)x));
            lower.StoreUnsafe(ref sink, (nuint)x);
            upper.StoreUnsafe(ref sink, (nuint)(x + Vector256<double>.Count));
        }
        for (; x < from.Length; x++)
            to[x] = from[x];
    }
}
