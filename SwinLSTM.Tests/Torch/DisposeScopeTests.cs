using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

public class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor made;
        var before = ones(1);
        using (NewDisposeScope()) made = before + 1;
        (made.IsInvalid, before.IsInvalid).Should().Be((true, false));
    }

    [Fact]
    public void MoveToOuter_lifts_its_own_and_leaves_others_alone()
    {
        using var outer = NewDisposeScope();
        var given = ones(1);
        Tensor made;
        using (var inner = NewDisposeScope())
        {
            made = inner.MoveToOuter(given + 1);
            inner.MoveToOuter(given).Should().BeSameAs(given);
            (outer.Contains(given), inner.Contains(made)).Should().Be((true, false));
        }
        (made.IsInvalid, given.IsInvalid, outer.DisposablesCount).Should().Be((false, false, 2));
    }

    [Fact]
    public void MoveToOuter_without_an_outer_scope_sets_free()
    {
        Tensor one, two, three;
        using (var scope = NewDisposeScope()) (one, two, three) = scope.MoveToOuter(ones(1), ones(1), ones(1));
        new[] { one, two, three }.Should().OnlyContain(t => !t.IsInvalid);
    }

    [Fact]
    public void A_tensor_moves_itself_out_of_the_scope_that_owns_it()
    {
        Tensor input;
        using (NewDisposeScope())
        {
            input = ones(1);
            using (NewDisposeScope()) input.MoveToOuterDisposeScope();
        }
        input.IsInvalid.Should().BeFalse("it was lifted out of its own scope, not the inner one");
    }

    [Fact]
    public void Detached_tensors_outlive_every_scope()
    {
        Tensor one, two;
        using (var scope = NewDisposeScope()) (one, two) = (ones(1).DetachFromDisposeScope(), scope.Detach(ones(1)));
        (one.IsInvalid, two.IsInvalid).Should().Be((false, false));
    }

    [Fact]
    public void Attached_tensors_die_with_the_scope()
    {
        var tensor = ones(1);
        using (var scope = NewDisposeScope()) scope.Attach(tensor);
        tensor.IsInvalid.Should().BeTrue();
    }

    [Fact]
    public void A_tensor_joins_another_scope_by_name_or_by_example()
    {
        using var outer = NewDisposeScope();
        var example = ones(1);
        using var inner = NewDisposeScope();
        var (one, two) = (ones(1).MoveToOtherDisposeScope(outer), ones(1).MoveToOtherDisposeScope(example));
        (outer.Contains(one), outer.Contains(two), inner.DisposablesCount).Should().Be((true, true, 0));
    }

    [Fact]
    public void DisposeEverythingBut_keeps_what_it_is_told()
    {
        using var scope = NewDisposeScope();
        var (kept, gone) = (ones(1), ones(1));
        scope.DisposeEverythingBut(kept).Should().BeSameAs(kept);
        (kept.IsInvalid, gone.IsInvalid, scope.DisposablesCount).Should().Be((false, true, 1));
    }

    [Fact]
    public void Scopes_may_close_out_of_order()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        var made = ones(1);
        outer.Dispose();
        (made.IsInvalid, ReferenceEquals(CurrentDisposeScope, inner)).Should().Be((false, true));
        inner.Dispose();
        made.IsInvalid.Should().BeTrue();
        CurrentDisposeScope.Should().BeNull();
    }

    [Fact]
    public void WrappedTensorDisposeScope_keeps_only_the_result()
    {
        Tensor between = null!;
        var result = WrappedTensorDisposeScope(() => (between = ones(1) + 1) * 2);
        (between.IsInvalid, result.item<float>()).Should().Be((true, 4f));
    }

    [Fact]
    public void Disposing_twice_is_fine_and_using_afterwards_is_not()
    {
        var tensor = ones(1);
        tensor.Dispose();
        tensor.Dispose();
        tensor.Invoking(t => t + 1).Should().Throw<InvalidOperationException>().WithMessage("Tensor invalid -- empty handle.");
    }

    [Fact]
    public void Our_parameters_die_with_the_scope_they_were_made_in_and_built_in_ones_do_not()
    {
        Probe probe;
        using (NewDisposeScope()) probe = new Probe();
        (probe.weight_.IsInvalid, probe.lin.weight.IsInvalid, probe.layers[0].bias!.IsInvalid).Should().Be((true, false, false));
    }

    [Fact]
    public void A_parameter_takes_its_tensors_place()
    {
        using var scope = NewDisposeScope();
        var data = ones(1);
        var parameter = new Parameter(data);
        (data.IsInvalid, scope.Contains(parameter), scope.DisposablesCount).Should().Be((true, true, 1));
    }

    [Fact]
    public void Statistics_count_births_deaths_and_moves()
    {
        var counted = DisposeScopeManager.Statistics.TensorStatistics;
        DisposeScopeManager.Statistics.Reset();
        var outside = ones(1);
        using (var scope = NewDisposeScope())
        {
            _ = ones(1) + 1;
            ones(1).Dispose();
            ones(1).DetachFromDisposeScope();
            scope.Attach(outside);
        }
        (counted.CreatedOutsideScopeCount, counted.CreatedInScopeCount, counted.DisposedInScopeCount).Should().Be((1, 4, 4));
        (counted.AttachedToScopeCount, counted.DetachedFromScopeCount, counted.ThreadTotalLiveCount).Should().Be((1, 1, 1));
    }

    [Fact]
    public void Work_under_a_scope_leaves_nothing_behind()
    {
        var a = ones(2);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope()) _ = Linear(2, 2).call(a + 1)[TensorIndex.Ellipsis, 0];
        (DisposeScopeManager.Statistics.ThreadTotalLiveCount - live).Should().Be(2, "the layer's weight and bias live on");
        Tensor.TotalCount.Should().BePositive().And.BeLessThanOrEqualTo(Tensor.PeakCount);
    }

    [Fact]
    public void Sequential_disposes_what_passes_between_its_modules()
    {
        var (net, x) = (Sequential(GELU(), Sigmoid(), Tanh()), ones(1));
        using var scope = NewDisposeScope();
        _ = net.call(x);
        (scope.DisposablesCount, x.IsInvalid).Should().Be((1, false));
    }
}
