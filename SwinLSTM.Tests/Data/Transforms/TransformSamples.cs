using FluentAssertions;
using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>What moving values about must give.</summary>
internal static class TransformSamples
{
    /// <summary>Each place of the result is a place of the source.</summary>
    public static void ShouldBe(ISequenceDataset changed, MadeClips source, SampleId sample, Func<int, int, (int Row, int Column)> from)
    {
        var (shape, old, values) = (changed.Shape, source.Shape, changed.Floats(sample));
        for (var at = 0; at < values.Length; at++)
        {
            var (plane, inPlane) = Math.DivRem(at, shape.Frame.Plane);
            var (y, x) = from(inPlane / shape.Width, inPlane % shape.Width);
            values[at].Should().Be(source.Value(sample, (((plane * old.Height) + y) * old.Width) + x));
        }
    }
}
