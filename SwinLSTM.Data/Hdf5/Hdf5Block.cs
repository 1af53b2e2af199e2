using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Copies a block of values from rows of one shape into rows of another, or one value into a whole block.</summary>
internal ref struct Hdf5Block
{
    public const int MaxRank = 32;

    private readonly int bytes;
    private readonly ReadOnlySpan<long> count;
    private ReadOnlySpan<byte> source;
    private Strides from;
    private Strides to;
    private long first;
    private int run;      // axes from here on lie in one piece on both sides
    private int runBytes;

    public Hdf5Block(int bytes, ReadOnlySpan<long> count)
    {
        this.bytes = bytes;
        this.count = count;
    }

    /// <summary>Takes one value, again and again.</summary>
    public void From(ReadOnlySpan<byte> value, long at, long step)
    {
        source = value;
        first = at;
        ((Span<long>)from).Fill(step);
    }

    /// <summary>Takes every <paramref name="stride"/>th value from <paramref name="start"/> on, of rows of the given shape.</summary>
    public void FromRows(ReadOnlySpan<byte> rows, ReadOnlySpan<long> shape, ReadOnlySpan<long> start, ReadOnlySpan<long> stride)
    {
        source = rows;
        long step = bytes;
        for (var i = count.Length - 1; i >= 0; i--)
        {
            from[i] = step * stride[i];
            first += start.IsEmpty ? 0 : step * start[i];
            step *= shape[i];
        }
    }

    /// <summary>Writes the block into rows of the given shape, from <paramref name="start"/> on.</summary>
    public void CopyTo(Span<byte> target, ReadOnlySpan<long> shape, ReadOnlySpan<long> start)
    {
        long step = bytes, at = 0;
        for (var i = count.Length - 1; i >= 0; i--)
        {
            to[i] = step;
            at += start.IsEmpty ? 0 : step * start[i];
            step *= shape[i];
        }
        run = count.Length;
        long length = bytes;
        while (run > 0 && from[run - 1] == length && to[run - 1] == length)
            length *= count[--run];
        runBytes = (int)length;
        Copy(0, first, target, at);
    }

    private readonly void Copy(int axis, long at, Span<byte> target, long to)
    {
        if (axis == run)
        {
            source.Slice((int)at, runBytes).CopyTo(target[(int)to..]);
        }
        else if (axis == count.Length - 1)
        {
            switch (bytes)
            {
                case 1: Values<byte>(source[(int)at..], from[axis], target[(int)to..], count[axis]); break;
                case 2: Values<short>(source[(int)at..], from[axis], target[(int)to..], count[axis]); break;
                case 4: Values<int>(source[(int)at..], from[axis], target[(int)to..], count[axis]); break;
                default: Values<long>(source[(int)at..], from[axis], target[(int)to..], count[axis]); break;
            }
        }
        else
        {
            for (var i = 0; i < count[axis]; i++)
                Copy(axis + 1, at + (i * from[axis]), target, to + (i * this.to[axis]));
        }
    }

    private static void Values<T>(ReadOnlySpan<byte> source, long step, Span<byte> target, long count)
        where T : unmanaged
    {
        var from = MemoryMarshal.Cast<byte, T>(source);
        var to = MemoryMarshal.Cast<byte, T>(target)[..(int)count];
        var stride = (int)(step / Marshal.SizeOf<T>());
        for (int i = 0, at = 0; i < to.Length; i++, at += stride)
            to[i] = from[at];
    }

    [System.Runtime.CompilerServices.InlineArray(MaxRank)]
    private struct Strides
    {
        private long first;
    }
}
