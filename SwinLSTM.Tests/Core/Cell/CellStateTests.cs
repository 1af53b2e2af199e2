using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class CellStateTests
{
    [Fact]
    public void Zeros_are_like_the_tensor_they_are_made_for()
    {
        using var scope = NewDisposeScope();
        var zero = CellState.Zeros(ones(2, 3, ScalarType.Float64));
        foreach (var tensor in new[] { zero.Hidden, zero.Cell }) tensor.ShouldEqual(zeros(2, 3, ScalarType.Float64));

        zero.Hidden.Should().NotBeSameAs(zero.Cell);
    }

    [Fact]
    public void Detach_keeps_the_values_and_cuts_the_graph()
    {
        using var scope = NewDisposeScope();
        using var cell = new SwinLstmCell(4, 1, 2, 2).WithWeights(1);
        var x = Numbers.Random(1, 1, 2, 2, 4);
        var state = cell.call(x, null);
        var detached = state.Detach();
        (state.Hidden.requires_grad, detached.Hidden.requires_grad, detached.Cell.requires_grad).Should().Be((true, false, false));
        detached.Hidden.ShouldEqual(state.Hidden);
        state.Dispose();
        state.Hidden.IsInvalid.Should().BeTrue();
        detached.Cell.IsInvalid.Should().BeFalse("a detached state has tensors of its own");
    }
}
