using System.Runtime.CompilerServices;

namespace SwinLSTM.Data;

/// <summary>Copies values from any layout into the order of a tensor. Axes that lie behind each other become one; what is then one run of
/// bytes is copied as such, and what is transposed goes tile by tile, so that both sides stay in the nearest cache.</summary>
internal static unsafe class StridedCopy
{
    private const int MostAxes = 64;

    /// <summary>Copies every value of the axes, the last one fastest.</summary>
    /// <param name="source">The first value.</param>
    /// <param name="axes">At most 64, in the order of the destination.</param>
    /// <param name="size">Bytes of a value: 1, 2, 4 or 8.</param>
    /// <param name="destination">Room for as many values as the axes have; at least one.</param>
    [SkipLocalsInit]
    public static void Copy(byte* source, ReadOnlySpan<Axis> axes, int size, byte* destination)
    {
        var merged = (stackalloc Axis[MostAxes])[..axes.Length];
        var count = Merge(axes, merged);

        // Where each axis goes, from the last one up.
        Span<long> targets = stackalloc long[count];
        var target = (long)size;
        for (var i = count - 1; i >= 0; target *= merged[i].Length, i--)
            targets[i] = target;

        var plane = TakePlane(merged, targets, ref count, size);
        Walk(source, destination, merged[..count], targets[..count], plane);
    }

    private static int Merge(ReadOnlySpan<Axis> axes, Span<Axis> merged)
    {
        var count = 0;
        foreach (var axis in axes)
        {
            if (axis.Length == 1)
                continue;
            if (count > 0 && merged[count - 1].Stride == axis.Length * axis.Stride)
                merged[count - 1] = new(merged[count - 1].Length * axis.Length, axis.Stride);
            else
                merged[count++] = axis;
        }
        return count;
    }

    /// <summary>Takes out the last axis and that one of the others which is best copied together with it.</summary>
    private static Plane TakePlane(Span<Axis> axes, Span<long> targets, ref int count, int size)
    {
        if (count == 0)
            return new(size, new(1, size), new(1, 0), 0);
        var columns = axes[--count];
        if (count == 0)
            return new(size, columns, new(1, 0), 0);

        var rows = count - 1;
        if (columns.Stride != size)
            for (var i = 0; i < count; i++)
                rows = axes[i].Stride < axes[rows].Stride ? i : rows;
        var plane = new Plane(size, columns, axes[rows], targets[rows]);
        axes[(rows + 1)..count].CopyTo(axes[rows..]);
        targets[(rows + 1)..count].CopyTo(targets[rows..]);
        count--;
        return plane;
    }

    private static void Walk(byte* from, byte* to, ReadOnlySpan<Axis> axes, ReadOnlySpan<long> targets, in Plane plane)
    {
        if (axes.IsEmpty)
        {
            plane.Copy(from, to);
            return;
        }
        for (var i = 0L; i < axes[0].Length; i++)
            Walk(from + (i * axes[0].Stride), to + (i * targets[0]), axes[1..], targets[1..], plane);
    }

    /// <summary>Two axes: columns, whose values lie behind each other in the destination, and rows.</summary>
    private readonly struct Plane(int size, Axis columns, Axis rows, long rowTarget)
    {
        private const int Tile = 64; // values a side: 64 lines of a cache on either side

        public void Copy(byte* from, byte* to)
        {
            if (columns.Stride == size)
                for (var row = 0L; row < rows.Length; row++)
                    Buffer.MemoryCopy(from + (row * rows.Stride), to + (row * rowTarget), columns.Length * size, columns.Length * size);
            else if (size == 1)
                Tiles<byte>(from, to);
            else if (size == 2)
                Tiles<ushort>(from, to);
            else if (size == 4)
                Tiles<uint>(from, to);
            else
                Tiles<ulong>(from, to);
        }

        private void Tiles<T>(byte* from, byte* to)
            where T : unmanaged
        {
            for (var column = 0L; column < columns.Length; column += Tile)
            {
                var width = (int)Math.Min(Tile, columns.Length - column);
                for (var row = 0L; row < rows.Length; row += Tile)
                {
                    var end = Math.Min(row + Tile, rows.Length);
                    for (var r = row; r < end; r++)
                        Gather((T*)(from + (r * rows.Stride) + (column * columns.Stride)), columns.Stride,
                            (T*)(to + (r * rowTarget)) + column, width);
                }
            }
        }

        private static void Gather<T>(T* from, long stride, T* to, int count)
            where T : unmanaged
        {
            for (; count >= 4; count -= 4, to += 4, from = (T*)((byte*)from + (4 * stride)))
            {
                to[0] = *from;
                to[1] = *(T*)((byte*)from + stride);
                to[2] = *(T*)((byte*)from + (2 * stride));
                to[3] = *(T*)((byte*)from + (3 * stride));
            }
            for (; count > 0; count--, from = (T*)((byte*)from + stride))
                *to++ = *from;
        }
    }
}
