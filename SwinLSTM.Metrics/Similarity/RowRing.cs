using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace SwinLSTM.Metrics;

/// <summary>The last rows of a plane, predictions and targets in double precision with zeros after them, where a row that comes takes the place of the oldest.</summary>
/// <param name="memory">Room for <paramref name="count"/> rows.</param>
/// <param name="count">How many rows it keeps.</param>
/// <param name="first">Which row of the plane has index 0.</param>
internal readonly ref struct RowRing(Span<double> memory, int count, int first)
{
    /// <summary>Of one row.</summary>
    public const int Length = 2 * Moments.Pitch;

    private readonly Span<double> memory = memory;

    /// <summary>Where a row begins.</summary>
    /// <param name="index">After the first row, less than there are.</param>
    public ref double this[int index]
    {
        [MethodImpl(AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetReference(memory), (nint)((uint)(first + index) % (uint)count * Length));
    }

    /// <summary>The same rows, counted from another.</summary>
    public RowRing From(int row) => new(memory, count, row);

    /// <summary>All of a row, to be written.</summary>
    public Span<double> Row(int row) => memory.Slice(row % count * Length, Length);
}
