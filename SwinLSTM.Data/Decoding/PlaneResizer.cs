using System.Numerics;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Resizes one channel [H, W] of bytes, in integers, so that every machine gives the same. For one thread at a time.</summary>
internal sealed class PlaneResizer(int height, int width, int toHeight, int toWidth, ResizeFilter filter)
{
    private readonly ResizeTaps rows = new(height, toHeight, filter), columns = new(width, toWidth, filter);
    private readonly int[] narrowed = new int[height * toWidth]; // [height, toWidth]
    private readonly int[] sums = new int[toWidth];

    /// <summary>Resizes.</summary>
    /// <param name="source">Rows of the source, <paramref name="stride"/> bytes apart.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="destination">Receives [toHeight, toWidth].</param>
    public void Resize(ReadOnlySpan<byte> source, int stride, Span<byte> destination)
    {
        for (var y = 0; y < height; y++)
            Narrow(source.Slice(y * stride, width), narrowed.AsSpan(y * toWidth, toWidth));
        for (var y = 0; y < toHeight; y++)
        {
            sums.AsSpan().Fill(1 << ((2 * ResizeTaps.Bits) - 1)); // rounds
            for (var tap = y * rows.Count; tap < (y + 1) * rows.Count; tap++)
                Add(narrowed.AsSpan(rows.Sources[tap] * toWidth, toWidth), rows.Weights[tap], sums);
            var row = destination.Slice(y * toWidth, toWidth);
            for (var x = 0; x < row.Length; x++)
                row[x] = (byte)Math.Clamp(sums[x] >> (2 * ResizeTaps.Bits), 0, 255);
        }
    }

    private void Narrow(ReadOnlySpan<byte> row, Span<int> result)
    {
        var (count, sources, weights) = (columns.Count, columns.Sources, columns.Weights);
        for (var x = 0; x < result.Length; x++)
        {
            var sum = 0;
            for (var tap = x * count; tap < (x + 1) * count; tap++)
                sum += row[sources[tap]] * weights[tap];
            result[x] = sum;
        }
    }

    private static void Add(ReadOnlySpan<int> row, int weight, Span<int> sums)
    {
        var vectors = MemoryMarshal.Cast<int, Vector<int>>(row);
        var sumVectors = MemoryMarshal.Cast<int, Vector<int>>(sums);
        for (var i = 0; i < vectors.Length; i++)
            sumVectors[i] += vectors[i] * weight;
        for (var i = vectors.Length * Vector<int>.Count; i < row.Length; i++)
            sums[i] += row[i] * weight;
    }
}
