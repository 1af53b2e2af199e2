using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Fitted numbers against those of all valid values in one array.</summary>
public sealed class NormalizerFitTests
{
    [Theory]
    [InlineData(ScalarType.Byte, false)]
    [InlineData(ScalarType.Int16, true)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float64, false)]
    public void Mean_and_deviation_are_those_of_all_valid_values(ScalarType element, bool masked)
    {
        var clips = new MadeClips(20, new(3, 2, new FrameFormat(3, 4, 5, element, masked)));
        var channels = Channels(clips, Enumerable.Range(0, 20));
        var normalizer = Normalizer.FitZScore(clips);
        for (var c = 0; c < 3; c++)
        {
            var mean = channels[c].Average();
            normalizer.Offsets[c].Should().BeApproximately(mean, 1e-10);
            normalizer.Scales[c].Should().BeApproximately(Math.Sqrt(channels[c].Average(v => (v - mean) * (v - mean))), 1e-10);
        }

        var range = Normalizer.FitUnitRange(clips);
        range.Offsets.Should().Equal(channels.Select(c => c.Min()));
        range.Scales.Should().Equal(channels.Select(c => c.Max() - c.Min()));
    }

    [Fact]
    public void Large_numbers_with_a_small_spread_keep_their_digits()
    {
        // Sums of squares would lose a spread of 1 around 1e9 entirely.
        var normalizer = Normalizer.FitZScore(new Values(Enumerable.Range(0, 1_000).Select(i => 1e9 + (i % 2)).ToArray()));
        normalizer.Offsets[0].Should().Be(1e9 + 0.5);
        normalizer.Scales[0].Should().BeApproximately(0.5, 1e-12);
    }

    [Fact]
    public void Fewer_samples_are_spread_over_the_data()
    {
        var clips = new MadeClips(20, new(1, 1, new FrameFormat(1, 3, 3)));
        var normalizer = Normalizer.FitZScore(clips, samples: 5);
        clips.Reads.Select(r => r.Index).Should().Equal(0, 4, 8, 12, 16);
        normalizer.Offsets[0].Should().BeApproximately(Channels(clips, [0, 4, 8, 12, 16])[0].Average(), 1e-12);
    }

    [Fact]
    public void Training_data_have_mean_0_and_deviation_1_afterwards()
    {
        using var scope = NewDisposeScope();
        var clips = new MadeClips(20, new(3, 2, new FrameFormat(2, 4, 5, ScalarType.Float32)));
        var (inputs, targets) = clips.Batch(0, 20, normalizer: Normalizer.FitZScore(clips));
        var all = Numbers.Of(cat([inputs, targets], 1).transpose(0, 2).contiguous()).Chunk(20 * 5 * 20).ToList();
        foreach (var channel in all)
        {
            channel.Average().Should().BeApproximately(0, 1e-5);
            channel.Average(v => v * v).Should().BeApproximately(1, 1e-5);
        }
    }

    [Fact]
    public void A_channel_without_a_spread_or_without_values_is_refused()
    {
        FluentActions.Invoking(() => Normalizer.FitZScore(new Values([4.2, 4.2, 4.2]))).Should().Throw<ArgumentException>()
            .WithMessage("Channel 0 is 4.2 throughout 3 samples, so there is no spread to divide by. Leave the channel out, or use Normalizer.PerChannel with a scale of 1 for it.*");
        FluentActions.Invoking(() => Normalizer.FitUnitRange(new Values([4.2, 4.2, 4.2]))).Should().Throw<ArgumentException>().WithMessage("Channel 0 is 4.2*");
        FluentActions.Invoking(() => Normalizer.FitZScore(new Values([double.NaN, double.NaN], masked: true))).Should().Throw<ArgumentException>()
            .WithMessage("Channel 0 has no valid value in 2 samples, so there is nothing to fit.*");
        FluentActions.Invoking(() => Normalizer.FitZScore(new Values([1, double.NaN]))).Should().Throw<InvalidDataException>().WithMessage("Every value must be finite; sample 1 has one that is not*");
    }

    [Fact]
    public void A_pass_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var clips = new MadeClips(20, new(1, 1, new FrameFormat(1, 3, 3))) { Before = sample => { if (sample.Index == 2) cancellation.Cancel(); } };
        FluentActions.Invoking(() => Normalizer.FitZScore(clips, cancellation: cancellation.Token)).Should().Throw<OperationCanceledException>();
        clips.Reads.Should().HaveCount(3);
    }

    private static double[][] Channels(MadeClips clips, IEnumerable<int> samples)
    {
        var (shape, plane) = (clips.Shape, clips.Shape.Height * clips.Shape.Width);
        return [.. Enumerable.Range(0, shape.Channels).Select(c => (
            from sample in samples
            from place in Enumerable.Range(0, shape.Frames * shape.Frame.Values)
            where place / plane % shape.Channels == c && !clips.IsMissing(sample, place)
            select clips.Value(sample, place)).ToArray())];
    }

    /// <summary>One value a sample.</summary>
    private sealed class Values(double[] values, bool masked = false) : ISequenceDataset
    {
        public long Count => values.Length;

        public SequenceShape Shape { get; } = new(1, 0, new FrameFormat(1, 1, 1, ScalarType.Float64, masked));

        public void Read(SampleId sample, Span<byte> bytes, Span<byte> valid)
        {
            BitConverter.TryWriteBytes(bytes, values[sample.Index]);
            valid.Fill(1);
        }
    }
}
