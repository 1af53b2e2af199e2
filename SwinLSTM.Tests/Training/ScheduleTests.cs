using FluentAssertions;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class ScheduleTests
{
    private const int Steps = 20;

    private static double[] Course(LearningRateSchedule schedule) =>
        [.. Enumerable.Range(0, Steps).Select(step => 0.1 * schedule.Factor(new(step, Steps, (double)step / Steps)))];

    /// <summary>The rates of a schedule of TorchSharp's, step by step.</summary>
    private static double[] Theirs(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> schedule)
    {
        using var weight = nn.Parameter(zeros(1));
        using var optimizer = optim.SGD([weight], 0.1);
        var theirs = schedule(optimizer);
        var rates = new double[Steps];
        for (var i = 0; i < Steps; i++)
        {
            rates[i] = optimizer.ParamGroups.Single().LearningRate;
            if (i < Steps - 1) theirs.step();
        }

        return rates;
    }

    private static void ShouldBeNear(double[] ours, double[] theirs) =>
        ours.Zip(theirs).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-9 + (1e-6 * pair.Second)));

    [Fact]
    public void Cosine_is_that_of_PyTorch() => ShouldBeNear(Course(new CosineSchedule(Floor: 0.02)),
        Theirs(o => optim.lr_scheduler.CosineAnnealingLR(o, Steps, eta_min: 0.002)));

    [Fact]
    public void One_cycle_is_that_of_PyTorch() => ShouldBeNear(Course(new OneCycleSchedule(Rise: 0.25, StartDivisor: 10, EndDivisor: 100)),
        Theirs(o => optim.lr_scheduler.OneCycleLR(o, 0.1, total_steps: Steps, pct_start: 0.25, div_factor: 10, final_div_factor: 100,
        cycle_momentum: false)));

    [Fact]
    public void Steps_are_those_of_PyTorch() => ShouldBeNear(Course(new StepSchedule(Every: 6, Gamma: 0.3)),
        Theirs(o => optim.lr_scheduler.StepLR(o, step_size: 6, gamma: 0.3)));

    [Fact]
    public void A_warm_up_rises_in_a_straight_line()
    {
        var schedule = new CosineSchedule(WarmUpSteps: 4, Floor: 1);
        Enumerable.Range(0, 6).Select(step => schedule.Factor(new(step, null, 0))).Should().Equal(0.25, 0.5, 0.75, 1, 1, 1);
        new CosineSchedule().Factor(new(0, null, 1)).Should().BeApproximately(0.01, 1e-12);
        new ConstantSchedule().Factor(new(7, 10, 0.7)).Should().Be(1);
    }

    [Fact]
    public void One_cycle_by_time_begins_peaks_and_ends_where_it_must()
    {
        var schedule = new OneCycleSchedule();
        schedule.Factor(new(5, null, 0)).Should().BeApproximately(1 / 25.0, 1e-12);
        schedule.Factor(new(5, null, 0.3)).Should().BeApproximately(1, 1e-12);
        schedule.Factor(new(5, null, 1)).Should().BeApproximately(1 / 25e4, 1e-12);
    }

    [Fact]
    public void A_plateau_halves_the_rate_after_every_few_validations_without_a_better_value()
    {
        var schedule = new PlateauSchedule(Patience: 2, Gamma: 0.5);
        int[] since = [0, 0, 1, 2, 3, 4, 0, 1, 2];
        Enumerable.Range(0, since.Length + 1).Select(n => schedule.Factor(new(0, null, 0, since[..n]))).Should()
            .Equal(1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125);
    }

    [Theory]
    [InlineData("""{"steps":5,"schedule":{"kind":"oneCycle","rise":0.2},"loss":"huber","optimizer":"sgd"}""")]
    [InlineData(
        """{"minutes":5,"steps":null,"schedule":{"kind":"plateau","patience":3},"curriculum":{"inputFrames":1,"horizon":2,"until":0.5}}""")]
    public void Options_go_through_JSON(string json)
    {
        var options = TrainingOptions.FromJson(json);
        TrainingOptions.FromJson(options.ToJson()).Should().Be(options);
        options.Should().NotBe(new TrainingOptions());
    }

    [Theory]
    [InlineData("""{"step":5}""", "These are no training options: *step*")]
    [InlineData("""{"schedule":{"kind":"cosin"}}""", "These are no training options:*")]
    [InlineData("null", "The training options are null*")]
    [InlineData("""{"batchSize":"x"}""", "These are no training options:*batchSize*")]
    public void Other_text_is_no_options(string json, string message) =>
        FluentActions.Invoking(() => TrainingOptions.FromJson(json)).Should().Throw<InvalidDataException>().WithMessage(message);
}
