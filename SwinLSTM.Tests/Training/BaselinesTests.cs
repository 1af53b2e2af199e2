using FluentAssertions;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class BaselinesTests
{
    // Two sequences of three frames of 1 × 2 pixels.
    private static readonly float[] Past = [1, 2, 3, 4, 5, 9, /**/ 0, 1, 0, 1, 3, 1];

    [Fact]
    public void Persistence_repeats_the_last_frame() => Run(Baselines.Persistence).Should().Equal(5, 9, 5, 9, 3, 1, 3, 1);

    [Fact]
    public void The_mean_frame_is_the_mean_over_time() => Run(Baselines.MeanFrame).Should().Equal(3, 5, 3, 5, 1, 1, 1, 1);

    [Fact]
    public void Black_is_nothing() => Run(Baselines.Black).Should().Equal(0, 0, 0, 0, 0, 0, 0, 0);

    private static float[] Run(Func<Tensor, int, Tensor> forecast)
    {
        using var scope = NewDisposeScope();
        var future = forecast(tensor(Past, [2, 3, 1, 1, 2]), 2);
        future.shape.Should().Equal(2, 2, 1, 1, 2);
        return future.contiguous().data<float>().ToArray();
    }
}
