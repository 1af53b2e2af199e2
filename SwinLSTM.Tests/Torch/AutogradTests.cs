using System.Runtime.InteropServices;
using FluentAssertions;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

public class AutogradTests
{
    private readonly Tensor x = tensor(new float[] { 2, 3 }, requires_grad: true);

    [Fact]
    public void Gradients_are_null_then_accumulate()
    {
        x.grad.Should().BeNull();
        (x * x).sum().backward();
        (x * x).sum().backward();
        x.grad!.Floats().Should().Equal(8, 12);
        ReferenceEquals(x.grad, x.grad).Should().BeFalse("each read is a new object");
    }

    [Fact]
    public void Intermediates_may_be_disposed_before_backward()
    {
        Tensor loss;
        using (var scope = NewDisposeScope()) loss = scope.MoveToOuter((x * x * x).sum());
        loss.backward();
        x.grad!.Floats().Should().Equal(12, 27);
    }

    [Fact]
    public void Given_gradients_weigh_the_roots()
    {
        autograd.backward([x * x], [tensor(new float[] { 1, 10 })]);
        x.grad!.Floats().Should().Equal(4, 60);
    }

    [Fact]
    public void Autograd_grad_returns_and_does_not_accumulate()
    {
        autograd.grad([(x * x).sum()], [x])[0].Floats().Should().Equal(4, 6);
        x.grad.Should().BeNull();
    }

    [Fact]
    public void A_kept_graph_runs_again()
    {
        var loss = (x * x).sum();
        loss.backward(retain_graph: true);
        loss.backward();
        x.grad!.Floats().Should().Equal(8, 12);
        loss.Invoking(l => l.backward()).Should().Throw<ExternalException>().WithMessage("Trying to backward through the graph a second time*");
    }

    [Fact]
    public void Backward_needs_one_number() => x.Invoking(t => (t * 2).backward())
        .Should().Throw<ExternalException>().WithMessage("grad can be implicitly created only for scalar outputs*");

    [Fact]
    public void A_leaf_is_not_changed_in_place_except_under_no_grad()
    {
        x.Invoking(t => t.add_(1)).Should().Throw<ExternalException>().WithMessage("a leaf Variable that requires grad is being used in an in-place operation*");
        using (no_grad()) x.add_(1);
        x.Floats().Should().Equal(3, 4);
    }

    [Fact]
    public void Grad_modes_nest_and_end()
    {
        using (no_grad())
        {
            (is_grad_enabled(), (x * 2).requires_grad).Should().Be((false, false));
            using (enable_grad()) (x * 2).requires_grad.Should().BeTrue();
            is_grad_enabled().Should().BeFalse();
        }
        using (set_grad_enabled(false)) (x * 2).requires_grad.Should().BeFalse();
        (is_grad_enabled(), (x * 2).requires_grad).Should().Be((true, true));
    }

    [Fact]
    public void Inference_tensors_stay_out_of_graphs()
    {
        Tensor inferred;
        using (inference_mode()) inferred = ones(2) * 2;
        x.Invoking(t => t * inferred).Should().Throw<ExternalException>().WithMessage("Inference tensors cannot be saved for backward*");
        (x * inferred.clone()).requires_grad.Should().BeTrue();
    }

    [Fact]
    public void Detached_tensors_are_leaves_without_gradient()
    {
        var y = x * 2;
        (x.is_leaf, y.is_leaf, y.detach().requires_grad, y.detach().is_leaf).Should().Be((true, false, false, true));
    }

    [Fact]
    public void A_result_keeps_its_gradient_when_asked()
    {
        var y = x * x;
        y.retain_grad();
        (y * 3).sum().backward();
        y.grad!.Floats().Should().Equal(3, 3);
    }

    [Fact]
    public void A_gradient_can_be_set_and_taken_away()
    {
        x.grad = tensor(new float[] { 5, 6 });
        x.grad!.Floats().Should().Equal(5, 6);
        x.grad = null;
        x.grad.Should().BeNull();
    }

    [Fact]
    public void A_module_frees_gradients_and_zeroes_them_on_request()
    {
        var linear = Linear(2, 1);
        linear.call(ones(1, 2)).sum().backward();
        linear.zero_grad(set_to_none: false);
        linear.weight.grad!.Floats().Should().Equal(0, 0);
        linear.zero_grad();
        linear.weight.grad.Should().BeNull();
    }

    [Fact]
    public void Parameters_want_gradients_unless_told_otherwise()
    {
        new Parameter(ones(1)).requires_grad.Should().BeTrue();
        new Parameter(ones(1), requires_grad: false).requires_grad.Should().BeFalse();
    }
}
