using FluentAssertions;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>A run that stops anywhere and goes on ends in the bytes of one that never stopped.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly TrainingOptions Options = new()
    {
        BatchSize = 4,
        Steps = 12,
        Shards = 2,
        CheckpointEvery = 4,
        ValidateEvery = 3,
        AverageDecay = 0.9,
        Schedule = new CosineSchedule(WarmUpSteps: 3),
        Seed = 5,
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("resume");

    public void Dispose() => folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(folder.FullName, name);

    private static ForecastModel Model() => new((new SwinLstmOptions()
    {
        EmbedChannels = 16,
        Stages = [new(Depth: 2, Heads: 2)],
        Window = 2,
        StochasticDepth = 0.3,
    }).Build(seed: 1), Normalizer.PerChannel([0.2], [0.5]));

    private List<TrainingReport> Train(string name, TrainingOptions options, int? leaveAt = null, CancellationToken cancellation = default)
    {
        using var model = Model();
        using var run = new TrainingRun(model, new MovingSquare(count: 10), options, In(name), new(new MovingSquare(count: 3)));
        var reports = new List<TrainingReport>();
        foreach (var report in run.Fit(cancellation))
        {
            reports.Add(report);
            if (report is StepReport step && step.Step == leaveAt) break;
        }

        return reports;
    }

    private byte[] Last(string name) => File.ReadAllBytes(Path.Combine(In(name), "last.swinlstm"));

    private byte[] Best(string name) => File.ReadAllBytes(Path.Combine(In(name), "best.swinlstm"));

    private void ShouldBeAlike(string a, string b)
    {
        Last(a).AsSpan().SequenceEqual(Last(b)).Should().BeTrue("the last model is the same to the byte");
        Best(a).AsSpan().SequenceEqual(Best(b)).Should().BeTrue("the best model is the same to the byte");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(11)]
    public void A_run_that_is_left_goes_on_to_the_same_bytes(int leaveAt)
    {
        Train("whole", Options);
        Train("cut", Options, leaveAt);
        var rest = Train("cut", Options);
        rest[0].Should().BeOfType<ResumeReport>().Which.Step.Should().Be(leaveAt / 4 * 4);
        ShouldBeAlike("whole", "cut");
    }

    [Fact]
    public void Every_kind_of_threads_gives_the_same_bytes()
    {
        Train("one", Options with { Threads = 1 });
        Train("two", Options with { Threads = 2, Readers = 3 });
        ShouldBeAlike("one", "two");
    }

    [Fact]
    public void A_longer_run_goes_on_from_a_shorter_one_and_a_finished_one_only_says_so()
    {
        Train("run", Options)[^1].Should().Be(new EndReport(12, EndReason.Finished));
        Train("run", Options).Select(report => report.GetType()).Should().Equal(typeof(ResumeReport), typeof(EndReport));
        Train("run", Options with { Steps = 14 }).OfType<StepReport>().Select(report => report.Step).Should().Equal(13, 14);
    }

    [Fact]
    public void A_damaged_last_checkpoint_falls_back_to_the_one_before_and_says_so()
    {
        Train("whole", Options);
        Train("run", Options, leaveAt: 9);
        var last = Directory.GetFiles(Path.Combine(In("run"), "checkpoints")).Order().Last();
        var bytes = File.ReadAllBytes(last);
        bytes[^5] ^= 1;
        File.WriteAllBytes(last, bytes);
        var resumed = Train("run", Options)[0].Should().BeOfType<ResumeReport>().Which;
        resumed.Step.Should().Be(4);
        resumed.Damaged.Should().ContainSingle().Which.Should()
            .Be("step-000000008.safetensors: Its checksum is not that of its content; the file is damaged.");
        ShouldBeAlike("whole", "run");
    }

    [Fact]
    public void Where_all_checkpoints_are_damaged_nothing_begins_anew()
    {
        Train("run", Options, leaveAt: 9);
        foreach (var file in Directory.GetFiles(Path.Combine(In("run"), "checkpoints"))) File.WriteAllText(file, "no");
        FluentActions.Invoking(() => Train("run", Options)).Should().Throw<InvalidDataException>()
            .WithMessage("No checkpoint in *can be read*begin anew in another folder.");
    }

    [Fact]
    public void Only_the_newest_checkpoints_are_kept()
    {
        Train("run", Options with { CheckpointEvery = 2, KeepCheckpoints = 3 });
        Directory.GetFiles(Path.Combine(In("run"), "checkpoints")).Select(Path.GetFileName).Order().Should()
            .Equal("step-000000008.safetensors", "step-000000010.safetensors", "step-000000012.safetensors");
    }

    [Fact]
    public void A_bound_of_memory_picks_a_segment_that_stays()
    {
        if (!OperatingSystem.IsLinux()) return;
        Train("little", Options with { MemoryGigabytes = 1e-9 });
        Train("one", Options with { Segment = 1 });
        ShouldBeAlike("little", "one");
        Train("much", Options with { MemoryGigabytes = 1000 });
        Train("all", Options);
        ShouldBeAlike("much", "all");
        Train("cut", Options with { MemoryGigabytes = 1e-9 }, leaveAt: 5);
        Train("cut", Options with { MemoryGigabytes = 1e-9 });
        ShouldBeAlike("little", "cut");
    }

    [Fact]
    public void Two_runs_do_not_share_a_folder()
    {
        using var model = Model();
        using var run = new TrainingRun(model, new MovingSquare(), Options, In("run"));
        FluentActions.Invoking(() => Train("run", Options)).Should().Throw<IOException>().WithMessage("Another run is at work in *");
    }

    [Fact]
    public void Other_options_or_another_network_are_refused()
    {
        Train("run", Options, leaveAt: 5);
        FluentActions.Invoking(() => Train("run", Options with { LearningRate = 1 })).Should().Throw<ArgumentException>()
            .WithMessage("The run of *was begun with other options:*\"learningRate\": 0.001*");
        FluentActions.Invoking(() => Train("run", Options with { Shards = 1 })).Should().Throw<ArgumentException>()
            .WithMessage("The run of *other options*");
        Train("run", Options with { Shards = null, Steps = 6 })[0].Should().BeOfType<ResumeReport>("the shards of the beginning are kept");
        using var other = new ForecastModel(new ConstantPredictor(1));
        FluentActions.Invoking(() => new TrainingRun(other, new MovingSquare(), Options, In("run"))).Should().Throw<ArgumentException>()
            .WithMessage("The run of *trains another network: *");
    }

    [Fact]
    public void A_stop_is_saved_and_gone_on_from()
    {
        Train("whole", Options);
        using var cancellation = new CancellationTokenSource();
        using (var model = Model())
        {
            using var run = new TrainingRun(model, new MovingSquare(count: 10), Options, In("run"), new(new MovingSquare(count: 3)));
            foreach (var report in run.Fit(cancellation.Token))
                if (report.Step == 6) cancellation.Cancel();
        }

        var rest = Train("run", Options);
        rest[0].Should().BeOfType<ResumeReport>().Which.Step.Should().Be(7);
        ShouldBeAlike("whole", "run");
    }

    [Fact]
    public void A_disaster_goes_back_to_the_last_checkpoint_with_half_the_rate()
    {
        using var model = Model();
        var calls = 0;
        // From the ninth step on all is lost, until the run has gone back.
        LossFunction loss = (predicted, truth, _) =>
            new((predicted - truth).square().sum() * (Interlocked.Increment(ref calls) is > 16 and <= 22 ? double.NaN : 1), truth.numel());
        using var run = new TrainingRun(model, new MovingSquare(count: 10), Options with { RetreatAfter = 3 }, In("run"), loss: loss);
        var reports = run.Fit().ToList();
        reports.OfType<RetreatReport>().Should().Equal(new RetreatReport(8, 11, 0.5));
        reports[^1].Should().Be(new EndReport(12, EndReason.Finished));
        var rates = reports.OfType<StepReport>().Where(report => report.Step == 9).Select(report => report.LearningRate).ToList();
        rates.Should().HaveCount(2);
        rates[1].Should().Be(rates[0] / 2);
    }

    [Fact]
    public void A_disaster_that_stays_ends_the_run_and_leaves_a_good_checkpoint()
    {
        using (var model = Model())
        {
            LossFunction loss = (predicted, truth, _) => new((predicted - truth).square().sum() * double.NaN, truth.numel());
            using var run = new TrainingRun(model, new MovingSquare(count: 10), Options with { RetreatAfter = 2 }, In("run"), loss: loss);
            FluentActions.Invoking(() => run.Fit().Count()).Should().Throw<InvalidOperationException>()
                .WithMessage("*going back 3 times*The last checkpoint is good.");
        }

        using var saved = ForecastModel.Load(Path.Combine(In("run"), "last.swinlstm"));
        saved.Network.parameters().Should().AllSatisfy(weight => weight.isfinite().all().item<bool>().Should().BeTrue());
    }

    [Fact]
    public void No_better_value_for_long_ends_the_run_early()
    {
        var reports = Train("run", Options with { Steps = 300, LearningRate = 1e-12, ValidateEvery = 1, Patience = 4, WeightDecay = 0 });
        var validations = reports.OfType<ValidationReport>().ToList();
        reports[^1].Should().BeOfType<EndReport>().Which.Reason.Should().Be(EndReason.NoBetter);
        validations[^5].IsBest.Should().BeTrue();
        validations.TakeLast(4).Should().AllSatisfy(report => report.IsBest.Should().BeFalse());
    }

    [Fact]
    public void Validation_and_saved_models_use_the_average()
    {
        using var plain = ModelAfter(Options with { AverageDecay = null });
        using var averaged = ModelAfter(Options);
        using var expected = Expected();
        Apart(averaged, expected).Should().BeLessThan(1e-6);
        Apart(averaged, plain).Should().BeGreaterThan(1e-5);

        ForecastModel ModelAfter(TrainingOptions options)
        {
            var name = $"decay {options.AverageDecay}";
            Train(name, options);
            return ForecastModel.Load(Path.Combine(In(name), "last.swinlstm"));
        }

        // The naive way: the weights after every step, averaged by hand.
        ForecastModel Expected()
        {
            var (model, mean) = (Model(), Model());
            using var run = new TrainingRun(model, new MovingSquare(count: 10), Options with { AverageDecay = null });
            using var constant = no_grad();
            foreach (var _ in run.Fit().OfType<StepReport>())
                foreach (var (target, weight) in mean.Network.parameters().Zip(model.Network.parameters()))
                    target.mul_(0.9).add_(weight, alpha: 0.1);
            model.Dispose();
            return mean;
        }
    }

    private static double Apart(ForecastModel a, ForecastModel b)
    {
        using var scope = NewDisposeScope();
        return a.Network.parameters().Zip(b.Network.parameters()).Max(pair => (pair.First - pair.Second).abs().max().item<float>());
    }
}
