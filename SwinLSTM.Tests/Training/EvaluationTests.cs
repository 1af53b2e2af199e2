using FluentAssertions;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class EvaluationTests
{
    private static readonly MovingSquare squares = new(count: 11);

    private static readonly Forecaster black = new("Black", Baseline.Zero.Forecast);

    private static MetricSet Metrics() => new(new MeanSquaredError(PixelReduction.Mean), new MeanAbsoluteError(PixelReduction.Sum));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void Scores_are_those_of_all_sequences_at_once_whatever_the_batch(int batch)
    {
        using var scope = NewDisposeScope();
        var result = Evaluation.Run(squares, [Forecaster.Persistence, black], Metrics, new() { BatchSize = batch });
        var (inputs, targets) = squares.Batch(0, 11);
        foreach (var (scores, forecast) in result.Scores.Zip([Baseline.Persistence.Forecast(inputs, 2), zeros_like(targets)]))
        {
            var expected = Metrics();
            var each = expected.Add(forecast, targets);
            scores.Metrics.Metrics.Select(metric => metric.Result).Should().Equal(expected.Metrics.Select(metric => metric.Result), Near);
            scores.Metrics.Metrics[0].PerLeadTime.Should().Equal(expected.Metrics[0].PerLeadTime, Near);
            if (scores.Name == "Persistence") result.SequenceValues.Should().Equal(each[0], Near);
        }
        result.Sequences.Should().Be(11);
        result.Scores.Select(scores => scores.Name).Should().Equal("Persistence", "Black");
    }

    [Fact]
    public void The_error_map_is_the_mean_magnitude_at_each_pixel_with_the_largest_white()
    {
        using var scope = NewDisposeScope();
        var result = Evaluation.Run(squares, [black], Metrics, new() { BatchSize = 3 });
        var (_, targets) = squares.Batch(0, 11);
        var expected = targets.abs().mean([0, 2]); // [T, H, W]
        result.LargestMeanError.Should().BeApproximately(expected.max().item<float>(), 1e-6);
        result.ErrorMap.Should().HaveCount(2);
        for (var t = 0; t < 2; t++)
            result.ErrorMap[t].Reds().Should().Equal(expected[t].data<float>().ToArray(), (shade, mean) =>
                Math.Abs(shade - (255 * mean / result.LargestMeanError)) <= 0.51);
    }

    [Fact]
    public void Shown_are_the_best_the_median_and_the_worst_with_their_frames()
    {
        // Sequence i is off by i hundredths: the order is known.
        var result = Evaluation.Run(new Ramp(9), [black], Metrics, new() { Shown = 2 });
        result.Shown.Select(shown => (shown.Place, shown.Index)).Should().Equal(
            (Place.Best, 0), (Place.Best, 1), (Place.Median, 3), (Place.Median, 4), (Place.Worst, 8), (Place.Worst, 7));
        var worst = result.Shown[4];
        worst.Source.Should().Be("ramp 8");
        worst.Value.Should().Be(result.SequenceValues[8]);
        worst.Channels[0].Pictures.Truth[0].Pixels.Should().AllBeEquivalentTo((byte)80);
        worst.Channels[0].Pictures.Forecast[0].Pixels.Should().AllBeEquivalentTo((byte)0);
        worst.Channels[0].Errors[0].Pixels.Should().AllBeEquivalentTo((byte)80);
        worst.Channels[0].Errors.Should().HaveCount(2);
    }

    [Fact]
    public void Pictures_show_the_range_asked_for()
    {
        var shown = Evaluation.Run(new Ramp(2), [black], Metrics,
            new() { Styles = [new() { Low = 0.02f, High = 0.06f }] }).Shown.Single(shown => shown.Place == Place.Worst);
        // 10 / 255 lies (10 / 255 - 0.02) / 0.04 of the way from black to white.
        shown.Channels.Should().ContainSingle().Which.Name.Should().Be("0.02 to 0.06");
        shown.Channels[0].Pictures.Truth[0].Pixels.Should().AllBeEquivalentTo((byte)Math.Round(255 * ((10 / 255f) - 0.02) / 0.04));
        shown.Channels[0].Pictures.Forecast[0].Pixels.Should().AllBeEquivalentTo((byte)0, "what lies below black is black");
    }

    [Fact]
    public void One_sequence_is_shown_once_and_none_where_none_is_wanted()
    {
        Evaluation.Run(new Ramp(1), [black], Metrics, new() { Shown = 3 }).Shown.Should().ContainSingle();
        Evaluation.Run(new Ramp(5), [black], Metrics, new() { Shown = 0 }).Shown.Should().BeEmpty();
    }

    [Fact]
    public void A_part_of_the_data_can_be_evaluated_and_progress_is_told()
    {
        var told = new List<long>();
        var result = Evaluation.Run(squares, [black], Metrics, new() { Sequences = 7, BatchSize = 3 }, progress: new Told(told));
        result.Sequences.Should().Be(7);
        result.SequenceValues.Should().HaveCount(7);
        told.Should().Equal(3, 6, 7);
    }

    [Fact]
    public void Scores_are_in_the_unit_of_the_data_and_a_model_sees_what_its_normaliser_makes_of_them()
    {
        using var network = new ConstantPredictor(0.5);
        using var model = new ForecastModel(network, Normalizer.PerChannel([30], [20]));
        var result = Evaluation.Run(new Ramp(4, step: 10), [Forecaster.Of("Constant", model)], Metrics, new() { Shown = 0 });
        // A half is 40 in the unit of the data; sequences are 0, 10, 20 and 30.
        result.Scores[0].Metrics.Metrics[0].Result.Should().BeApproximately((1600 + 900 + 400 + 100) / 4.0, 1e-3);
    }

    [Fact]
    public void Missing_values_count_nowhere()
    {
        var result = Evaluation.Run(new Gappy(), [new("Black", Baseline.Zero.Forecast)], Metrics, new() { Shown = 0 });
        result.Scores[0].Metrics.Metrics[0].Result.Should().BeApproximately(9, 1e-12);
        result.LargestMeanError.Should().BeApproximately(3, 1e-12);
        result.ErrorMap[0].Reds().Should().Equal(0, 255);
    }

    [Fact]
    public void Nothing_of_an_evaluation_stays_alive()
    {
        using var model = new ForecastModel(new ConstantPredictor(0.3));
        LiveTensors.After(() => Evaluation.Run(squares, [Forecaster.Of("Constant", model), Forecaster.MeanFrame], Metrics)).Should().Be(0);
    }

    [Fact]
    public void What_cannot_be_evaluated_is_refused()
    {
        FluentActions.Invoking(() => Evaluation.Run(new MovingSquare(targetFrames: 0), [black], Metrics)).Should()
            .Throw<ArgumentException>().WithMessage("*this data set has no target frames. Give it some, or only forecast.*");
        FluentActions.Invoking(() => Evaluation.Run(squares, [], Metrics)).Should().Throw<ArgumentException>()
            .WithMessage("An evaluation needs at least one forecaster; none was given.*");
        FluentActions.Invoking(() => Evaluation.Run(squares, [black, black], Metrics)).Should().Throw<ArgumentException>()
            .WithMessage("Forecasters must have different names; two are called Black.*");
        FluentActions.Invoking(() => Evaluation.Run(squares, [new("Short", (past, _) => Baseline.Persistence.Forecast(past, 1))], Metrics))
            .Should().Throw<InvalidOperationException>()
            .WithMessage(
                "Short forecast [11, 1, 1, 8, 8]; the targets are [11, 2, 1, 8, 8]. A forecaster gives a frame for each target frame.");
        var broken = new EvaluationOptions { BatchSize = 0, Sequences = 0, Shown = -1, Styles = [new() { High = 0 }] };
        FluentActions.Invoking(() => Evaluation.Run(squares, [black], Metrics, broken)).Should().Throw<ArgumentException>().WithMessage("""
            EvaluationOptions are invalid:
              BatchSize is 0; at least one sequence is forecast at once.
              Sequences is 0; at least one is evaluated. Leave it out to take all.
              Shown is -1; it is 0 (no pictures) or more.
              A style has Low 0 and High 0; both are finite, and High is above Low.
            """);
        FluentActions.Invoking(() => Evaluation.Run(squares, [black], Metrics, new() { Styles = [new(), new()] })).Should()
            .Throw<ArgumentException>()
            .WithMessage("Styles has 2 entries; 1 channels are forecast, and each has one.*");
        FluentActions.Invoking(() => Evaluation.Run(squares, [black], Metrics, cancellation: new(canceled: true))).Should()
            .Throw<OperationCanceledException>();
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(b));

    private sealed class Told(List<long> counts) : IProgress<long>
    {
        public void Report(long value) => counts.Add(value);
    }

    /// <summary>Two frames of two values: the left one is always missing, the right one 3.</summary>
    private sealed class Gappy : ISequenceDataset
    {
        public long Count => 2;

        public SequenceShape Shape { get; } = new(1, 1, 1, 1, 2);

        public void Read(SampleId sample, Span<float> frames) => ((ReadOnlySpan<float>)[float.NaN, 3, float.NaN, 3]).CopyTo(frames);
    }

    /// <summary>Sequence i is a number of steps everywhere: i.</summary>
    private sealed class Ramp(long count, float step = 10 / 255f) : ISequenceDataset
    {
        public long Count => count;

        public SequenceShape Shape { get; } = new(1, 2, channels: 1, height: 3, width: 4);

        public void Read(SampleId sample, Span<float> frames) => frames.Fill(step * sample.Index);

        public string Describe(long index) => $"ramp {index}";
    }
}
