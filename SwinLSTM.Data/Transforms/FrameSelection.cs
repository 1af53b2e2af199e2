using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>Some of the frames of every sample: from a frame on, every so many.</summary>
internal sealed class FrameSelection(ISequenceDataset source, SequenceShape shape, int first, int step, string words) : SampleTransform(source, shape, words)
{
    protected override void Make(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        var from = Source.Shape;
        var (bytes, map) = (ArrayPool<byte>.Shared.Rent(from.SampleBytes), ArrayPool<byte>.Shared.Rent(from.ValidBytes));
        try
        {
            Source.Read(sample, bytes.AsSpan(0, from.SampleBytes), map.AsSpan(0, from.ValidBytes));
            Select(bytes, values, from.FrameBytes);
            Select(map, valid, from.ValidBytes / from.Frames);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(map);
        }
    }

    private void Select(ReadOnlySpan<byte> from, Span<byte> to, int frame)
    {
        for (var t = 0; t < Shape.Frames; t++)
            from.Slice((first + (t * step)) * frame, frame).CopyTo(to.Slice(t * frame, frame));
    }
}
