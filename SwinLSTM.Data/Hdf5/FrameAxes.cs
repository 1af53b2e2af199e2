using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Which axis of a block of values is which of N (sequence), T, C, H and W; and the way from such a block to frames [T, C, H, W].</summary>
internal sealed class FrameAxes
{
    private const string Known = "NTCHW";
    private readonly int rank;

    public FrameAxes(string axes, string place)
    {
        ArgumentNullException.ThrowIfNull(axes);
        if (axes.Any(axis => !Known.Contains(axis, StringComparison.Ordinal)) || axes.Distinct().Count() != axes.Length || !"THW".All(axes.Contains))
            throw new ArgumentException($"{place}: axes are named by the letters N (sequence), T, C, H and W, each at most once and T, H and W at least; '{axes}' was given.", nameof(axes));
        rank = axes.Length;
        (N, T, C, H, W) = (axes.IndexOf('N'), axes.IndexOf('T'), axes.IndexOf('C'), axes.IndexOf('H'), axes.IndexOf('W'));
        InOrder = string.Concat(axes.Where(axis => axis != 'N')) is "THW" or "TCHW";
    }

    public int N { get; }

    public int T { get; }

    public int C { get; }

    public int H { get; }

    public int W { get; }

    /// <summary>Whether one sequence is stored as frames already.</summary>
    public bool InOrder { get; }

    /// <summary>The length of an axis; 1 where there is none.</summary>
    public static long Of(IReadOnlyList<long> shape, int axis) => axis < 0 ? 1 : shape[axis];

    /// <summary>Turns one sequence, stored in these axes, into frames [T, C, H, W].</summary>
    public void ToFrames(ReadOnlySpan<byte> stored, ReadOnlySpan<long> shape, Span<byte> frames, int bytes)
    {
        switch (bytes)
        {
            case 1: Turn(stored, shape, frames); break;
            case 2: Turn(MemoryMarshal.Cast<byte, short>(stored), shape, MemoryMarshal.Cast<byte, short>(frames)); break;
            case 4: Turn(MemoryMarshal.Cast<byte, int>(stored), shape, MemoryMarshal.Cast<byte, int>(frames)); break;
            default: Turn(MemoryMarshal.Cast<byte, long>(stored), shape, MemoryMarshal.Cast<byte, long>(frames)); break;
        }
    }

    private void Turn<T0>(ReadOnlySpan<T0> from, ReadOnlySpan<long> shape, Span<T0> to)
    {
        Span<int> steps = stackalloc int[rank];
        var step = 1;
        for (var i = rank - 1; i >= 0; i--)
        {
            steps[i] = step;
            step *= (int)shape[i];
        }
        int times = Size(shape, T), channels = Size(shape, C), height = Size(shape, H), width = Size(shape, W);
        int stepC = C < 0 ? 0 : steps[C], stepW = steps[W];
        // A row of all times and channels after the other: what one row touches stays in the processor's cache.
        for (var y = 0; y < height; y++)
            for (var t = 0; t < times; t++)
                for (var c = 0; c < channels; c++)
                {
                    var row = to.Slice(((((t * channels) + c) * height) + y) * width, width);
                    var at = (t * steps[T]) + (c * stepC) + (y * steps[H]);
                    if (stepW == 1)
                        from.Slice(at, width).CopyTo(row);
                    else
                        Gather(from[at..], stepW, row);
                }
    }

    private static void Gather<T0>(ReadOnlySpan<T0> from, int step, Span<T0> to)
    {
        // One check for the whole row: the last value is the furthest.
        _ = from[(to.Length - 1) * step];
        ref var first = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to);
        nint at = 0;
        var x = 0;
        for (; x <= to.Length - 4; x += 4, at += 4 * step)
        {
            Unsafe.Add(ref target, x) = Unsafe.Add(ref first, at);
            Unsafe.Add(ref target, x + 1) = Unsafe.Add(ref first, at + step);
            Unsafe.Add(ref target, x + 2) = Unsafe.Add(ref first, at + (2 * step));
            Unsafe.Add(ref target, x + 3) = Unsafe.Add(ref first, at + (3 * step));
        }
        for (; x < to.Length; x++, at += step)
            Unsafe.Add(ref target, x) = Unsafe.Add(ref first, at);
    }

    private static int Size(ReadOnlySpan<long> shape, int axis) => axis < 0 ? 1 : (int)shape[axis];
}
