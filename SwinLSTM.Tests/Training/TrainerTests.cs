using FluentAssertions;
using SwinLSTM.Data;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class TrainerTests
{
    private static readonly SwinLstmOptions TinyOptions = new()
    {
        EmbedChannels = 16,
        Stages = [new(Depth: 2, Heads: 2)],
        Window = 2,
    };

    private static readonly TrainingOptions Short = new() { BatchSize = 4, WarmUpSteps = 2, Length = RunLength.OfSteps(6) };

    [Fact]
    public void A_tiny_network_learns_where_a_square_goes()
    {
        using var network = (TinyOptions with { StochasticDepth = 0, Window = 4 }).Build(seed: 1);
        var data = new MovingSquare();
        network.InitializeHead([MovingSquare.Dark + ((MovingSquare.Bright - MovingSquare.Dark) * 4 / 64)]);
        var losses = new Trainer(new(network), data, Short with { LearningRate = 1e-2, WarmUpSteps = 10, Length = RunLength.OfSteps(150) }).Fit().Select(r => r.Loss).ToList();

        losses[0].Should().BeApproximately(0.0211, 0.001, "the best that knows no motion is the mean of the data, and its error is their variance");
        losses.TakeLast(10).Average().Should().BeLessThan(losses[0] / 2.5);
    }

    [Fact]
    public void A_run_has_as_many_steps_as_asked_and_reports_each()
    {
        using var network = new ConstantPredictor(0.5);
        var reports = new Trainer(new(network), new MovingSquare(), Short).Fit().ToList();

        reports.Select(r => r.Step).Should().Equal(1, 2, 3, 4, 5, 6);
        reports.Select(r => r.Sequences).Should().Equal(4, 8, 12, 16, 20, 24);
        reports.Select(r => r.Progress).Should().Equal(1 / 6d, 2 / 6d, 3 / 6d, 4 / 6d, 5 / 6d, 1);
        reports.Select(r => r.LearningRate).Should().Equal(Enumerable.Range(0, 6).Select(step => LearningRates.At(1e-3, step, 2, step / 6d)));
        reports.Should().BeInAscendingOrder(r => r.Elapsed);
    }

    [Fact]
    public void The_loss_is_the_mean_squared_error_of_every_predicted_frame()
    {
        using var network = new ConstantPredictor(0.5);
        var loss = new Trainer(new(network), new MovingSquare(inputFrames: 3, targetFrames: 2), Short).Fit().First().Loss;

        // 60 of 64 pixels are 0.2 and four are 0.8: each is 0.3 from the prediction.
        loss.Should().BeApproximately(0.09, 1e-6);
        network.Steps.Should().Be(4, "3 inputs and 2 targets make 4 predictions");
    }

    [Fact]
    public void A_step_descends_by_the_learning_rate()
    {
        using var network = new ConstantPredictor(0.9);
        _ = new Trainer(new(network), new MovingSquare(), Short with { LearningRate = 0.01, WarmUpSteps = 0, WeightDecay = 0 }).Fit().First();
        network.Value.Should().BeApproximately(0.89, 1e-5, "the first step of Adam is the learning rate, whatever the gradient");
    }

    [Fact]
    public void Weight_decay_pulls_at_the_weights()
    {
        using var network = new ConstantPredictor(0.9);
        _ = new Trainer(new(network), new MovingSquare(), Short with { LearningRate = 0.01, WarmUpSteps = 0, WeightDecay = 0.5 }).Fit().First();
        network.Value.Should().BeApproximately((0.9 * (1 - (0.01 * 0.5))) - 0.01, 1e-5);
    }

    [Fact]
    public void Every_pass_reads_every_sample_once()
    {
        var data = new MovingSquare(count: 12);
        using var network = new ConstantPredictor(0.5);
        _ = new Trainer(new(network), data, Short with { Workers = 1 }).Fit().Count();

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
            _ = new Trainer(new(network), new MovingSquare(count: 10), Short with { Workers = workers }).Fit().Count();
            return network;
        }
    }

    [Fact]
    public void Fewer_samples_than_a_batch_holds_are_one_batch()
    {
        using var network = new ConstantPredictor(0.5);
        new Trainer(new(network), new MovingSquare(count: 3), Short).Fit().Last().Sequences.Should().Be(18);
    }

    [Fact]
    public void Missing_values_do_not_count()
    {
        // All that is there is 1; what is missing becomes 0 and would pull the prediction down.
        using var network = new ConstantPredictor(0.5);
        new Trainer(new(network, Normalizer.None), new HalfMissing(), Short).Fit().First().Loss.Should().BeApproximately(0.25, 1e-6);
    }

    [Fact]
    public void The_network_sees_normalised_frames()
    {
        using var network = new ConstantPredictor(0);
        var normalizer = Normalizer.PerChannel([MovingSquare.Dark], [MovingSquare.Bright - MovingSquare.Dark]);
        new Trainer(new(network, normalizer), new MovingSquare(), Short).Fit().First().Loss.Should().BeApproximately(4 / 64.0, 1e-6, "four of 64 pixels are 1 and the others 0");
    }

    [Fact]
    public void A_curriculum_begins_with_short_sequences()
    {
        using var network = new ConstantPredictor(0.5);
        var options = Short with { Length = RunLength.OfSteps(4), Curriculum = new(InputFrames: 1, Horizon: 1, Until: 0.5) };
        var steps = new List<int>();
        foreach (var _ in new Trainer(new(network), new MovingSquare(inputFrames: 3, targetFrames: 2), options).Fit()) steps.Add(network.Steps - steps.Sum());
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
            _ = new Trainer(new(network), new MovingSquare(), Short with { Seed = seed }).Fit().Count();
            return network;
        }
    }

    [Fact]
    public void Cancelling_ends_the_run_after_the_step_in_progress()
    {
        using var network = new ConstantPredictor(0.9);
        using var cancellation = new CancellationTokenSource();
        var (steps, then) = (0, 0.0);
        foreach (var report in new Trainer(new(network), new MovingSquare(), Short with { Length = RunLength.OfSteps(1_000) }).Fit(cancellation.Token))
        {
            steps = report.Step;
            then = network.Value;
            if (steps == 3) cancellation.Cancel();
        }

        steps.Should().Be(3);
        network.Value.Should().Be(then);
    }

    [Fact]
    public void A_run_of_some_time_ends()
    {
        using var network = new ConstantPredictor(0.5);
        var last = new Trainer(new(network), new MovingSquare(), Short with { Length = RunLength.OfTime(TimeSpan.FromMilliseconds(300)) }).Fit().Last();
        last.Progress.Should().Be(1);
        last.Elapsed.Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void A_loss_that_is_no_number_is_an_error()
    {
        using var network = new ConstantPredictor(double.NaN);
        FluentActions.Invoking(() => new Trainer(new(network), new MovingSquare(), Short).Fit().Count())
            .Should().Throw<InvalidOperationException>().WithMessage("The loss of step 1 is NaN; the weights are those of the step before. Lower LearningRate (now 0.001) or ClipNorm (now 1)*");
    }

    [Fact]
    public void No_step_leaves_a_tensor_behind()
    {
        using var network = Tiny(seed: 1);
        // Batches are made ahead while a run is read, so only whole runs compare.
        After(steps: 2);
        After(steps: 50).Should().Be(After(steps: 2));

        long After(int steps)
        {
            _ = new Trainer(new(network), new MovingSquare(), Short with { Length = RunLength.OfSteps(steps) }).Fit().Count();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
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
