using FluentAssertions;
using SwinLSTM.Training;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class LossTests
{
    // Of 64 pixels 4 are bright.
    private const double BrightShare = 4.0 / 64;

    [Theory]
    [InlineData(LossKind.MeanSquaredError)]
    [InlineData(LossKind.MeanAbsoluteError)]
    [InlineData(LossKind.SquaredAndAbsoluteError)]
    [InlineData(LossKind.Huber)]
    [InlineData(LossKind.CrossEntropy)]
    public void Each_is_its_formula(LossKind kind)
    {
        using var network = new ConstantPredictor(0.25);
        var expected = (BrightShare * Formula(MovingSquare.Bright)) + ((1 - BrightShare) * Formula(MovingSquare.Dark));
        Losses(network, kind, Normalizer.None).First().Should().BeApproximately(expected, 1e-6);

        double Formula(double truth)
        {
            const double Predicted = 0.25;
            var error = Math.Abs(Predicted - truth);
            return kind switch
            {
                LossKind.MeanSquaredError => error * error,
                LossKind.MeanAbsoluteError => error,
                LossKind.SquaredAndAbsoluteError => error + (error * error),
                LossKind.Huber => error * error / 2,
                _ => -(truth * Math.Log(Predicted)) - ((1 - truth) * Math.Log(1 - Predicted)),
            };
        }
    }

    [Theory]
    [InlineData(LossKind.MeanSquaredError)]
    [InlineData(LossKind.CrossEntropy)]
    public void Squares_and_cross_entropy_lead_to_the_mean_of_what_comes(LossKind kind)
    {
        using var network = new ConstantPredictor(0.5);
        Losses(network, kind, Normalizer.None, steps: 400);
        network.Value.Should().BeApproximately(
            (BrightShare * MovingSquare.Bright) + ((1 - BrightShare) * MovingSquare.Dark), 1e-3);
    }

    [Fact]
    public void Cross_entropy_refuses_what_is_no_probability()
    {
        using var wrong = new ConstantPredictor(-0.5);
        FluentActions.Invoking(() => Losses(wrong, LossKind.CrossEntropy, Normalizer.None)).Should().Throw<InvalidOperationException>()
            .WithMessage("The loss CrossEntropy takes values in [0, 1], but the network predicts values from -0.5 to -0.5. "
                + "End the network with a sigmoid, or choose another loss.");
        using var right = new ConstantPredictor(0.5);
        FluentActions.Invoking(() => Losses(right, LossKind.CrossEntropy, Normalizer.PerChannel([0.5f], [0.1f]))).Should()
            .Throw<InvalidOperationException>().WithMessage("The loss CrossEntropy takes values in [0, 1], but the frames to compare with "
                + "are from -3 to 3. Scale the data to [0, 1] (a min-max normaliser does), or choose another loss.");
    }

    [Fact]
    public void Cross_entropy_of_diverged_weights_is_not_finite()
    {
        using var network = new ConstantPredictor(double.NaN);
        FluentActions.Invoking(() => Losses(network, LossKind.CrossEntropy, Normalizer.None)).Should().Throw<InvalidOperationException>()
            .WithMessage("Loss or gradient was not finite for 3 steps*");
    }

    private static List<double> Losses(FramePredictor network, LossKind kind, Normalizer normalizer, int steps = 3)
    {
        var options = new TrainingOptions
        {
            Steps = steps,
            BatchSize = 4,
            LearningRate = 0.05,
            WeightDecay = 0,
            Schedule = new ConstantSchedule(),
            Loss = kind,
        };
        using var run = new TrainingRun(new(network, normalizer), new MovingSquare(), options);
        return [.. run.Fit().OfType<StepReport>().Select(step => step.Loss)];
    }
}
