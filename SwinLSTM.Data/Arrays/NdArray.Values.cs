using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

public sealed partial class NdArray
{
    /// <summary>All values as a tensor in CPU memory.</summary>
    /// <returns>A tensor of the array's shape that belongs to the caller, of the type <see cref="Element"/>, or Bool for true and false.</returns>
    /// <exception cref="InvalidDataException">A value of 64 bits without a sign is too large for Int64.</exception>
    public Tensor ToTensor()
    {
        using var scope = NewDisposeScope();
        var values = empty(shape, Element);
        if (Count > 0)
        {
            var flat = values.reshape(-1); // [values]
            foreach (var part in Parts(0, 0, 0))
                Read(part.Start, part.Axes, flat.narrow(0, part.First, part.Count).bytes);
        }
        return (Stored.Kind == 'b' ? values.to(ScalarType.Bool) : values).MoveToOuterDisposeScope();
    }

    /// <summary>All values as an array, the last axis fastest.</summary>
    /// <typeparam name="T">The type that is stored, such as <c>ushort</c> for uint16.</typeparam>
    /// <returns>A copy.</returns>
    /// <exception cref="ArgumentException">Another type is stored, or there are more values than an array can hold.</exception>
    public unsafe T[] ToArray<T>()
        where T : unmanaged
    {
        var asked = ArrayElement.Of<T>();
        if (asked != Stored with { Swapped = false })
            throw new ArgumentException($"{Name} holds {Stored} values; {asked} ones were asked for. Ask for the type that is stored, or convert the tensor that ToTensor gives.");
        if (Count > Array.MaxLength)
            throw new ArgumentException($"{Name} holds {Count} values; an array holds at most {Array.MaxLength}. Use ToTensor, or read parts with Series or Clips.");

        var values = new T[Count];
        using var held = bytes.Hold();
        foreach (var part in Count == 0 ? [] : Parts(0, 0, 0))
        {
            var destination = MemoryMarshal.AsBytes(values.AsSpan((int)part.First, part.Count));
            StridedCopy.Copy(held.Start + offset + part.Start, part.Axes, Stored.Bytes, destination);
            if (Stored.Swapped)
                ElementConversion.Swap(destination, Stored.Bytes);
        }
        return values;
    }

    /// <summary>Parts of the array that are small enough for a span, in order.</summary>
    private IEnumerable<(long Start, Axis[] Axes, long First, int Count)> Parts(int axis, long start, long first)
    {
        var most = ChunkBytes / Stored.FrameBytes;
        var values = ArrayShape.Count(shape.AsSpan(axis))!.Value;
        if (values <= most)
        {
            yield return (start, Axes[axis..], first, (int)values);
            yield break;
        }

        var (length, stride) = Axes[axis];
        var each = values / length;
        var together = Math.Max(1, most / each);
        for (var i = 0L; i < length; i += together)
        {
            var count = Math.Min(together, length - i);
            if (count * each <= most)
                yield return (start + (i * stride), [new(count, stride), .. Axes[(axis + 1)..]], first + (i * each), (int)(count * each));
            else
                foreach (var part in Parts(axis + 1, start + (i * stride), first + (i * each)))
                    yield return part;
        }
    }
}
