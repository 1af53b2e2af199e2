using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Fitted numbers against those of all valid values in one array.</summary>
public sealed class NormalizerFitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mean_and_deviation_are_those_of_all_values_that_are_there(bool gaps)
    {
        var clips = new MadeClips(20, new(3, 2, 3, 4, 5), gaps);
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
        // Sums of squares in float32 would lose a spread of 1 around 1e7 entirely.
        var normalizer = Normalizer.FitZScore(Values([.. Enumerable.Range(0, 1_000).Select(i => 1e7f + (i % 2))]));
        (normalizer.Offsets[0], normalizer.Scales[0]).Should().Be((1e7 + 0.5, 0.5));
    }

    [Fact]
    public void Fewer_samples_are_spread_over_the_data()
    {
        var clips = new MadeClips(20, new(1, 1, new Data.FrameShape(1, 3, 3)));
        var normalizer = Normalizer.FitZScore(clips, samples: 5);
        clips.Reads.Select(r => r.Index).Should().Equal(0, 4, 8, 12, 16);
        normalizer.Offsets[0].Should().BeApproximately(Channels(clips, [0, 4, 8, 12, 16])[0].Average(), 1e-12);
    }

    [Fact]
    public void Training_data_have_mean_0_and_deviation_1_afterwards()
    {
        using var scope = NewDisposeScope();
        var clips = new MadeClips(20, new(3, 2, new Data.FrameShape(2, 4, 5)));
        var all = Numbers.Of(Normalizer.FitZScore(clips).Apply(clips.Batch(0, 20).Frames).transpose(0, 2).contiguous()).Chunk(20 * 5 * 20)
            .ToList();
        foreach (var channel in all)
        {
            channel.Average().Should().BeApproximately(0, 1e-5);
            channel.Average(v => v * v).Should().BeApproximately(1, 1e-5);
        }
    }

    [Fact]
    public void A_channel_without_a_spread_or_without_values_is_refused()
    {
        FluentActions.Invoking(() => Normalizer.FitZScore(Values([4.25f, 4.25f, 4.25f]))).Should().Throw<ArgumentException>()
            .WithMessage(
                "Channel 0 is 4.25 throughout 3 samples, so there is no spread to divide by. Leave the channel out, or use " +
                "Normalizer.PerChannel with a scale of 1 for it.*");
        FluentActions.Invoking(() => Normalizer.FitUnitRange(Values([4.25f, 4.25f, 4.25f]))).Should().Throw<ArgumentException>()
            .WithMessage("Channel 0 is 4.25*");
        FluentActions.Invoking(() => Normalizer.FitZScore(Values([float.NaN, float.NaN]))).Should().Throw<ArgumentException>()
            .WithMessage("Channel 0 has no value in 2 samples, so there is nothing to fit.*");
        FluentActions.Invoking(() => Normalizer.FitZScore(Values([1, float.PositiveInfinity]))).Should().Throw<InvalidDataException>()
            .WithMessage("Every value must be finite*; frame 0 of sample 1 of an array in memory has Infinity*");
    }

    [Fact]
    public void A_pass_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var clips = new MadeClips(20, new(1, 1, new Data.FrameShape(1, 3, 3)))
        {
            Before = sample =>
            { if (sample.Index == 2) cancellation.Cancel(); }
        };
        FluentActions.Invoking(() => Normalizer.FitZScore(clips, cancellation: cancellation.Token)).Should()
            .Throw<OperationCanceledException>();
        clips.Reads.Should().HaveCount(3);
    }

    private static double[][] Channels(MadeClips clips, IEnumerable<int> samples)
    {
        var (shape, plane) = (clips.Shape, clips.Shape.Height * clips.Shape.Width);
        return [.. Enumerable.Range(0, shape.Channels).Select(c => (
            from sample in samples
            from place in Enumerable.Range(0, shape.Frames * shape.Frame.Values)
            where place / plane % shape.Channels == c && !clips.IsMissing(sample, place)
            select (double)clips.Value(sample, place)).ToArray())];
    }

    /// <summary>One value a sample.</summary>
    private static FrameWindows Values(float[] values) => InMemory.Clips(values, new SequenceShape(1, 0, 1, 1, 1));
}
