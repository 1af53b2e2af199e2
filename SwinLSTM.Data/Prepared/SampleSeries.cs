using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>One sample of a data set as a series of its frames.</summary>
internal sealed class SampleSeries(ISequenceDataset dataset, long sample) : IFrameSeries
{
    public long Length => dataset.Shape.Frames;

    public FrameFormat Format => dataset.Shape.Frame;

    public string Name => dataset.Describe(sample);

    public void Read(FrameRange range, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(range, values, valid);
        var shape = dataset.Shape;
        if (range is { First: 0, Step: 1 } && range.Count == shape.Frames)
        {
            dataset.Read(sample, values, valid);
            return;
        }

        var whole = ArrayPool<byte>.Shared.Rent(shape.SampleBytes + shape.ValidBytes);
        try
        {
            var allValues = whole.AsSpan(0, shape.SampleBytes);
            var allValid = whole.AsSpan(shape.SampleBytes, shape.ValidBytes);
            dataset.Read(sample, allValues, allValid);
            var (bytes, map) = (Format.Bytes, Format.Masked ? Format.Values : 0);
            for (var i = 0; i < range.Count; i++)
            {
                var frame = (int)range.First + (i * range.Step);
                allValues.Slice(frame * bytes, bytes).CopyTo(values[(i * bytes)..]);
                allValid.Slice(frame * map, map).CopyTo(valid[(i * map)..]);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }
}
