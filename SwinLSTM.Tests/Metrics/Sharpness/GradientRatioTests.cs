using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class GradientRatioTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_agrees_with_loops(bool masked)
    {
        long[] shape = [2, 3, 2, 6, 5];
        float[] p = RandomFrames.Values(1, shape), t = RandomFrames.Values(2, shape);
        var valid = masked ? Enumerable.Range(0, p.Length).Select(i => i % 11 > 1).ToArray() : null;
        var ratio = new GradientRatio();
        using var scope = NewDisposeScope();
        ratio.Add(tensor(p, shape), tensor(t, shape), valid is null ? null : tensor(valid, shape));
        ratio.Result.Should().BeApproximately(Sum(p) / Sum(t), 1e-12);

        double Sum(float[] frames)
        {
            var sum = 0.0;
            for (var plane = 0; plane < frames.Length; plane += 30)
                for (var y = 0; y < 5; y++)
                    for (var x = 0; x < 4; x++)
                    {
                        var here = plane + y * 5 + x;
                        if (valid is null || (valid[here] && valid[here + 1] && valid[here + 5]))
                            sum += Math.Sqrt(Math.Pow((double)frames[here + 1] - frames[here], 2)
                                + Math.Pow((double)frames[here + 5] - frames[here], 2));
                    }
            return sum;
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 9)]
    [InlineData(5, 17)]
    [InlineData(9, 33)]
    public void Loops_and_tensors_agree(int height, int width)
    {
        using var scope = NewDisposeScope();
        Tensor p = RandomFrames.Make(1, 2, 3, 2, height, width), t = RandomFrames.Make(2, 2, 3, 2, height, width);
        GradientRatio loops = new(), tensors = new();
        loops.Add(p, t);
        tensors.Add(p.to(ScalarType.Float64), t.to(ScalarType.Float64));
        loops.PerLeadTime.Should().Equal(tensors.PerLeadTime, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void Hand_computed_ratios()
    {
        using var scope = NewDisposeScope();
        var steep = tensor(new[] { 0f, 3, 4, 0 }, [1, 1, 1, 2, 2]); // sqrt(3^2 + 4^2) = 5
        var half = steep.div(2);
        Of(steep, steep).Should().Be(1);
        Of(half, steep).Should().Be(0.5);
        Of(steep.add(7), steep).Should().Be(1, "it looks at edges only");
        Of(steep, zeros_like(steep)).Should().Be(double.PositiveInfinity);
        Of(zeros_like(steep), zeros_like(steep)).Should().Be(double.NaN);

        static double Of(Tensor prediction, Tensor target) => new GradientRatio().Add(prediction, target)[0];
    }

    [Fact]
    public void One_row_has_no_gradient()
    {
        using var row = zeros([1, 1, 1, 1, 8]);
        FluentActions.Invoking(() => new GradientRatio().Add(row, row)).Should().Throw<ArgumentException>()
            .WithMessage("gradient ratio needs frames of at least 2 x 2; these are 1 x 8.*");
    }
}
