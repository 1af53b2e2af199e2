using FluentAssertions;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

// Gradients against central differences, in double precision.
public class GradientCheckTests
{
    private static Tensor Numbers(params long[] shape) => arange(1, shape.Aggregate(1L, (a, b) => a * b) + 1).to(float64).mul(0.37).sin().reshape(shape);

    public static TheoryData<string, long[], Func<Tensor, Tensor>> Functions => new()
    {
        { "matmul", [3, 4], x => x.matmul(Numbers(4, 2)) },
        { "linear", [2, 3], x => functional.linear(x, Numbers(4, 3), Numbers(4)) },
        { "softmax", [2, 3], x => x.softmax(-1) },
        { "layer_norm", [2, 4], x => functional.layer_norm(x, [4], Numbers(4), Numbers(4)) },
        { "group_norm", [2, 4, 3], x => functional.group_norm(x, 2, Numbers(4), Numbers(4)) },
        { "gelu", [5], x => x.gelu() },
        { "sigmoid and tanh", [5], x => x.sigmoid() * x.tanh() },
        { "leaky_relu", [5], x => functional.leaky_relu(x, 0.2) },
        { "conv2d", [1, 2, 4, 4], x => functional.conv2d(x, Numbers(3, 2, 3, 3), Numbers(3), strides: [2, 2], padding: [1, 1]) },
        { "conv_transpose2d", [1, 2, 3, 3], x => functional.conv_transpose2d(x, Numbers(2, 1, 3, 3), Numbers(1), strides: [2, 2], padding: [1, 1], output_padding: [1, 1]) },
        { "attention", [1, 2, 3, 4], x => functional.scaled_dot_product_attention(x, x * 2, x * 3, Numbers(3, 3)) },
        { "pixel_shuffle", [1, 4, 2, 2], x => functional.pixel_shuffle(x, 2).square() },
        { "pad", [1, 2, 2], x => functional.pad(x, (1, 2)).square() },
        { "roll and slice", [4, 4], x => x.roll((1, -1), (0, 1))[1.., ..2].square() },
        { "cat and stack", [2, 2], x => cat([x, x * 2], 1).square() + stack([x, x], 0).view(2, 4) },
        { "index_select", [4, 2], x => x.index_select(0, tensor(new long[] { 0, 0, 3 })).square() },
        { "std and mean", [3, 3], x => x.std(1) + x.mean([0L]) },
        { "where", [4], x => where(x > 0, x * 3, x.square()) },
        { "mse_loss", [4], x => functional.mse_loss(x, Numbers(4) * 2) },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_gradient_is_the_slope(string name, long[] shape, Func<Tensor, Tensor> f)
    {
        const double Step = 1e-5;
        var x = Numbers(shape).requires_grad_();
        var y = f(x);
        var weights = Numbers(y.shape.Length == 0 ? [1] : y.shape).reshape(y.shape);
        (y * weights).sum().backward();
        var slopes = new double[x.numel()];
        for (var k = 0; k < slopes.Length; k++)
        {
            double At(double shift)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                var moved = x.clone();
                moved.view(-1)[k].add_(shift);
                return (f(moved) * weights).sum().item<double>();
            }
            slopes[k] = (At(Step) - At(-Step)) / (2 * Step);
        }
        x.grad!.Doubles().Should().Equal(slopes, (a, b) => Math.Abs(a - b) < 1e-7, name);
    }
}
