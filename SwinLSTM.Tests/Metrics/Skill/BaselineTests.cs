using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class BaselineTests
{
    // Two sequences of three frames of 1 × 2 pixels.
    private static readonly float[] Past = [1, 2, 3, 4, 5, 9, /**/ 0, 1, 0, 1, 3, 1];

    [Fact]
    public void Persistence_repeats_the_last_frame() => Run(Baseline.Persistence).Should().Equal(5, 9, 5, 9, 3, 1, 3, 1);

    [Fact]
    public void The_mean_frame_is_the_mean_over_time() => Run(Baseline.MeanFrame).Should().Equal(3, 5, 3, 5, 1, 1, 1, 1);

    [Fact]
    public void Zero_is_nothing() => Run(Baseline.Zero).Should().Equal(0, 0, 0, 0, 0, 0, 0, 0);

    [Fact]
    public void The_line_goes_on_and_stays_within_its_range()
    {
        Run(Baseline.LinearExtrapolation(double.NegativeInfinity, double.PositiveInfinity)).Should().Equal(7, 14, 9, 19, 6, 1, 9, 1);
        Run(Baseline.LinearExtrapolation(2, 10)).Should().Equal(7, 10, 9, 10, 6, 2, 9, 2);
    }

    [Fact]
    public void A_line_needs_two_frames_and_a_range()
    {
        using var past = zeros([1, 1, 1, 2, 2]);
        FluentActions.Invoking(() => Baseline.LinearExtrapolation(0, 1).Forecast(past, 3)).Should().Throw<ArgumentException>()
            .WithMessage(
                "A straight line needs two known frames [B, T, C, H, W]; the shape is [1, 1, 1, 2, 2]. Give more frames, or compare with " +
                "persistence.*");
        FluentActions.Invoking(() => Baseline.LinearExtrapolation(1, 1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The lowest value must be below the highest; they are 1 and 1.*");
    }

    private static float[] Run(Baseline baseline)
    {
        using var scope = NewDisposeScope();
        var future = baseline.Forecast(tensor(Past, [2, 3, 1, 1, 2]), 2);
        future.shape.Should().Equal(2, 2, 1, 1, 2);
        return future.contiguous().data<float>().ToArray();
    }
}
