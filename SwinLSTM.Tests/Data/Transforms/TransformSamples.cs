using FluentAssertions;
using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>Samples of data sets as numbers, by frame, channel, row and column.</summary>
internal static class TransformSamples
{
    /// <summary>Values in the order in which they are stored, and which are valid (all where frames are not masked).</summary>
    public static (double[] Values, bool[] Valid) Of(ISequenceDataset data, SampleId sample)
    {
        var shape = data.Shape;
        var (bytes, valid, values) = (new byte[shape.SampleBytes], new byte[shape.ValidBytes], new double[shape.Frames * shape.Frame.Values]);
        // Whatever was there before must not show through.
        bytes.AsSpan().Fill(0xA5);
        valid.AsSpan().Fill(0xA5);
        data.ReadChecked(sample, bytes, valid);
        ElementValues.Load(shape.Frame.Element, bytes, values);
        valid.Any(v => v > 1).Should().BeFalse("a map holds 0 and 1");
        return (values, shape.Frame.Masked ? [.. valid.Select(v => v == 1)] : [.. values.Select(_ => true)]);
    }

    /// <summary>What moving values about must give: each place of the result is a place of the source.</summary>
    public static void ShouldBe(ISequenceDataset changed, MadeClips source, SampleId sample, Func<int, int, (int Row, int Column)> from)
    {
        var (shape, old) = (changed.Shape, source.Shape);
        var (values, valid) = Of(changed, sample);
        for (var plane = 0; plane < shape.Frames * shape.Channels; plane++)
            for (var row = 0; row < shape.Height; row++)
                for (var column = 0; column < shape.Width; column++)
                {
                    var (y, x) = from(row, column);
                    var (at, place) = (((plane * shape.Height) + row) * shape.Width + column, ((plane * old.Height) + y) * old.Width + x);
                    valid[at].Should().Be(!source.IsMissing(sample, place));
                    values[at].Should().Be(valid[at] ? source.Value(sample, place) : 0);
                }
    }
}
