using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class OptimizerTests
{
    private const double Near = 1e-6;
    private readonly Parameter p = new(tensor(new float[] { 1 }));

    private double[] Steps(optim.Optimizer optimizer, params float[] gradients) => [.. gradients.Select(g =>
    {
        p.grad = tensor(new[] { g });
        optimizer.step();
        return (double)p.item<float>();
    })];

    private static double[] Adam(float[] gradients, double lr, double inside, double apart)
    {
        var (x, m, v, path) = (1.0, 0.0, 0.0, new double[gradients.Length]);
        for (var t = 1; t <= gradients.Length; t++)
        {
            var g = gradients[t - 1] + inside * x;
            x *= 1 - lr * apart;
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            x -= lr * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
            path[t - 1] = x;
        }
        return path;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Adam_follows_its_formula(double decay) => Steps(optim.Adam([p], lr: 0.1, weight_decay: decay), 1, -2, 0.5f)
        .Should().Equal(Adam([1, -2, 0.5f], 0.1, decay, 0), (a, b) => Math.Abs(a - b) < Near);

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void AdamW_decays_apart_from_the_gradient(double decay) => Steps(optim.AdamW([p], lr: 0.1, weight_decay: decay), 1, -2, 0.5f)
        .Should().Equal(Adam([1, -2, 0.5f], 0.1, 0, decay), (a, b) => Math.Abs(a - b) < Near);

    [Fact]
    public void AdamW_decays_nothing_by_default() => Steps(optim.AdamW([p], lr: 0.1), 0).Should().Equal(1);

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0.9, 0, false)]
    [InlineData(0.9, 0.5, false)]
    [InlineData(0.9, 0, true)]
    public void Sgd_follows_its_formula(double momentum, double dampening, bool nesterov)
    {
        var (x, buffer, path) = (1.0, 0.0, new double[3]);
        float[] gradients = [1, -2, 0.5f];
        for (var t = 0; t < 3; t++)
        {
            var g = gradients[t] + 0.1 * x;
            buffer = t == 0 ? g : momentum * buffer + (1 - dampening) * g;
            x -= 0.2 * (momentum == 0 ? g : nesterov ? g + momentum * buffer : buffer);
            path[t] = x;
        }
        Steps(optim.SGD([p], 0.2, momentum, dampening, weight_decay: 0.1, nesterov), gradients).Should().Equal(path, (a, b) => Math.Abs(a - b) < Near);
    }

    [Fact]
    public void A_parameter_without_gradient_stays()
    {
        var idle = new Parameter(ones(1));
        Steps(optim.Adam([p, idle], lr: 0.1), 3)[0].Should().BeApproximately(0.9, Near);
        idle.item<float>().Should().Be(1);
    }

    [Fact]
    public void A_groups_learning_rate_can_be_set()
    {
        var optimizer = optim.SGD([p], 0.1);
        optimizer.ParamGroups.Should().ContainSingle().Which.LearningRate = 0.5;
        Steps(optimizer, 1).Should().Equal(0.5);
        optimizer.ParamGroups.Single().InitialLearningRate.Should().Be(0.1);
    }

    [Fact]
    public void Groups_have_options_of_their_own_and_the_optimizers_otherwise()
    {
        var other = new Parameter(ones(1));
        var optimizer = optim.SGD([new SGD.ParamGroup([p], new SGD.Options { LearningRate = 0.5 }), new SGD.ParamGroup([other], new SGD.Options())], 0.1);
        other.grad = ones(1);
        Steps(optimizer, 1).Should().Equal(0.5);
        other.item<float>().Should().Be(0.9f);
        optimizer.parameters().Should().Equal([p, other], ReferenceEquals);
    }

    [Fact]
    public void Zeroing_keeps_the_gradients_memory()
    {
        p.grad = ones(1);
        optim.Adam([p]).zero_grad();
        p.grad!.Floats().Should().Equal(0);
    }

    [Fact]
    public void State_lives_outside_the_scopes_that_steps_run_in()
    {
        var optimizer = optim.Adam([p], lr: 0.1);
        for (var k = 0; k < 2; k++)
        {
            using var scope = NewDisposeScope();
            Steps(optimizer, 1);
        }
        p.item<float>().Should().BeApproximately(0.8f, 1e-6f);
    }

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        var optimizer = optim.AdamW([p], weight_decay: 0.1);
        Steps(optimizer, 1);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        optimizer.step();
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);
    }

    [Fact]
    public void State_can_be_read_and_handed_to_another_optimizer()
    {
        var optimizer = optim.Adam([p], lr: 0.1);
        Steps(optimizer, 2);
        var saved = optimizer.state_dict();
        var state = saved.State.Should().ContainSingle().Which.Should().BeOfType<Adam.State>().Which;
        (state.step, saved.Options[0].LearningRate).Should().Be((1L, 0.1));
        (state.exp_avg.item<float>(), state.exp_avg_sq.item<float>()).Should().Be((0.2f, 0.004f));

        var twin = new Parameter(p.detach().clone());
        var resumed = optim.Adam([twin], lr: 0.7);
        resumed.load_state_dict(saved);
        twin.grad = ones(1);
        resumed.step();
        Steps(optimizer, 1);
        twin.item<float>().Should().Be(p.item<float>());
    }

    [Fact]
    public void Clipping_scales_all_gradients_by_their_common_norm()
    {
        var (other, idle) = (new Parameter(ones(1)), new Parameter(ones(1)));
        (p.grad, other.grad) = (full(1, 3f), full(1, 4f));
        nn.utils.clip_grad_norm_([p, other, idle], 1).Should().BeApproximately(5, Near);
        p.grad!.item<float>().Should().BeApproximately(3 / 5.000001f, 1e-7f);
        other.grad!.item<float>().Should().BeApproximately(4 / 5.000001f, 1e-7f);
        nn.utils.clip_grad_norm_([p, other, idle], 10).Should().BeApproximately(1, Near);
        p.grad!.item<float>().Should().BeApproximately(0.6f, 1e-6f);
    }
}
