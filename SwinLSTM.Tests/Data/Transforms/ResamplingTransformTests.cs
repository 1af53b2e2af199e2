using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Resizing and rotation: weighted means of old values, against weights worked out one by one.</summary>
public sealed class ResamplingTransformTests
{
    public static TheoryData<ScalarType, bool> Formats() => MovingTransformTests.Formats();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Areas_are_averaged_by_what_they_cover(ScalarType element, bool masked)
    {
        foreach (var (height, width) in new[] { (2, 3), (5, 4), (1, 1), (11, 13), (3, 14) })
            Check(element, masked, height, width, ResizeMethod.AreaAverage, (row, column) =>
                from y in Enumerable.Range(0, 5)
                from x in Enumerable.Range(0, 7)
                select (y, x, Overlap(y, row * 5.0 / height, (row + 1) * 5.0 / height) * Overlap(x, column * 7.0 / width, (column + 1) * 7.0 / width)));

        static double Overlap(int cell, double low, double high) => Math.Max(0, Math.Min(cell + 1, high) - Math.Max(cell, low)) / (high - low);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Bilinear_values_lie_between_the_four_around_them(ScalarType element, bool masked)
    {
        foreach (var (height, width) in new[] { (2, 3), (5, 4), (1, 1), (11, 13) })
            Check(element, masked, height, width, ResizeMethod.Bilinear, (row, column) => Around(((row + 0.5) * 5 / height) - 0.5, ((column + 0.5) * 7 / width) - 0.5, edge: true));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_rotated_value_comes_from_where_the_angle_says(ScalarType element, bool masked)
    {
        foreach (var border in new[] { RotationBorder.Zero, RotationBorder.Edge })
            foreach (var degrees in new[] { 7.0, -33, 90, 180, 400 })
            {
                var clips = Source(element, masked);
                var angle = degrees * Math.PI / 180;
                Compare(clips.Rotate(degrees, border), clips, (row, column) =>
                {
                    // Seen from the centre (row 2, column 3), rows upwards: turn back by the angle.
                    var (up, right) = (2 - row, column - 3);
                    var (oldRight, oldUp) = ((right * Math.Cos(angle)) + (up * Math.Sin(angle)), (up * Math.Cos(angle)) - (right * Math.Sin(angle)));
                    return Around(2 - oldUp, 3 + oldRight, border == RotationBorder.Edge);
                });
            }
    }

    [Fact]
    public void A_rotation_by_a_quarter_is_a_quarter_turn()
    {
        var clips = new MadeClips(3, new(1, 1, new FrameFormat(1, 6, 6, ScalarType.Int16, masked: true)));
        foreach (var quarters in new[] { 1, 2, 3 })
            TransformSamples.Of(clips.Rotate(90 * quarters), 1).Should().BeEquivalentTo(TransformSamples.Of(clips.Turn(quarters), 1));
    }

    [Fact]
    public void A_random_angle_is_one_for_all_frames_within_its_bounds_and_on_both_sides()
    {
        // A frame that is its own column number: its mean slope along a column tells the angle.
        var data = new Ramp();
        var slopes = Enumerable.Range(0, 200).Select(i =>
        {
            var (values, _) = TransformSamples.Of(data.RandomRotate(20, RotationBorder.Edge, seed: 2), i);
            double Slope(int frame) => values[(frame * 81) + (5 * 9) + 4] - values[(frame * 81) + (3 * 9) + 4];
            Slope(0).Should().BeApproximately(Slope(1), 1e-12);
            return Math.Asin(-Slope(0) / 2) * 180 / Math.PI;
        }).ToList();
        slopes.Should().OnlyContain(angle => Math.Abs(angle) <= 20.001);
        slopes.Min().Should().BeLessThan(-15);
        slopes.Max().Should().BeGreaterThan(15);
    }

    [Fact]
    public void Whole_numbers_are_rounded_and_kept_within_their_type()
    {
        var data = new Two(ScalarType.Byte, [10, 11]);
        TransformSamples.Of(data.Resize(1, 1), 0).Values.Should().Equal(10); // 10.5, halves to the even one
        TransformSamples.Of(new Two(ScalarType.Byte, [255, 255]).Resize(1, 5), 0).Values.Should().OnlyContain(v => v == 255);
        TransformSamples.Of(new Two(ScalarType.Int8, [-128, -128]).Resize(1, 3, ResizeMethod.Bilinear), 0).Values.Should().OnlyContain(v => v == -128);
        TransformSamples.Of(new Two(ScalarType.Float32, [10, 11]).Resize(1, 1), 0).Values.Should().Equal(10.5);
    }

    [Fact]
    public void The_right_size_is_left_alone()
    {
        var clips = Source(ScalarType.Byte, masked: false);
        clips.Resize(5, 7).Should().BeSameAs(clips);
        FluentActions.Invoking(() => clips.Resize(0, 7)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("height must be at least 1, but is 0.*");
        FluentActions.Invoking(() => clips.Resize(1, 1, (ResizeMethod)7)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("Frames are resized by AreaAverage or Bilinear; 7 was given.*");
    }

    [Fact]
    public void A_value_that_is_no_number_spoils_no_others()
    {
        var masked = new Two(ScalarType.Float32, [double.NaN, 3], masked: true);
        TransformSamples.Of(masked.Resize(1, 1), 0).Values.Should().Equal(3);
        FluentActions.Invoking(() => TransformSamples.Of(new Two(ScalarType.Float32, [double.NaN, 3]).Resize(1, 1), 0)).Should().Throw<InvalidDataException>()
            .WithMessage("Every value must be finite; sample 0 has one that is not, at frame 0, channel 0, row 0, column 0.*");
    }

    private static MadeClips Source(ScalarType element, bool masked) => new(5, new(1, 1, new FrameFormat(2, 5, 7, element, masked)));

    private static void Check(ScalarType element, bool masked, int height, int width, ResizeMethod method, Func<int, int, IEnumerable<(int Row, int Column, double Weight)>> weights)
    {
        var clips = Source(element, masked);
        var resized = clips.Resize(height, width, method);
        resized.Shape.Should().Be(new SequenceShape(1, 1, new FrameFormat(2, height, width, element, masked)));
        Compare(resized, clips, weights);
    }

    /// <summary>Every value is the weighted mean of the valid old ones, of all of them where nothing is masked; what has no weight at all is missing.</summary>
    private static void Compare(ISequenceDataset changed, MadeClips clips, Func<int, int, IEnumerable<(int Row, int Column, double Weight)>> weights)
    {
        var (shape, sample) = (changed.Shape, new SampleId(3, 1));
        var (values, valid) = TransformSamples.Of(changed, sample);
        // Half a step of rounding, and what the type itself rounds.
        var within = shape.Frame.Element switch { ScalarType.Float64 => 1e-9, ScalarType.Float32 => 1e-4, ScalarType.Float16 => 0.04, _ => 0.5 + 1e-9 };
        for (var plane = 0; plane < 4; plane++)
            for (var row = 0; row < shape.Height; row++)
                for (var column = 0; column < shape.Width; column++)
                {
                    var taps = weights(row, column).Where(tap => tap.Weight > 1e-9).Select(tap => (Place: ((plane * 5) + tap.Row) * 7 + tap.Column, tap.Weight))
                        .Where(tap => !clips.IsMissing(sample, tap.Place)).ToList();
                    var (at, total) = (((plane * shape.Height) + row) * shape.Width + column, shape.Frame.Masked ? taps.Sum(tap => tap.Weight) : 1);
                    valid[at].Should().Be(!shape.Frame.Masked || taps.Count > 0);
                    values[at].Should().BeApproximately(taps.Count == 0 ? 0 : taps.Sum(tap => tap.Weight * clips.Value(sample, tap.Place)) / total, within);
                }
    }

    /// <summary>The four places around a point and their shares; none of those outside 5 x 7, unless its edge counts.</summary>
    private static IEnumerable<(int Row, int Column, double Weight)> Around(double row, double column, bool edge)
    {
        if (edge) (row, column) = (Math.Clamp(row, 0, 4), Math.Clamp(column, 0, 6));
        return from y in Enumerable.Range(0, 5)
               from x in Enumerable.Range(0, 7)
               select (y, x, Math.Max(0, 1 - Math.Abs(row - y)) * Math.Max(0, 1 - Math.Abs(column - x)));
    }

    private sealed class Ramp : ISequenceDataset
    {
        public long Count => 200;

        public SequenceShape Shape { get; } = new(1, 1, new FrameFormat(1, 9, 9, ScalarType.Float64));

        public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
        {
            for (var i = 0; i < 162; i++)
                BitConverter.TryWriteBytes(values[(8 * i)..], (double)(i % 9));
        }
    }

    private sealed class Two(ScalarType element, double[] pair, bool masked = false) : ISequenceDataset
    {
        public long Count => 1;

        public SequenceShape Shape { get; } = new(1, 0, new FrameFormat(1, 1, 2, element, masked));

        public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
        {
            ElementValues.Store(element, pair, values);
            valid.Fill(1);
        }
    }
}
