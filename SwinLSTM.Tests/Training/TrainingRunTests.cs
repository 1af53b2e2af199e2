using FluentAssertions;
using SwinLSTM.Data;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class TrainingRunTests
{
    private static readonly SwinLstmOptions TinyOptions = new()
    {
        EmbedChannels = 16,
        Stages = [new(Depth: 2, Heads: 2)],
        Window = 2,
    };

    private static readonly TrainingOptions Short = new()
    {
        BatchSize = 4,
        Schedule = new CosineSchedule(WarmUpSteps: 2),
        Steps = 6,
        Shards = 2
    };

    [Fact]
    public void A_tiny_network_learns_where_a_square_goes() => Learn(seed: 1);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("Category", "Long")]
    public void It_learns_from_other_seeds_too(int seed) => Learn(seed);

    private static void Learn(int seed)
    {
        using var network = (TinyOptions with { StochasticDepth = 0, Window = 4 }).Build(seed: seed);
        network.InitializeHead([MovingSquare.Dark + ((MovingSquare.Bright - MovingSquare.Dark) * 4 / 64)]);
        var losses = Run(new(network), new MovingSquare(),
            Short with { LearningRate = 1e-2, Schedule = new CosineSchedule(10), Steps = 150, Seed = seed })
                .Select(r => r.Loss).ToList();
        losses[0].Should()
            .BeApproximately(0.0211, 0.001, "the best that knows no motion is the mean of the data, and its error is their variance");
        losses.TakeLast(10).Average().Should().BeLessThan(0.0085);
    }

    [Fact]
    public void A_run_has_as_many_steps_as_asked_and_reports_each()
    {
        using var network = new ConstantPredictor(0.5);
        var reports = Run(new(network), new MovingSquare(), Short).ToList();

        reports.Select(r => r.Step).Should().Equal(1, 2, 3, 4, 5, 6);
        reports.Select(r => r.Sequences).Should().Equal(4, 8, 12, 16, 20, 24);
        reports.Select(r => r.Progress).Should().Equal(1 / 6d, 2 / 6d, 3 / 6d, 4 / 6d, 5 / 6d, 1);
        reports.Select(r => r.LearningRate).Should()
            .Equal(Enumerable.Range(0, 6).Select(step => 1e-3 * Short.Schedule.Factor(new(step, 6, step / 6d))));
        reports.Should().BeInAscendingOrder(r => r.Elapsed);
    }

    [Fact]
    public void The_loss_is_the_mean_squared_error_of_every_predicted_frame()
    {
        using var network = new ConstantPredictor(0.5);
        var loss = Run(new(network), new MovingSquare(inputFrames: 3, targetFrames: 2), Short with { Shards = 1, Steps = 1 }).First().Loss;

        // 60 of 64 pixels are 0.2 and four are 0.8: each is 0.3 from the prediction.
        loss.Should().BeApproximately(0.09, 1e-6);
        network.Steps.Should().Be(4, "3 inputs and 2 targets make 4 predictions");
    }

    [Fact]
    public void A_step_descends_by_the_learning_rate()
    {
        using var network = new ConstantPredictor(0.9);
        _ = Run(new(network), new MovingSquare(),
            Short with { Steps = 1, LearningRate = 0.01, Schedule = new CosineSchedule(), WeightDecay = 0 }).First();
        network.Value.Should().BeApproximately(0.89, 1e-5, "the first step of Adam is the learning rate, whatever the gradient");
    }

    [Fact]
    public void Weight_decay_pulls_at_the_weights()
    {
        using var network = new ConstantPredictor(0.9);
        _ = Run(new(network), new MovingSquare(),
            Short with { Steps = 1, LearningRate = 0.01, Schedule = new CosineSchedule(), WeightDecay = 0.5 }).First();
        network.Value.Should().BeApproximately((0.9 * (1 - (0.01 * 0.5))) - 0.01, 1e-5);
    }

    [Fact]
    public void Every_pass_reads_every_sample_once()
    {
        var data = new MovingSquare(count: 12);
        using var network = new ConstantPredictor(0.5);
        _ = Run(new(network), data, Short with { Readers = 1 });

        data.Reads.Should().HaveCount(24);
        foreach (var pass in new[] { 0, 1 })
            Order(pass).Order().Should().Equal(Enumerable.Range(0, 12).Select(i => (long)i));
        Order(0).Should().NotEqual(Order(1));

        // One thread reads in the order of the batches.
        List<long> Order(long pass) => [.. data.Reads.Where(sample => sample.Epoch == pass).Select(sample => sample.Index)];
    }

    [Fact]
    public void Any_number_of_threads_reads_the_same_batches()
    {
        using var one = Trained(workers: 1);
        using var four = Trained(workers: 4);
        Apart(one, four).Should().Be(0);

        static SwinLstmNetwork Trained(int workers)
        {
            var network = Tiny(seed: 1);
            _ = Run(new(network), new MovingSquare(count: 10), Short with { Readers = workers });
            return network;
        }
    }

    [Fact]
    public void Fewer_samples_than_a_batch_holds_are_one_batch()
    {
        using var network = new ConstantPredictor(0.5);
        Run(new(network), new MovingSquare(count: 3), Short).Last().Sequences.Should().Be(18);
    }

    [Fact]
    public void Missing_values_do_not_count()
    {
        // All that is there is 1; what is missing becomes 0 and would pull the prediction down.
        using var network = new ConstantPredictor(0.5);
        Run(new(network, Normalizer.None), new HalfMissing(), Short).First().Loss.Should().BeApproximately(0.25, 1e-6);
    }

    [Fact]
    public void The_network_sees_normalised_frames()
    {
        using var network = new ConstantPredictor(0);
        var normalizer = Normalizer.PerChannel([MovingSquare.Dark], [MovingSquare.Bright - MovingSquare.Dark]);
        Run(new(network, normalizer), new MovingSquare(), Short).First().Loss.Should()
            .BeApproximately(4 / 64.0, 1e-6, "four of 64 pixels are 1 and the others 0");
    }

    [Fact]
    public void A_curriculum_begins_with_short_sequences()
    {
        using var network = new ConstantPredictor(0.5);
        var options = Short with { Steps = 4, Curriculum = new(InputFrames: 1, Horizon: 1, Until: 0.5) };
        var steps = new List<int>();
        using var run = new TrainingRun(new(network), new MovingSquare(inputFrames: 3, targetFrames: 2), options with { Shards = 1 });
        foreach (var _ in run.Fit().OfType<StepReport>()) steps.Add(network.Steps - steps.Sum());
        steps.Should().Equal(1, 3, 4, 4); // 1 + 1 frames at first, 2 + 2 a quarter into the run, then 3 + 2
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights()
    {
        using var first = Trained(seed: 3);
        using var second = Trained(seed: 3);
        using var third = Trained(seed: 4);

        Apart(first, second).Should().Be(0);
        Apart(first, third).Should().BeGreaterThan(1e-5);

        static SwinLstmNetwork Trained(int seed)
        {
            var network = Tiny(seed: 1);
            _ = Run(new(network), new MovingSquare(), Short with { Seed = seed });
            return network;
        }
    }

    [Fact]
    public void Cancelling_ends_the_run_after_the_step_in_progress()
    {
        using var network = new ConstantPredictor(0.9);
        using var cancellation = new CancellationTokenSource();
        using var run = new TrainingRun(new(network), new MovingSquare(), Short with { Steps = 1_000 });
        var (reports, then) = (new List<TrainingReport>(), 0.0);
        foreach (var report in run.Fit(cancellation.Token))
        {
            reports.Add(report);
            if (report is StepReport { Step: 2 }) cancellation.Cancel();
            if (report is StepReport { Step: 3 }) then = network.Value;
        }

        reports.Should().HaveCount(4);
        reports[^1].Should().Be(new EndReport(3, EndReason.Stopped));
        network.Value.Should().Be(then);
    }

    [Fact]
    public void A_run_of_some_time_ends()
    {
        using var network = new ConstantPredictor(0.5);
        var last = Run(new(network), new MovingSquare(), Short with { Steps = null, Minutes = 0.005 }).Last();
        last.Progress.Should().Be(1);
        last.Elapsed.Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void A_loss_that_is_no_number_is_skipped_and_soon_an_error()
    {
        using var network = new ConstantPredictor(double.NaN);
        using var run = new TrainingRun(new(network), new MovingSquare(), Short with { RetreatAfter = 3 });
        var reports = new List<StepReport>();
        FluentActions.Invoking(() => reports.AddRange(run.Fit().OfType<StepReport>().Select(r => r with { })))
            .Should().Throw<InvalidOperationException>()
                .WithMessage("Loss or gradient was not finite for 3 steps up to step 3; the weights are those of the "
                + "last step that was good. Lower LearningRate (now 0.001) or ClipNorm (now 1), look for values in the data that cannot " +
                    "be, or give the run a folder*");
    }

    [Fact]
    public void A_single_bad_step_changes_nothing()
    {
        using var network = new ConstantPredictor(0.5);
        var reports = Run(new(network), new MovingSquare(count: 4), Short with { Steps = 4 }, loss: Bad(at: 2));
        reports.Select(r => r.IsSkipped).Should().Equal(false, true, false, false);
        double.IsFinite(network.Value).Should().BeTrue();

        LossFunction Bad(int at)
        {
            var calls = 0;
            // Two shards a step.
            return (predicted, truth, _) => new((predicted - truth).square()
                .sum() * ((Interlocked.Increment(ref calls) + 1) / 2 == at ? double.NaN : 1), truth.numel());
        }
    }

    [Fact]
    public void No_step_leaves_a_tensor_behind()
    {
        using var network = Tiny(seed: 1);
        // Batches are made ahead while a run is read, so only whole runs compare.
        Run(); // tables are made once
        var replica = network.parameters().Count();
        LiveTensors.HeldAfter(replica, Run).Should().BeInRange(-replica, 0);

        void Run() => TrainingRunTests.Run(new(network), new MovingSquare(), Short with { Steps = 12, AverageDecay = 0.9 });
    }

    [Fact]
    public void What_cannot_be_trained_is_refused()
    {
        using var network = new ConstantPredictor(0.5);
        using var model = new ForecastModel(network);
        FluentActions.Invoking(() => new TrainingRun(model, new MovingSquare(targetFrames: 0))).Should().Throw<ArgumentException>()
            .WithMessage("*this data set has no target frames. Give it some.*");
        FluentActions.Invoking(() => new TrainingRun(model, new MovingSquare(),
            new() { BatchSize = 0, Steps = null, ClipNorm = -1, Schedule = new StepSchedule(0) }))
            .Should().Throw<ArgumentException>().WithMessage("""
                TrainingOptions are invalid:
                  Neither Steps nor Minutes is given; one of them ends the run.
                  BatchSize is 0; a step has at least one sequence.
                  ClipNorm is -1; it is above 0, or null.
                  Schedule.Every is 0; it is at least 1.
                """);
        network.parameters().Single().requires_grad_(false);
        FluentActions.Invoking(() => new TrainingRun(model, new MovingSquare())).Should().Throw<ArgumentException>()
            .WithMessage("*nothing can be trained*");
    }

    private static List<StepReport> Run(ForecastModel model, ISequenceDataset data, TrainingOptions options, LossFunction? loss = null)
    {
        using var run = new TrainingRun(model, data, options, loss: loss);
        return [.. run.Fit().OfType<StepReport>()];
    }

    private static SwinLstmNetwork Tiny(long seed) => TinyOptions.Build(seed: seed);

    private static double Apart(SwinLstmNetwork a, SwinLstmNetwork b)
    {
        using var scope = NewDisposeScope();
        return a.parameters().Zip(b.parameters()).Max(pair => (pair.First - pair.Second).abs().max().item<float>());
    }

    private sealed class HalfMissing : ISequenceDataset
    {
        public long Count => 8;

        public SequenceShape Shape { get; } = new(2, 2, 1, 4, 4);

        public void Read(SampleId sample, Span<float> frames)
        {
            for (var i = 0; i < frames.Length; i++)
                frames[i] = (i + sample.Index) % 2 == 0 ? float.NaN : 1;
        }
    }
}
