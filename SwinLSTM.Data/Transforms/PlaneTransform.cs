using System.Buffers;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Moves values about in each plane [H, W] of a sample: no arithmetic, so only the size of an element counts, and maps of valid values move alike.</summary>
internal abstract class PlaneTransform<TDraw>(ISequenceDataset source, SequenceShape shape, string words, ulong seed = 0) : SampleTransform(source, shape, words, seed)
{
    protected int Rows { get; } = source.Shape.Height;

    protected int Columns { get; } = source.Shape.Width;

    protected override void Make(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        var from = Source.Shape;
        var draw = DrawOnce(Draw(sample));
        var (bytes, map) = (ArrayPool<byte>.Shared.Rent(from.SampleBytes), ArrayPool<byte>.Shared.Rent(from.ValidBytes));
        try
        {
            Source.Read(sample, bytes.AsSpan(0, from.SampleBytes), map.AsSpan(0, from.ValidBytes));
            switch (from.Frame.ElementBytes)
            {
                case 1: Planes<byte>(bytes.AsSpan(0, from.SampleBytes), values, draw); break;
                case 2: Planes<ushort>(bytes.AsSpan(0, from.SampleBytes), values, draw); break;
                case 4: Planes<uint>(bytes.AsSpan(0, from.SampleBytes), values, draw); break;
                default: Planes<ulong>(bytes.AsSpan(0, from.SampleBytes), values, draw); break;
            }
            Planes<byte>(map.AsSpan(0, from.ValidBytes), valid, draw);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(map);
        }
    }

    protected abstract TDraw DrawOnce(SampleRandom random);

    /// <summary>Writes one plane: [Rows, Columns] to [Shape.Height, Shape.Width].</summary>
    protected abstract void Move<T>(ReadOnlySpan<T> from, Span<T> to, TDraw draw)
        where T : struct;

    private void Planes<T>(ReadOnlySpan<byte> bytes, Span<byte> result, TDraw draw)
        where T : struct
    {
        var from = MemoryMarshal.Cast<byte, T>(bytes);
        var to = MemoryMarshal.Cast<byte, T>(result);
        var (size, newSize) = (Rows * Columns, Shape.Height * Shape.Width);
        for (var plane = 0; plane < from.Length / size; plane++)
            Move(from.Slice(plane * size, size), to.Slice(plane * newSize, newSize), draw);
    }
}
